import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RecordRow } from "../fields";
import { PageLoader } from "./loader";
import { PAGE_SIZE, PageCache } from "./pages";

const row = (id: number, version = 1): RecordRow => ({ id, version, values: { name: `行 ${id}` } });
const page = (number: number, length = PAGE_SIZE) =>
  Array.from({ length }, (_, index) => row(number * PAGE_SIZE + index));

describe("the page cache", () => {
  it("forgets the pages that were not used for longest", () => {
    const cache = new PageCache(3);
    for (const number of [0, 1, 2]) cache.put(number, page(number));
    cache.touch([0]);
    cache.put(3, page(3));
    expect([0, 1, 2, 3].map((number) => cache.has(number))).toEqual([true, false, true, true]);
    expect(cache.get(150)).toBeUndefined();
    expect(cache.at(350)?.id).toBe(350);
  });

  it("puts a newer version of a row in its place and ignores an older one", () => {
    const cache = new PageCache();
    cache.put(0, [row(5, 3)]);
    expect(cache.patch({ id: 5, version: 4, values: { stage: "won" } })).toBe(true);
    expect(cache.get(5)?.values).toEqual({ name: "行 5", stage: "won" });
    expect(cache.patch(row(5, 2))).toBe(false);
    expect(cache.patch(row(99))).toBe(false);
  });

  it("knows a row that moved to another page by its new place", () => {
    const cache = new PageCache();
    cache.put(0, [row(5)]);
    cache.put(1, [row(5)]);
    cache.put(0, [row(6)]);
    expect(cache.indexOf(5)).toBe(PAGE_SIZE);
  });
});

describe("the loader", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function make(length = (_: number) => PAGE_SIZE, count: number | null = 1_000_000) {
    const cache = new PageCache();
    const asked: number[] = [];
    const aborted: number[] = [];
    const counts: (number | null)[] = [];
    const loader = new PageLoader(
      cache,
      { onPage: (known) => counts.push(known), onFailure: () => undefined },
      () => Date.now(),
    );
    loader.reset({
      version: 1,
      count: null,
      fetch: async (offset, _limit, signal) => {
        const number = offset / PAGE_SIZE;
        asked.push(number);
        signal.addEventListener("abort", () => aborted.push(number));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { records: page(number, length(number)), count };
      },
    });
    return { cache, loader, asked, aborted, counts };
  }

  it("asks for nothing that was in view for less than 100 ms", async () => {
    const { loader, asked } = make();
    for (let number = 0; number < 60; number += 1) {
      loader.want([number, number + 1]);
      await vi.advanceTimersByTimeAsync(16);
      loader.want([]);
    }
    loader.want([900, 901]);
    await vi.advanceTimersByTimeAsync(99);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(asked).toEqual([900, 901]);
  });

  it("loads while one scrolls slowly: a page that stays in view is not put off", async () => {
    const { loader, asked } = make();
    for (let turn = 0; turn < 10; turn += 1) {
      loader.want(turn < 5 ? [3] : [3, 4]);
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(asked).toContain(3);
  });

  it("asks at once for what must be there first, and only once", async () => {
    const { loader, asked, cache, counts } = make();
    loader.want([0], true);
    loader.want([0], true);
    expect(asked).toEqual([0]);
    await vi.advanceTimersByTimeAsync(60);
    loader.want([0], true);
    expect(asked).toEqual([0]);
    expect(cache.at(7)?.id).toBe(7);
    expect(counts).toEqual([1_000_000]);
  });

  it("aborts what is no longer in view", async () => {
    const { loader, aborted, cache } = make();
    loader.want([0], true);
    await vi.advanceTimersByTimeAsync(10);
    loader.want([5]);
    await vi.advanceTimersByTimeAsync(60);
    expect(aborted).toEqual([0]);
    expect(cache.has(0)).toBe(false);
  });

  it("learns the number of rows from a page that is not full when the source tells none", async () => {
    const { loader, counts } = make((number) => (number === 1 ? 30 : PAGE_SIZE), null);
    loader.want([0], true);
    await vi.advanceTimersByTimeAsync(60);
    loader.want([0, 1], true);
    await vi.advanceTimersByTimeAsync(60);
    expect(counts).toEqual([101, 130]);
  });

  it("keeps the old rows on the screen until a refresh has come, then forgets the rest", async () => {
    const { loader, cache } = make();
    loader.want([0, 1], true);
    await vi.advanceTimersByTimeAsync(60);
    const done = loader.refresh([1]);
    expect(cache.at(150)?.id).toBe(150);
    await vi.advanceTimersByTimeAsync(60);
    expect(await done).toEqual({ done: true, count: 1_000_000 });
    expect(cache.has(0)).toBe(false);
    expect(cache.at(150)?.id).toBe(150);
  });
});

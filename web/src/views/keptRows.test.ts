import { beforeEach, expect, it, vi } from "vitest";
import { countKept, forgetKept, keptRows } from "./keptRows";

const HOUR = 3_600_000;

beforeEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

it("gives rows back in the order they were entered, to the member and the table they belong to alone", () => {
  const mine = keptRows("crm", 1, "leads");
  expect(mine.keep({ key: "b", since: Date.now(), rows: [{ name: "二" }] })).toBe(true);
  mine.keep({ key: "a", since: Date.now() - HOUR, rows: [{ name: "一" }] });
  expect(mine.load().map(({ key, rows, forgotten }) => [key, rows[0]?.name, forgotten])).toEqual([
    ["a", "一", false],
    ["b", "二", false],
  ]);
  expect(keptRows("crm", 2, "leads").load()).toEqual([]);
  expect(keptRows("crm", 1, "tasks").load()).toEqual([]);
  mine.drop("a");
  expect(mine.load().map(({ key }) => key)).toEqual(["b"]);
});

it("says of rows that are so old that the server knows their keys no more", () => {
  keptRows("crm", 1, "leads").keep({ key: "a", since: Date.now() - 48 * HOUR, rows: [{}] });
  expect(keptRows("crm", 1, "leads").load()[0]?.forgotten).toBe(true);
});

it("leaves nothing to the next person, and takes no harm from what others put into the storage", () => {
  const mine = keptRows("crm", 1, "leads");
  mine.keep({ key: "a", since: 1, rows: [{}, {}] });
  localStorage.setItem("gezi.waiting.crm.1.leads.x", "{");
  expect(countKept()).toBe(2);
  forgetKept();
  expect(mine.load()).toEqual([]);
});

it("says when nothing can be kept", () => {
  vi.stubGlobal("localStorage", {
    setItem: () => {
      throw new Error("full");
    },
  });
  expect(keptRows("crm", 1, "leads").keep({ key: "a", since: 1, rows: [] })).toBe(false);
});

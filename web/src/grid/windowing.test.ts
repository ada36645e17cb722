import { describe, expect, it } from "vitest";
import { anchored, CAP, drawnHeight, offsetOf, type Place, scrolled, topOf } from "./scroll";
import { columnAt, columnSpan, edgesOf, lineSpan, pagesOf, reveal } from "./windowing";

const ROWS = 1_000_000;
const TALL = { total: ROWS * 32, viewport: 800 };

describe("lines on the screen", () => {
  it.each([
    [0, 0, 25],
    [16, 0, 26],
    [32, 1, 26],
    [ROWS * 32 - 800, ROWS - 25, ROWS],
  ])("at offset %i of a million rows only these are drawn: %i to %i", (offset, from, to) => {
    expect(lineSpan(offset, 800, 32, ROWS, 0)).toEqual({ from, to });
  });

  it("draws some around, but none that do not exist", () => {
    expect(lineSpan(0, 800, 32, 10, 4)).toEqual({ from: 0, to: 10 });
    expect(lineSpan(3200, 800, 32, ROWS, 4)).toEqual({ from: 96, to: 129 });
    expect(lineSpan(0, 0, 32, 0, 4)).toEqual({ from: 0, to: 0 });
  });

  it("knows the pages they are in", () => {
    expect(pagesOf({ from: 95, to: 130 }, 100)).toEqual([0, 1]);
    expect(pagesOf({ from: 999_975, to: ROWS }, 100)).toEqual([9999]);
    expect(pagesOf({ from: 0, to: 0 }, 100)).toEqual([]);
  });
});

describe("columns on the screen", () => {
  const edges = edgesOf([200, 100, 100, 100, 300, 50]);

  it("finds the column under a point", () => {
    expect([0, 199, 200, 350, 499, 500, 5000].map((x) => columnAt(edges, x))).toEqual([0, 0, 1, 2, 3, 4, 5]);
  });

  it("draws those behind the frozen one that are in view", () => {
    expect(columnSpan(edges, 1, 0, 250, 0)).toEqual({ from: 1, to: 4 });
    expect(columnSpan(edges, 1, 150, 250, 0)).toEqual({ from: 2, to: 5 });
    expect(columnSpan(edges, 1, 400, 250, 0)).toEqual({ from: 4, to: 6 });
    expect(columnSpan(edges, 1, 0, 0, 0)).toEqual({ from: 1, to: 2 });
    expect(columnSpan([0, 200], 1, 0, 500, 1)).toEqual({ from: 1, to: 1 });
  });

  it("scrolls no more than needed", () => {
    expect(reveal(100, 200, 150, 180)).toBe(100);
    expect(reveal(100, 200, 280, 320)).toBe(120);
    expect(reveal(100, 200, 50, 80)).toBe(50);
    expect(reveal(0, 200, 100, 900)).toBe(100);
  });
});

describe("scrolling beyond what browsers can draw", () => {
  it("draws short tables at their height and tall ones capped", () => {
    expect(drawnHeight(32_000)).toBe(32_000);
    expect(drawnHeight(TALL.total)).toBe(CAP);
  });

  it("short tables scroll one to one", () => {
    const extent = { total: 32_000, viewport: 800 };
    expect(scrolled({ top: 0, offset: 0 }, 1234, extent)).toEqual({ top: 1234, offset: 1234 });
    expect(topOf(5000, extent)).toBe(5000);
  });

  it("a turn of the wheel moves by as many pixels in a million rows as in ten", () => {
    let place: Place = anchored(16_000_000, TALL);
    const start = place;
    for (let turn = 0; turn < 5; turn += 1) place = scrolled(place, place.top + 100, TALL);
    expect(place.offset - start.offset).toBe(500);
    expect(place.top - place.offset).toBe(start.top - start.offset);
  });

  it("the scroll bar reaches every part, first row and last included", () => {
    const high = CAP - TALL.viewport;
    expect(scrolled({ top: 5000, offset: 20_000 }, 0, TALL).offset).toBe(0);
    expect(scrolled({ top: 0, offset: 0 }, high, TALL).offset).toBe(TALL.total - TALL.viewport);
    const half = scrolled({ top: 0, offset: 0 }, high / 2, TALL).offset;
    expect(Math.floor(half / 32)).toBe(499_987);
  });

  it("going to a row and back finds the same row", () => {
    for (const row of [1, 77, 500_000, 900_000, 999_970]) {
      const place = anchored(row * 32, TALL);
      expect(place.offset).toBe(row * 32);
      expect(Math.abs(offsetOf(place.top, TALL) - place.offset)).toBeLessThanOrEqual(4);
    }
  });

  it("leaves room to scroll on from near the ends", () => {
    expect(anchored(2, TALL).top).toBeGreaterThan(0);
    expect(anchored(TALL.total - TALL.viewport - 2, TALL).top).toBeLessThan(CAP - TALL.viewport);
    expect(anchored(0, TALL).top).toBe(0);
  });
});

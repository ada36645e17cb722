import { describe, expect, it } from "vitest";
import { extend, fillArea } from "./actions/filling";
import { planPaste } from "./actions/pasting";

const BOUNDS = { lines: 10, columns: 5 };
const rect = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right });
const block = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => "x"));

describe("where a paste goes", () => {
  it("starts at the active cell and is as large as the block", () => {
    expect(planPaste(block(3, 2), rect(4, 1), BOUNDS, true)).toEqual({
      target: rect(4, 1, 6, 2),
      fresh: 0,
      cutRows: 0,
      cutColumns: 0,
    });
  });

  it("fills the selection when the block fits into it a whole number of times", () => {
    expect(planPaste(block(1, 1), rect(2, 1, 5, 3), BOUNDS, true).target).toEqual(rect(2, 1, 5, 3));
    expect(planPaste(block(2, 1), rect(2, 1, 5, 3), BOUNDS, true).target).toEqual(rect(2, 1, 5, 3));
    expect(planPaste(block(3, 1), rect(2, 1, 5, 3), BOUNDS, true).target).toEqual(rect(2, 1, 4, 1));
  });

  it("makes rows past the end when one may, and says what was cut when not", () => {
    expect(planPaste(block(4, 1), rect(8, 0), BOUNDS, true)).toMatchObject({
      target: rect(8, 0, 11, 0),
      fresh: 2,
      cutRows: 0,
    });
    expect(planPaste(block(4, 1), rect(8, 0), BOUNDS, false)).toMatchObject({
      target: rect(8, 0, 9, 0),
      fresh: 0,
      cutRows: 2,
    });
  });

  it("never goes beyond the last column or the limit of rows", () => {
    expect(planPaste(block(1, 4), rect(0, 3), BOUNDS, true)).toMatchObject({
      target: rect(0, 3, 0, 4),
      cutColumns: 2,
    });
    expect(planPaste(block(1200, 1), rect(0, 0), BOUNDS, true)).toMatchObject({ fresh: 990, cutRows: 200 });
  });
});

describe("filling", () => {
  it("repeats what was selected", () => {
    expect([1, 2, 3].map((steps) => extend(["a", "b"], steps, "other"))).toEqual(["a", "b", "a"]);
    expect([1, 2, 3].map((steps) => extend(["a", "b"], steps, "other", true))).toEqual(["b", "a", "b"]);
    expect(extend(["5"], 3, "decimal")).toBe("5");
    expect(extend(["1", "2", "4"], 1, "decimal")).toBe("1");
  });

  it("goes on counting where the step is even, exactly", () => {
    expect([1, 2].map((steps) => extend(["0.1", "0.2"], steps, "decimal"))).toEqual(["0.3", "0.4"]);
    expect(extend(["10", "20"], 2, "decimal", true)).toBe("-10");
    expect(extend(["2026-11-21", "2026-11-28"], 2, "date")).toBe("2026-12-12");
  });

  it("goes in the direction the handle was pulled farther", () => {
    expect(fillArea(rect(2, 2), { line: 6, column: 3 })).toEqual(rect(2, 2, 6, 2));
    expect(fillArea(rect(2, 2), { line: 3, column: 4 })).toEqual(rect(2, 2, 2, 4));
    expect(fillArea(rect(2, 2), { line: 0, column: 2 })).toEqual(rect(0, 2, 2, 2));
    expect(fillArea(rect(2, 2), { line: 2, column: 2 })).toBeNull();
  });
});

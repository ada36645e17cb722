import { describe, expect, it } from "vitest";
import { reordered } from "./actions/columns";
import { groupedLines, plainLines } from "./lines";

const GROUPS = [
  { key: "a", label: "甲", count: 3 },
  { key: "b", label: "乙", count: 0 },
  { key: "c", label: "丙", count: 2 },
];

describe("lines", () => {
  it("are rows when nothing is grouped", () => {
    const lines = plainLines(1_000_000);
    expect(lines.indexAt(999_999)).toBe(999_999);
    expect(lines.headingAt(0)).toBeNull();
  });

  it("have a heading before each group, empty ones too", () => {
    const lines = groupedLines(GROUPS, new Set());
    expect(lines.total).toBe(8);
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((line) => lines.indexAt(line))).toEqual([-1, 0, 1, 2, -1, -1, 3, 4]);
    expect([0, 4, 5].map((line) => lines.headingAt(line)?.key)).toEqual(["a", "b", "c"]);
    expect([0, 2, 3, 4].map((index) => lines.lineOf(index))).toEqual([1, 3, 6, 7]);
  });

  it("leave out the rows of closed groups without losing count", () => {
    const lines = groupedLines(GROUPS, new Set(["a"]));
    expect(lines.total).toBe(5);
    expect([0, 1, 2, 3, 4].map((line) => lines.indexAt(line))).toEqual([-1, -1, -1, 3, 4]);
    expect(lines.lineOf(1)).toBe(-1);
    expect(lines.lineOf(3)).toBe(3);
  });
});

describe("order of columns", () => {
  it.each([
    [0, 2, "bacd"],
    [3, 0, "dabc"],
    [1, 4, "acdb"],
    [2, 2, "abcd"],
    [2, 3, "abcd"],
  ])("the one at %i goes before the one at %i: %s", (from, to, order) => {
    expect(reordered([..."abcd"], from, to).join("")).toBe(order);
  });
});

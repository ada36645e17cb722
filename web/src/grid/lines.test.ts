import { describe, expect, it } from "vitest";
import { reordered } from "./actions/columns";
import { groupedLines, plainLines } from "./lines";

const GROUPS = [
  { key: "a", label: "甲", level: 0, leaf: true, count: 3 },
  { key: "b", label: "乙", level: 0, leaf: true, count: 0 },
  { key: "c", label: "丙", level: 0, leaf: true, count: 2 },
];
const NESTED = [
  { key: "n", label: "北", level: 0, leaf: false, count: 5 },
  { key: "n1", label: "京", level: 1, leaf: true, count: 2 },
  { key: "n2", label: "津", level: 1, leaf: true, count: 3 },
  { key: "s", label: "南", level: 0, leaf: false, count: 100_000 },
  { key: "s1", label: "粤", level: 1, leaf: true, count: 100_000 },
];
const OPEN = { closed: false, except: [] };

describe("lines", () => {
  it("are rows when nothing is grouped", () => {
    const lines = plainLines(1_000_000);
    expect(lines.indexAt(999_999)).toBe(999_999);
    expect(lines.headingAt(0)).toBeNull();
  });

  it("have a heading before each group, empty ones too", () => {
    const lines = groupedLines(GROUPS, OPEN);
    expect(lines.total).toBe(8);
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((line) => lines.indexAt(line))).toEqual([-1, 0, 1, 2, -1, -1, 3, 4]);
    expect([0, 4, 5].map((line) => lines.headingAt(line)?.key)).toEqual(["a", "b", "c"]);
    expect([0, 2, 3, 4].map((index) => lines.lineOf(index))).toEqual([1, 3, 6, 7]);
  });

  it("leave out the rows of closed groups without losing count", () => {
    const lines = groupedLines(GROUPS, { closed: false, except: ["a"] });
    expect(lines.total).toBe(5);
    expect([0, 1, 2, 3, 4].map((line) => lines.indexAt(line))).toEqual([-1, -1, -1, 3, 4]);
    expect(lines.lineOf(1)).toBe(-1);
    expect(lines.lineOf(3)).toBe(3);
  });

  it("nest: a closed group hides the headings inside it, but its rows keep their numbers", () => {
    const open = groupedLines(NESTED, OPEN);
    expect(open.total).toBe(5 + 100_005);
    expect([0, 1, 2, 4, 8].map((line) => open.indexAt(line))).toEqual([-1, -1, 0, -1, -1]);
    expect(open.lineOf(2)).toBe(5);
    const closed = groupedLines(NESTED, { closed: false, except: ["n"] });
    expect([0, 1, 2, 3].map((line) => closed.headingAt(line)?.key)).toEqual(["n", "s", "s1", undefined]);
    expect(closed.indexAt(3)).toBe(5);
    expect([closed.lineOf(4), closed.lineOf(5), closed.lineOfHeading("n1")]).toEqual([-1, 3, -1]);
    const all = groupedLines(NESTED, { closed: true, except: ["s"] });
    expect([all.total, all.headingAt(2)?.key]).toEqual([3, "s1"]);
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

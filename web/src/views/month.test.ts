import { describe, expect, it } from "vitest";
import { spanOf, weeksOf } from "./month";

describe("a month on screen", () => {
  it("is whole weeks from Monday, with the days of its neighbours", () => {
    expect(spanOf("2026-11-01")).toEqual(["2026-10-26", "2026-12-06"]);
    expect(weeksOf("2026-11-01").map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it("is four weeks when February begins on a Monday", () => {
    expect(spanOf("2027-02-01")).toEqual(["2027-02-01", "2027-02-28"]);
    expect(weeksOf("2027-02-01")).toHaveLength(4);
  });
});

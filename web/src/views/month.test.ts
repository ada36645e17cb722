import { describe, expect, it } from "vitest";
import { between, daysBetween, spanOf, weeksOf } from "./month";

describe("a month on screen", () => {
  it("is whole weeks from Monday, with the days of its neighbours", () => {
    expect(spanOf("2026-11-01")).toEqual(["2026-10-26", "2026-12-06"]);
    expect(weeksOf("2026-11-01").map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it("is four weeks when February begins on a Monday", () => {
    expect(spanOf("2027-02-01")).toEqual(["2027-02-01", "2027-02-28"]);
    expect(weeksOf("2027-02-01")).toHaveLength(4);
  });

  it("counts the days between two across a change of the month", () => {
    expect(between("2026-11-29", "2026-12-02")).toBe(3);
    expect(between("2026-12-02", "2026-11-29")).toBe(-3);
    expect(daysBetween("2026-11-29", "2026-12-01")).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
    expect(daysBetween("2026-11-29", "2026-11-28")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { addMonths, instantOf, readDate, readInstant, readTime, showInstant, textOfInstant } from "./dates";
import { daysOf } from "./panels/CalendarPanel";

const TODAY = "2026-11-22";
const DISPLAY = { locale: "zh-CN", timezone: "Asia/Shanghai", today: TODAY } as const;

describe("days", () => {
  it.each([
    ["2026-11-21", "2026-11-21"],
    ["2026/11/21", "2026-11-21"],
    ["2026/1/2", "2026-01-02"],
    ["2026年11月21日", "2026-11-21"],
    ["2026 年 11 月 21 日", "2026-11-21"],
    ["2026.11.21", "2026-11-21"],
    ["20261121", "2026-11-21"],
    ["11-21", "2026-11-21"],
    ["3月5日", "2026-03-05"],
    ["2026年11月21日 星期六", "2026-11-21"],
    ["今天", TODAY],
    ["昨天", "2026-11-21"],
    ["tomorrow", "2026-11-23"],
    ["2028-02-29", "2028-02-29"],
  ])("reads %s", (text, date) => {
    expect(readDate(text, TODAY)).toBe(date);
  });

  it.each(["2026-02-29", "2026-13-01", "2026-11-31", "面议", "", "21"])(
    "does not take %j for a day",
    (text) => {
      expect(readDate(text, TODAY)).toBeNull();
    },
  );

  it("goes to the last day of a shorter month", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  });

  it("shows six weeks that start on a Monday", () => {
    const days = daysOf("2026-11");
    expect(days).toHaveLength(42);
    expect(days[0]).toBe("2026-10-26");
    expect(days[6]).toBe("2026-11-01");
  });
});

describe("moments", () => {
  it("shows them in the workspace's zone, near days by name", () => {
    expect(showInstant("2026-11-22T06:05:00+00:00", DISPLAY)).toBe("今天 14:05");
    expect(showInstant("2026-11-21T01:30:00+00:00", DISPLAY)).toBe("昨天 09:30");
    expect(showInstant("2026-11-21T16:30:00+00:00", DISPLAY)).toBe("今天 00:30");
    expect(showInstant("2026-11-12T01:30:00+00:00", DISPLAY)).toBe("2026-11-12 09:30");
    expect(showInstant("2026-11-22T06:05:00+00:00", { ...DISPLAY, locale: "en" })).toBe("Today 14:05");
  });

  it("copies them as spreadsheets read them", () => {
    expect(textOfInstant("2026-11-22T06:05:00+00:00", DISPLAY)).toBe("2026-11-22 14:05");
    expect(textOfInstant("2026-11-22T06:05:09+00:00", DISPLAY)).toBe("2026-11-22 14:05:09");
  });

  it.each([
    ["2026-11-21 14:05", "2026-11-21T06:05:00+00:00"],
    ["2026/11/21 14:05:09", "2026-11-21T06:05:09+00:00"],
    ["2026年11月21日 14:05", "2026-11-21T06:05:00+00:00"],
    ["2026年11月21日下午2:05", "2026-11-21T06:05:00+00:00"],
    ["今天 14:05", "2026-11-22T06:05:00+00:00"],
    ["14:05", "2026-11-22T06:05:00+00:00"],
    ["2026-11-21", "2026-11-20T16:00:00+00:00"],
    ["2026-11-21T06:05:00+00:00", "2026-11-21T06:05:00+00:00"],
  ])("reads %s", (text, instant) => {
    expect(readInstant(text, DISPLAY)).toBe(instant);
  });

  it.each(["2026-11-21 25:00", "明年", "2026-02-30 10:00"])("does not take %j for a moment", (text) => {
    expect(readInstant(text, DISPLAY)).toBeNull();
  });

  it("reads times with noon and midnight", () => {
    expect(readTime("12:30 am")).toBe("00:30:00");
    expect(readTime("下午12:30")).toBe("12:30:00");
    expect(readTime("9点5分")).toBe("09:05:00");
  });

  it("finds the instant across a change of the clocks", () => {
    expect(instantOf("2026-07-01", "12:00:00", "Europe/Berlin")).toBe("2026-07-01T10:00:00+00:00");
    expect(instantOf("2026-12-01", "12:00:00", "Europe/Berlin")).toBe("2026-12-01T11:00:00+00:00");
  });
});

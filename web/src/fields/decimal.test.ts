import { describe, expect, it } from "vitest";
import { compare, divide, format, read, round, sum } from "./decimal";

describe("exact decimals", () => {
  it.each([
    [["72.68", "10.93", "2.73", "13.66"], "100.00"],
    [["0.1", "0.2"], "0.3"],
    [["25.63", "25.63", "25.63"], "76.89"],
    [["-5", "2.50"], "-2.50"],
    [["99999999999999999999.99", "0.01"], "100000000000000000000.00"],
    [[], "0"],
  ])("adds %j to %s without losing a digit", (decimals, total) => {
    expect(sum(decimals)).toBe(total);
  });

  it.each([
    ["25.6275", 2, "25.63"],
    ["0.005", 2, "0.01"],
    ["-0.005", 2, "-0.01"],
    ["2.5", 0, "3"],
    ["-2.5", 0, "-3"],
    ["2.4999", 0, "2"],
    ["7", 2, "7.00"],
  ])("rounds %s to %i digits half up: %s", (decimal, scale, rounded) => {
    expect(round(decimal, scale)).toBe(rounded);
  });

  it.each([
    ["10", "3", 2, "3.33"],
    ["20", "3", 2, "6.67"],
    ["1", "8", 2, "0.13"],
    ["-1", "8", 2, "-0.13"],
    ["1.25", "0.5", 1, "2.5"],
  ])("divides %s by %s", (top, bottom, scale, quotient) => {
    expect(divide(top, bottom, scale)).toBe(quotient);
  });

  it("compares by value, not by text", () => {
    expect(compare("10", "9")).toBe(1);
    expect(compare("1.50", "1.5")).toBe(0);
    expect(compare("-2", "1")).toBe(-1);
  });

  it.each([
    ["1234.5", { scale: 2 }, "1,234.50"],
    ["1234567", {}, "1,234,567"],
    ["-1234567.891", {}, "-1,234,567.891"],
    ["85.0000", {}, "85"],
    ["1000", { thousands: false }, "1000"],
    ["123", { scale: 2 }, "123.00"],
    ["not a number", {}, "not a number"],
  ])("shows %s as people read it", (decimal, options, text) => {
    expect(format(decimal, options)).toBe(text);
  });
});

describe("numbers as people and spreadsheets write them", () => {
  it.each([
    ["1,234.50", "1234.50"],
    [" 1 234.50 ", "1234.50"],
    ["１，２３４．５", "1234.5"],
    ["¥1,234", "1234"],
    ["￥-20", "-20"],
    ["-¥20", "-20"],
    ["(1,234.50)", "-1234.50"],
    ["1.5万", "15000"],
    ["1.23456万元", "12345.6"],
    ["2亿", "200000000"],
    ["1.2E+05", "120000"],
    ["1.5e-3", "0.0015"],
    [".5", "0.5"],
    ["5.", "5"],
    ["007", "7"],
    ["-0.00", "0.00"],
    ["+3", "3"],
    ["−3", "-3"],
  ])("reads %s as %s", (text, decimal) => {
    expect(read(text)).toEqual({ decimal, percent: false });
  });

  it("notices a percent sign", () => {
    expect(read("85%")).toEqual({ decimal: "85", percent: true });
    expect(read("８５％")).toEqual({ decimal: "85", percent: true });
  });

  it.each(["", "面议", "1,23", "1.2.3", "--1", "abc", "1-2", "12:30", "万"])(
    "does not take %j for a number",
    (text) => {
      expect(read(text)).toBeNull();
    },
  );
});

import { describe, expect, it } from "vitest";
import { axisLabel } from "./chartOption";
import { change, exactText, saidText } from "./numbers";

const money = { type: "money", scale: 2 };

describe("numbers of a dashboard", () => {
  it.each([
    ["12345678.90", "¥1,234.57 万"],
    ["230000", "¥23 万"],
    ["9999.99", "¥9,999.99"],
    ["123456789", "¥1.23 亿"],
    ["-50000", "¥-5 万"],
    ["0", "¥0.00"],
    ["92233720368547758.07", "¥922,337,203.69 亿"],
    [null, "–"],
    ["n/a", "–"],
  ])("say %s in Chinese as %s", (value, text) => {
    expect(saidText(value, money, "zh-CN")).toBe(text);
  });

  it("say them in English by thousands and millions", () => {
    expect(saidText("12345678.90", money, "en")).toBe("¥12.35 M");
    expect(saidText("23000", { type: "number", scale: 0 }, "en")).toBe("23 K");
  });

  it("keep percents as percents", () => {
    expect(saidText("38.46", { type: "percent", scale: 1 }, "zh-CN")).toBe("38.5%");
  });

  it("give the exact value for the title", () => {
    expect(exactText("12345678.9", money)).toBe("¥12,345,678.90");
    expect(exactText(null, money)).toBe("");
  });

  it.each([
    ["120", "100", "20.0"],
    ["80", "100", "-20.0"],
    ["100", "0", null],
    ["100", null, null],
    ["1", "3", "-66.7"],
  ])("from %s against %s is a change of %s", (value, previous, expected) => {
    expect(change(value, previous)).toBe(expected);
  });
});

describe("labels of an axis", () => {
  it("show months as people say them and leave the rest", () => {
    expect(axisLabel("2026-03", "zh-CN")).toBe("3月");
    expect(axisLabel("2026-03", "en")).toBe("03/26");
    expect(axisLabel("华东", "zh-CN")).toBe("华东");
  });
});

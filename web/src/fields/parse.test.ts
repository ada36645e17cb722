import { describe, expect, it } from "vitest";
import { CONTEXT, field, STAGES } from "./example.test-data";
import { choosable } from "./options";
import { isWritable, toWire, uiOf } from "./registry";
import type { Field, FieldType, Value } from "./schema";

const parse = (one: Field, text: string) => uiOf(one).parse(text, one, CONTEXT);
const stage = field("阶段", "state", { options: STAGES });
const tags = field("标签", "multi_option", { options: STAGES });

describe("what is pasted becomes a value", () => {
  const table: readonly (readonly [string, Field, string, Value])[] = [
    ["money with separators", field("金额", "money", { settings: { scale: 2 } }), "1,234.50", "1234.50"],
    [
      "money with too many digits, half up",
      field("金额", "money", { settings: { scale: 2 } }),
      "25.6275",
      "25.63",
    ],
    ["percent with its sign", field("折扣", "percent", { settings: { scale: 4 } }), "85%", "85"],
    ["percent without its sign", field("折扣", "percent"), "85", "85"],
    ["an option by its label", stage, "赢单", "won"],
    ["an option by its key", stage, "won", "won"],
    ["an option with spaces around", stage, " 赢单 ", "won"],
    ["several options", tags, "赢单, 输单", ["won", "lost"]],
    ["several options with Chinese commas", tags, "赢单、谈判", ["won", "talk"]],
    ["a date with strokes", field("日期", "date"), "2026/11/21", "2026-11-21"],
    ["a date in Chinese", field("日期", "date"), "2026年11月21日", "2026-11-21"],
    [
      "a date with an empty time, as Excel copies it",
      field("日期", "date"),
      "2026-11-21 00:00:00",
      "2026-11-21",
    ],
    ["a tick", field("重点", "checkbox"), "是", true],
    ["TRUE of Excel", field("重点", "checkbox"), "TRUE", true],
    ["no tick", field("重点", "checkbox"), "", false],
    ["text on one line", field("名称", "text"), "上海\n华兴", "上海 华兴"],
    ["text on several lines", field("备注", "long_text"), "上海\r\n华兴\r\n", "上海\n华兴"],
    ["a telephone number in full width", field("电话", "phone"), "１３８００", "13800"],
    ["nothing into a number", field("数量", "number"), "  ", null],
    ["nothing into a text", field("名称", "text"), "", null],
    ["nothing into options", tags, "", []],
  ];
  it.each(table)("%s", (_name, one, text, value) => {
    expect(parse(one, text)).toEqual({ value });
  });

  it.each([
    [field("金额", "money"), "面议", "“面议”不是数字"],
    [field("金额", "money"), "85%", "“85%”是百分比，这里要数字"],
    [stage, "成交", "“成交”不是“阶段”的选项"],
    [field("日期", "date"), "2026-02-30", "“2026-02-30”不是日期"],
    [field("重点", "checkbox"), "也许", "“也许”不是“是”或“否”"],
    [field("名称", "text", { settings: { max_length: 3 } }), "上海华兴", "最多 3 个字，现有 4 个"],
  ])("what cannot be read is refused with a sentence: %#", (one, text, problem) => {
    expect(parse(one, text)).toEqual({ problem });
  });

  it("finds records by their exact label", async () => {
    expect(await parse(field("客户", "relation"), "华兴电子")).toEqual({
      value: { id: 7, label: "华兴电子" },
    });
    expect(await parse(field("客户", "relation"), "远航物流")).toEqual({
      problem: "有不止一个“远航物流”，请在单元格里选择",
    });
    expect(await parse(field("客户", "relation"), "无名")).toEqual({ problem: "没有找到“无名”" });
    expect(await parse(field("客户", "relations"), "华兴电子；华兴电子科技")).toEqual({
      value: [
        { id: 7, label: "华兴电子" },
        { id: 8, label: "华兴电子科技" },
      ],
    });
  });

  it.each<FieldType>(["text", "number", "money", "percent", "date", "datetime", "option", "checkbox"])(
    "what a %s field copies, it can read again",
    (type) => {
      const values: Record<string, Value> = {
        text: "测试",
        number: "12345.678",
        money: "1234.50",
        percent: "78.5",
        date: "2026-11-21",
        datetime: "2026-11-21T06:05:00+00:00",
        option: "won",
        checkbox: true,
      };
      const one = field("x", type, { options: STAGES, settings: type === "money" ? { scale: 2 } : {} });
      const value = values[type] ?? null;
      expect(parse(one, uiOf(one).text(value, one, CONTEXT))).toEqual({ value });
    },
  );
});

describe("options", () => {
  it("offers archived ones only where they are chosen already", () => {
    expect(choosable(stage, null).map((option) => option.key)).toEqual(["talk", "won", "lost"]);
    expect(choosable(stage, "old").map((option) => option.key)).toEqual(["talk", "won", "lost", "old"]);
  });

  it("offers only states that can be reached from the present one", () => {
    const transitions = [{ key: "win", from: ["talk"], to: "won", label: { "zh-CN": "赢" } }];
    const one = field("阶段", "state", { options: STAGES, settings: { transitions } });
    expect(choosable(one, "talk").map((option) => option.key)).toEqual(["talk", "won"]);
    expect(choosable(one, "won").map((option) => option.key)).toEqual(["won"]);
  });
});

describe("fields as a whole", () => {
  it("computed fields look like their result and cannot be written", () => {
    const total = field("合计", "formula", { computed: true, value_type: "money", settings: { scale: 2 } });
    expect(uiOf(total).align).toBe("right");
    expect(uiOf(total).shown("1234.5", total, CONTEXT)).toBe("1,234.50");
    expect(isWritable(total)).toBe(false);
    expect(isWritable(field("阶段", "state", { settings: { manual: false } }))).toBe(false);
    expect(isWritable(field("名称", "text"))).toBe(true);
  });

  it("writes ids instead of references", () => {
    const fields = [
      field("customer", "relation"),
      field("team", "members"),
      field("files", "attachment"),
      field("name", "text"),
    ];
    const values = {
      customer: { id: 7, label: "华兴电子" },
      team: [{ id: 1, label: "李娜" }],
      files: [{ id: 3, name: "a.pdf", size: 1, type: "application/pdf" }],
      name: "x",
    };
    expect(toWire(values, fields)).toEqual({ customer: 7, team: [1], files: [3], name: "x" });
  });
});

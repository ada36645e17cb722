import { describe, expect, it } from "vitest";
import type { PivotAnswer, PivotHeader } from "../api/pivot";
import { field, table } from "../testing/schema";
import { columnName, figureText, inOrder, leftOutOf, type PivotWords } from "./figures";

const words: PivotWords = {
  total: "合计",
  other: "其他",
  empty: "未填写",
  count: "记录数",
  subtotal: (label) => `${label} 小计`,
  measure: (op, label) => `${label}（${op}）`,
};
const orders = table([field("name", "text"), field("total", "money", { label: "金额" })]);
const header = (...labels: (string | null)[]): PivotHeader => ({
  key: labels,
  labels,
  level: labels.length,
  other: false,
  condition: null,
});
const sum = { name: "sum_total", op: "sum" as const, field: "total" };
const count = { name: "count", op: "count" as const, field: null };

describe("a pivot", () => {
  it("names columns in one line, the total last", () => {
    const columns = [header(), header("2026"), header("2026", "甲"), { ...header(), level: 1, other: true }];
    const names = inOrder(columns).map((at) => columnName(columns[at] ?? header(), 2, words));
    expect(names).toEqual(["2026 小计", "2026 / 甲", "其他", "合计"]);
  });

  it("says of each figure how many values it leaves out", () => {
    const answer: PivotAnswer = {
      rows: [header()],
      columns: [header()],
      measures: [sum, count],
      cells: [[["6.00", 3]]],
      left_out: [{ row: 0, column: 0, values: { [sum.name]: 2 } }],
    };
    const leftOut = leftOutOf(answer);
    expect([leftOut(0, 0, sum.name), leftOut(0, 0, count.name), leftOut(1, 0, sum.name)]).toEqual([2, 0, 0]);
  });

  it("says figures as people read them, means with two decimals at least", () => {
    expect(figureText(orders, sum, "1234567.50")).toBe("1,234,567.50");
    expect(figureText(orders, { op: "avg", field: "total" }, "57.787500")).toBe("57.79");
    expect(figureText(orders, count, 1200)).toBe("1,200");
    expect(figureText(orders, sum, null)).toBe("");
  });
});

import { describe, expect, it } from "vitest";
import type { AggregateRow } from "../api/types";
import { field, option } from "../testing/schema";
import { groupsOf, segments } from "./grouping";

const words = { empty: "未填写", yes: "是", no: "否" };
const stage = field("stage", "state", { options: [option("b"), option("a")] });
const row = (value: string | boolean | null, count: number, label = ""): AggregateRow => ({
  group: { f: value, stage: value },
  labels: label ? { f: label } : {},
  values: { count, sum_total: "10.50" },
});

describe("groups of rows", () => {
  it("stand in the order of the options, rows without a value last", () => {
    const groups = groupsOf(stage, [row(null, 1), row("a", 2), row("b", 3)], words, ["total"]);
    expect(groups.map((group) => [group.label, group.count])).toEqual([
      ["B", 3],
      ["A", 2],
      ["未填写", 1],
    ]);
    expect(groups[0]?.sums).toEqual({ total: "10.50" });
    expect(groups.map((group) => group.condition)).toEqual([
      { field: "stage", op: "=", value: "b" },
      { field: "stage", op: "=", value: "a" },
      { field: "stage", op: "empty" },
    ]);
  });

  it("of references stand by their label", () => {
    const owner = field("f", "member");
    const groups = groupsOf(owner, [row("2", 1, "张三"), row("1", 1, "李四")], words, []);
    expect(groups.map((group) => group.label)).toEqual(["李四", "张三"]);
  });

  it("of a checkbox are yes and no", () => {
    const groups = groupsOf(field("f", "checkbox"), [row(true, 1), row(false, 4)], words, []);
    expect(groups.map((group) => group.label).sort()).toEqual(["否", "是"].sort());
  });
});

describe("a window of rows over groups", () => {
  const group = (key: string, count: number) => ({
    key,
    label: key,
    count,
    condition: { field: "f", op: "=" as const, value: key },
    sums: {},
  });
  const three = [group("x", 3), group("y", 100), group("z", 2)];

  it.each([
    [0, 2, [["x", 0, 2]]],
    [
      2,
      3,
      [
        ["x", 2, 1],
        ["y", 0, 2],
      ],
    ],
    [
      0,
      200,
      [
        ["x", 0, 3],
        ["y", 0, 100],
        ["z", 0, 2],
      ],
    ],
    [104, 10, [["z", 1, 1]]],
    [200, 10, []],
  ])("from %i for %i rows reads %j", (offset, limit, expected) => {
    const found = segments(three, offset, limit).map((part) => [part.group.key, part.offset, part.limit]);
    expect(found).toEqual(expected);
  });
});

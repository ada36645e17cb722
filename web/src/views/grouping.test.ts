import { describe, expect, it } from "vitest";
import type { AggregateRow, Condition } from "../api/types";
import { field, option, table } from "../testing/schema";
import {
  conditionOfRun,
  groupKeysOf,
  groupOfRow,
  groupsOf,
  groupTextOf,
  levelsOf,
  runsOf,
  segments,
} from "./grouping";
import { daysOf, periodOf } from "./periods";

const words = { empty: "未填写", yes: "是", no: "否" };
const stage = field("stage", "state", { options: [option("b"), option("a")] });
const owner = field("owner", "member");
const closed = field("closed_on", "date");
const deals = table([field("name", "text"), stage, owner, closed, field("key", "checkbox")]);
const row = (
  group: AggregateRow["group"],
  count: number,
  labels: Record<string, string> = {},
): AggregateRow => ({
  group,
  labels,
  values: { count, sum_total: `${count}.50` },
});
const names = (text: string, ...answers: AggregateRow[][]) =>
  groupsOf(levelsOf(deals, text), answers, words, { total: "sum_total" }).map((group) => [
    group.label,
    group.count,
  ]);

describe("groups of rows", () => {
  it("stand in the order of the options, or backwards, rows without a value last", () => {
    const rows = [row({ stage: null }, 1), row({ stage: "a" }, 2), row({ stage: "b" }, 3)];
    expect(names("stage", rows)).toEqual([
      ["B", 3],
      ["A", 2],
      ["未填写", 1],
    ]);
    expect(names("-stage", rows).map(([label]) => label)).toEqual(["A", "B", "未填写"]);
    const [first] = groupsOf(levelsOf(deals, "stage"), [rows], words, { total: "sum_total" });
    expect(first).toMatchObject({ figures: { total: "3.50" }, leaf: true, level: 0 });
    expect(first?.own).toEqual({ field: "stage", op: "=", value: "b" });
    expect(first?.errors).toEqual({});
    const failing = [{ ...row({ stage: "a" }, 2), errors: { sum_total: 1 } }];
    const [only] = groupsOf(levelsOf(deals, "stage"), [failing], words, {
      total: "sum_total",
      day: "max_day",
    });
    expect(only?.errors).toEqual({ total: 1 });
  });

  it("of references are told apart by id and stand by their label", () => {
    const rows = [
      row({ owner: { id: 2, label: "张三" } }, 1, { owner: "张三" }),
      row({ owner: { id: 1, label: "李四" } }, 1, { owner: "李四" }),
    ];
    const groups = groupsOf(levelsOf(deals, "owner"), [rows], words, {});
    expect(groups.map((group) => [group.label, group.own])).toEqual([
      ["李四", { field: "owner", op: "=", value: 1 }],
      ["张三", { field: "owner", op: "=", value: 2 }],
    ]);
  });

  it("of a checkbox are yes and no", () => {
    expect(names("key", [row({ key: true }, 1), row({ key: false }, 4)]).map(([label]) => label)).toEqual([
      "否",
      "是",
    ]);
  });

  it("nest: months outside, newest first, stages inside, each with the figures of its own rows", () => {
    const outer = [row({ closed_on: "2026-10" }, 3), row({ closed_on: "2026-11" }, 2)];
    const inner = [
      row({ closed_on: "2026-10", stage: "a" }, 1),
      row({ closed_on: "2026-10", stage: "b" }, 2),
      row({ closed_on: "2026-11", stage: "a" }, 2),
    ];
    const levels = levelsOf(deals, "-closed_on,stage");
    const groups = groupsOf(levels, [outer, inner], words, { total: "sum_total" });
    expect(groups.map((group) => [group.level, group.label, group.count, group.figures.total])).toEqual([
      [0, "2026-11", 2, "2.50"],
      [1, "A", 2, "2.50"],
      [0, "2026-10", 3, "3.50"],
      [1, "B", 2, "2.50"],
      [1, "A", 1, "1.50"],
    ]);
    expect(groups[1]).toMatchObject({
      above: { field: "closed_on", op: "between", value: ["2026-11-01", "2026-11-30"] },
      own: { field: "stage", op: "=", value: "a" },
    });
    const record = { id: 1, version: 1, values: { closed_on: "2026-10-31", stage: "b" } };
    expect(groupOfRow(levels, record, "Asia/Shanghai")).toBe(groups[3]?.key);
  });
});

describe("the words for a grouping", () => {
  it("come back as they were written, unknown fields left out", () => {
    expect(groupTextOf(groupKeysOf("-stage,closed_on:year"))).toBe("-stage,closed_on:year");
    expect(groupKeysOf("-")).toEqual([]);
    expect(groupKeysOf("a,b,c,d").length).toBe(3);
    expect(levelsOf(deals, "gone,name,closed_on").map((level) => [level.field.key, level.bucket])).toEqual([
      ["closed_on", "month"],
    ]);
  });

  it.each([
    ["2026-11-28", "day", "2026-11-28", ["2026-11-28", "2026-11-28"]],
    ["2026-11-29", "week", "2026-11-23", ["2026-11-23", "2026-11-29"]],
    ["2028-02-10", "month", "2028-02", ["2028-02-01", "2028-02-29"]],
    ["2026-11-28", "quarter", "2026-Q4", ["2026-10-01", "2026-12-31"]],
    ["2026-11-28", "year", "2026", ["2026-01-01", "2026-12-31"]],
  ] as const)("%s by %s is in %s", (day, bucket, period, days) => {
    expect(periodOf(day, bucket)).toBe(period);
    expect(daysOf(period, bucket)).toEqual(days);
  });
});

describe("a window of rows over groups", () => {
  const group = (key: string, count: number, leaf = true) => ({
    key,
    label: key,
    level: leaf ? 1 : 0,
    leaf,
    count,
    above: null,
    own: { field: "f", op: "=" as const, value: key },
    figures: {},
    errors: {},
  });
  const three = [group("top", 105, false), group("x", 3), group("y", 100), group("z", 2)];

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

  it("asks for whole small groups together and for cut ones alone", () => {
    const many = [group("big", 150), ...Array.from({ length: 60 }, (_, at) => group(`g${at}`, 1))];
    const runs = runsOf(segments(many, 100, 100));
    expect(runs[0]?.map((part) => [part.offset, part.limit])).toEqual([[100, 50]]);
    expect(runs.flat().length).toBe(51);
    expect(runs.length).toBeLessThan(4);
    expect(conditionOfRun(runs[1]?.slice(0, 2) ?? [])).toEqual({ field: "f", op: "in", value: ["g0", "g1"] });
  });

  it("names the group around once, and empty values beside the others", () => {
    const above = { field: "month", op: "=" as const, value: 1 };
    const part = (own: Condition, around: Condition | null) => ({
      group: { ...group("g", 1), above: around, own },
      offset: 0,
      limit: 1,
    });
    const own = (value: number) => ({ field: "owner", op: "=" as const, value });
    const empty = { field: "owner", op: "empty" as const };
    expect(
      conditionOfRun([part(own(1), above), part(own(2), above), part(empty, above), part(own(1), null)]),
    ).toEqual({
      or: [{ and: [above, { or: [{ field: "owner", op: "in", value: [1, 2] }, empty] }] }, own(1)],
    });
  });
});

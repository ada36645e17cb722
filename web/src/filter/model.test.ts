import { describe, expect, it } from "vitest";
import type { Condition } from "../api/types";
import { field } from "../testing/schema";
import {
  both,
  conditionOf,
  countOf,
  emptyGroup,
  fieldsOf,
  isHalf,
  modelOf,
  newRule,
  type Rule,
  replaced,
  type Takes,
  withField,
} from "./model";

const takes: Takes = (key, op) => {
  if (key === "unknown") return null;
  if (op === "empty" || op === "not_empty") return "none";
  if (op === "between") return "range";
  return op === "in" ? "many" : "one";
};

describe("the filter form's model", () => {
  it("keeps a comparison that it does not offer as it is, beside one that is edited", () => {
    const condition: Condition = {
      and: [
        { field: "unknown", op: "=", value: "1" },
        { field: "a", op: "=", value: "2" },
      ],
    };
    expect(conditionOf(modelOf(condition, takes), takes)).toEqual(condition);
  });

  it("tells a half-written rule, however deep", () => {
    const whole: Condition = {
      or: [{ field: "a", op: "empty" }, { and: [{ field: "b", op: "=", value: "1" }] }],
    };
    expect(isHalf(modelOf(whole, takes), takes)).toBe(false);
    expect(isHalf(emptyGroup("or", [emptyGroup("and", [newRule("a", "=")])]), takes)).toBe(true);
  });

  it.each<[string, Condition]>([
    ["one comparison", { field: "a", op: "=", value: "1" }],
    [
      "and",
      {
        and: [
          { field: "a", op: "=", value: "1" },
          { field: "b", op: "empty" },
        ],
      },
    ],
    [
      "or",
      {
        or: [
          { field: "a", op: "=", value: "1" },
          { field: "b", op: ">", value: "2" },
        ],
      },
    ],
    [
      "a group in a group",
      {
        and: [
          { field: "a", op: "in", value: ["x", "y"] },
          {
            or: [
              { field: "b", op: "empty" },
              { field: "c", op: "between", value: ["1", "2"] },
            ],
          },
        ],
      },
    ],
    ["a negation, which it cannot edit", { not: { field: "a", op: "=", value: "1" } }],
    [
      "a negation beside a comparison",
      { and: [{ field: "a", op: "empty" }, { not: { field: "b", op: "empty" } }] },
    ],
  ])("gives %s back as it came", (_, condition) => {
    expect(conditionOf(modelOf(condition, takes), takes)).toEqual(condition);
  });

  it.each<[string, Partial<Rule>]>([
    ["has no value yet", { op: "=", value: null }],
    ["has an empty text", { op: "contains", value: "" }],
    ["has an empty list", { op: "in", value: [] }],
    ["has half a range", { op: "between", value: ["1", ""] }],
    ["names a field that is gone", { field: "unknown", op: "=", value: "1" }],
  ])("leaves out a rule that %s", (_, part) => {
    const group = emptyGroup("and", [{ ...newRule("a", "="), ...part }, { ...newRule("b", "empty") }]);
    expect(conditionOf(group, takes)).toEqual({ field: "b", op: "empty" });
  });

  it("makes no condition of nothing", () => {
    expect(conditionOf(emptyGroup(), takes)).toBeNull();
    expect(conditionOf(emptyGroup("or", [emptyGroup("and")]), takes)).toBeNull();
  });

  it("keeps false, which is a value", () => {
    const rule = { ...newRule("done", "="), value: false };
    expect(conditionOf(emptyGroup("and", [rule]), takes)).toEqual({ field: "done", op: "=", value: false });
  });

  it("takes a relative date as one value of a range operator", () => {
    const rule = { ...newRule("day", "between"), value: { relative: "this_month" } };
    expect(conditionOf(emptyGroup("and", [rule]), takes)).toEqual({
      field: "day",
      op: "between",
      value: { relative: "this_month" },
    });
  });

  it("replaces and removes a rule deep inside", () => {
    const deep = newRule("b", "empty");
    const model = emptyGroup("and", [newRule("a", "empty"), emptyGroup("or", [deep, newRule("c", "empty")])]);
    expect(conditionOf(replaced(model, deep.id, { ...deep, field: "x" }), takes)).toEqual({
      and: [
        { field: "a", op: "empty" },
        {
          or: [
            { field: "x", op: "empty" },
            { field: "c", op: "empty" },
          ],
        },
      ],
    });
    expect(conditionOf(replaced(model, deep.id, null), takes)).toEqual({
      and: [
        { field: "a", op: "empty" },
        { field: "c", op: "empty" },
      ],
    });
  });

  it("counts comparisons for the button, negated ones too", () => {
    expect(countOf(null)).toBe(0);
    expect(
      countOf({
        and: [
          { field: "a", op: "empty" },
          {
            not: {
              or: [
                { field: "b", op: "empty" },
                { field: "c", op: "empty" },
              ],
            },
          },
        ],
      }),
    ).toBe(3);
  });

  it("joins the view's condition with the person's", () => {
    const a: Condition = { field: "a", op: "empty" };
    const b: Condition = { field: "b", op: "empty" };
    expect(both(a, null)).toBe(a);
    expect(both(null, b)).toBe(b);
    expect(both(a, b)).toEqual({ and: [a, b] });
    expect(both(null, undefined)).toBeNull();
  });

  it("names the fields it compares", () => {
    expect(fieldsOf({ or: [{ field: "a", op: "empty" }, { not: { field: "b", op: "empty" } }] })).toEqual([
      "a",
      "b",
    ]);
  });

  it("forgets a value that means nothing in another field, keeps it between fields of one kind", () => {
    const operators = [{ op: "=" as const, label: { "zh-CN": "等于", en: "is" }, takes: "one" as const }];
    const rule = { ...newRule("a", "="), value: "5" };
    const number = field("a", "number");
    expect(withField(rule, number, field("b", "number"), operators).value).toBe("5");
    expect(withField(rule, number, field("c", "text"), operators).value).toBeNull();
    expect(withField(rule, field("o", "option"), field("p", "option"), operators).value).toBeNull();
  });

  it("takes the first operator of the new field when the old one does not exist there", () => {
    const operators = [
      { op: "empty" as const, label: { "zh-CN": "为空", en: "is empty" }, takes: "none" as const },
    ];
    expect(withField(newRule("a", ">"), field("a", "number"), field("f", "attachment"), operators).op).toBe(
      "empty",
    );
  });
});

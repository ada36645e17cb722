import { expect, test } from "vitest";
import type { Condition } from "../api/types";
import { conditionOf, modelOf, type Takes } from "../filter/model";
import { bodiesAsFields, bodyFields, bodyOperators, fieldsAsBodies, typedBody } from "./bodyTests";

const written = {
  and: [
    { body: "order.total", op: ">=", value: 100 },
    { not: { body: "order.lines.0.sku", op: "empty" } },
    {
      or: [
        { field: "name", op: "=", value: "甲" },
        { body: "paid", op: "=", value: true },
      ],
    },
  ],
} as unknown as Condition;

test("tests of a body become tests of fields and come back as they were, numbers as exact text", () => {
  const turned = bodiesAsFields(written);
  expect(turned).toEqual({
    and: [
      { field: "body:order.total", op: ">=", value: "100" },
      { not: { field: "body:order.lines.0.sku", op: "empty" } },
      {
        or: [
          { field: "name", op: "=", value: "甲" },
          { field: "body:paid", op: "=", value: true },
        ],
      },
    ],
  });
  const back = JSON.parse(JSON.stringify(written).replace("100", '"100"'));
  expect(fieldsAsBodies(turned)).toEqual(back);
});

test("the filter form edits tests of the body and keeps what it cannot edit", () => {
  const turned = bodiesAsFields(written);
  const fields = bodyFields([{ path: "order.total", type: "number" }], turned);
  const takes: Takes = (key, op) => {
    const field = fields.find((one) => one.key === key);
    return (field && bodyOperators(field)?.find((one) => one.op === op)?.takes) ?? null;
  };
  expect(conditionOf(modelOf(turned, takes), takes)).toEqual(turned);
});

test("paths that a condition names are offered besides those that came, by what they are compared with", () => {
  const fields = bodyFields(
    [
      { path: "order", type: "object" },
      { path: "order.total", type: "number" },
      { path: "tags", type: "list" },
    ],
    bodiesAsFields(written),
  );
  expect(fields.map((one) => [one.label, one.value_type])).toEqual([
    ["order.total", "number"],
    ["tags", "long_text"],
    ["order.lines.0.sku", "text"],
    ["paid", "checkbox"],
  ]);
});

test("a typed path is one only where the server takes it for one", () => {
  expect(typedBody(" order.total ")?.key).toBe("body:order.total");
  expect(typedBody("body:a.0.b")?.label).toBe("a.0.b");
  for (const text of ["", "a..b", ".a", "a b", "body:"]) expect(typedBody(text)).toBeNull();
});

test("fields of a record keep the operators of their type", () => {
  const field = bodyFields([{ path: "tags", type: "list" }], null)[0];
  expect(field && bodyOperators(field)?.map((one) => one.op)).toEqual(["contains", "empty", "not_empty"]);
  expect(field && bodyOperators({ ...field, key: "tags" })).toBeNull();
});

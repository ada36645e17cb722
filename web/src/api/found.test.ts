import { expect, it } from "vitest";
import { foundByField, foundRows } from "./found";
import { Problem } from "./problem";
import type { ProblemItem } from "./types";

const seen = { table: "people", id: 7, label: "甲", trashed: false, shown: [] };
const unseen = { ...seen, id: null, label: null };
const item = (field: string | null, duplicates?: unknown) =>
  ({ row: 0, field, code: "same", message: "已有", ...(duplicates ? { duplicates } : {}) }) as ProblemItem;

it("sorts the rows that were found to the fields whose problems tell of them", () => {
  const error = new Problem(422, [item("name", [seen]), item("phone"), item("name", [seen, unseen])]);
  expect(foundByField(error)).toEqual({ name: [seen, unseen] });
  expect(foundByField(new Error("offline"))).toEqual({});
});

it("takes the rows out of warnings, and nothing out of those that tell of none", () => {
  expect(foundRows([item(null), item("name", [unseen])])).toEqual([unseen]);
});

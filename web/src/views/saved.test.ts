import { expect, test } from "vitest";
import type { Table, View } from "../api/types";
import { EMPTY_STATE } from "../app/address";
import { isViewChanged, shownParts, UNGROUPED } from "./saved";

const table = {
  key: "orders",
  primary: "number",
  fields: [{ key: "number" }, { key: "status" }, { key: "total" }],
} as unknown as Table;

const view = {
  key: "all",
  fields: ["number", "total"],
  filter: null,
  sort: "-total",
  settings: { group: [{ field: "status" }], sum: ["total"] },
  widths: { total: 120 },
} as unknown as View;

const personal = {
  hidden: [],
  order: [],
  widths: {},
  rowHeight: 32 as const,
  footer: null,
  frozen: null,
  folding: null,
};

test("what is on screen is what is saved", () => {
  const state = { ...EMPTY_STATE, filter: { field: "status", op: "=" as const, value: "draft" } };
  expect(
    shownParts(table, view, state, { ...personal, hidden: ["total"], rowHeight: 40, frozen: 2 }),
  ).toEqual({
    fields: ["number"],
    filter: { field: "status", op: "=", value: "draft" },
    sort: "-total",
    widths: {},
    settings: { group: [{ field: "status" }], sum: ["total"], row_height: 40, frozen: 2 },
  });
});

test("a group that was taken off is not saved", () => {
  const state = { ...EMPTY_STATE, group: UNGROUPED };
  expect(shownParts(table, view, state, personal).settings).toEqual({ sum: ["total"] });
  expect(isViewChanged(view, state, false)).toBe(true);
});

test("the same order as the view's is no change", () => {
  expect(isViewChanged(view, { ...EMPTY_STATE, sort: "-total" }, false)).toBe(false);
  expect(isViewChanged(view, { ...EMPTY_STATE, sort: "total" }, false)).toBe(true);
  expect(isViewChanged(view, EMPTY_STATE, true)).toBe(true);
});

import { describe, expect, it } from "vitest";
import type { TableSaid } from "../api/rights";
import { changeTo, LEVELS, levelOf, tried } from "./levels";

const all = { rows: null, rows_text: "" };
const own = { rows: { field: "owner", op: "=", value: "@me" }, rows_text: "负责人 是 本人" } as const;
const said = (actions: TableSaid["actions"], none = false): TableSaid => ({
  none,
  actions,
  fields: {},
  buttons: {},
  views: {},
});

/** What is said after a change, as the server puts it together. */
const after = (before: TableSaid, change: ReturnType<typeof changeTo>): TableSaid => {
  const actions = { ...before.actions };
  for (const [key, value] of Object.entries(change.actions ?? {})) {
    if (value === null) delete actions[key as keyof typeof actions];
    else actions[key as keyof typeof actions] = { rows: value.rows, rows_text: "" };
  }
  return said(change.none ? {} : actions, change.none ?? before.none);
};

describe("the level of a role group in a table", () => {
  it("is named by what may be done with all rows", () => {
    expect(levelOf(said({}))).toBe("unsaid");
    expect(levelOf(said({}, true))).toBe("closed");
    expect(levelOf(said({ view: all }))).toBe("view");
    expect(levelOf(said({ view: all, export: all, print: own }))).toBe("view");
    expect(levelOf(said({ view: all, create: all, edit: all }))).toBe("edit");
    expect(levelOf(said({ view: all, create: all, edit: all, delete: all }))).toBe("full");
  });

  it("is custom as soon as a condition bounds it", () => {
    expect(levelOf(said({ view: own }))).toBe("custom");
    expect(levelOf(said({ view: all, edit: own }))).toBe("custom");
    expect(levelOf(said({ create: all }))).toBe("custom");
  });

  it("is what was chosen, whatever was said before", () => {
    const before = [
      said({}),
      said({}, true),
      said({ view: own, edit: own, export: own }),
      said({ view: all, create: all, edit: all, delete: all, import: all, export: all, print: all }),
    ];
    for (const level of LEVELS) {
      if (level === "custom") continue;
      for (const one of before) expect(levelOf(after(one, changeTo(level, one)))).toBe(level);
    }
  });

  it("keeps exports of all rows, and drops those of some", () => {
    expect(changeTo("view", said({ view: own, export: all, print: own }))).toEqual({
      actions: { view: { rows: null }, print: null },
    });
  });

  it("is tried out for everything that it changes, not for seeing alone", () => {
    const everything = { rows: null };
    expect(tried("edit", said({ view: all }))).toEqual([
      { action: "view", draft: everything },
      { action: "edit", draft: everything },
    ]);
    expect(tried("view", said({ view: all, edit: own, delete: all }))).toEqual([
      { action: "view", draft: everything },
      { action: "edit", draft: null },
      { action: "delete", draft: null },
    ]);
    expect(tried("view", said({}))).toEqual([{ action: "view", draft: everything }]);
    expect(tried("closed", said({ view: all }))).toEqual([{ action: "view", draft: "none" }]);
  });
});

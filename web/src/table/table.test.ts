import { describe, expect, it } from "vitest";
import { field, table, view } from "../testing/schema";
import { columnsOf, hiddenKeys, NOTHING, orderedKeys } from "./personal";
import { sortKeysOf, sortTextOf } from "./sorting";

const deals = table([
  field("name", "text"),
  field("amount", "money"),
  field("stage", "state"),
  field("note", "long_text"),
]);
const all = view({ fields: ["amount", "name", "stage"], widths: { amount: 120 } });

describe("sort texts", () => {
  it("become keys and back", () => {
    expect(sortKeysOf("-total,name")).toEqual([
      { field: "total", descending: true },
      { field: "name", descending: false },
    ]);
    expect(sortTextOf(sortKeysOf("-total,name"))).toBe("-total,name");
    expect(sortTextOf([])).toBeNull();
  });

  it("drop empty parts and a field's second mention", () => {
    expect(sortKeysOf("-a,,a,+b")).toEqual([
      { field: "a", descending: true },
      { field: "b", descending: false },
    ]);
    expect(sortKeysOf(null)).toEqual([]);
  });
});

describe("columns of a view", () => {
  it("start with the primary field and follow the view", () => {
    expect(columnsOf(deals, all, NOTHING)).toEqual([
      { key: "name" },
      { key: "amount", width: 120 },
      { key: "stage" },
    ]);
  });

  it("follow the person's order, widths and hidden fields", () => {
    const personal = {
      ...NOTHING,
      order: ["name", "stage", "amount"],
      hidden: ["amount"],
      widths: { stage: 99 },
    };
    expect(columnsOf(deals, all, personal)).toEqual([{ key: "name" }, { key: "stage", width: 99 }]);
  });

  it("may show a field the view leaves out once the person ordered it in", () => {
    expect(hiddenKeys(deals, all, NOTHING)).toEqual(new Set(["note"]));
    expect(hiddenKeys(deals, all, { ...NOTHING, order: ["name", "note"] })).toEqual(new Set());
  });

  it("never hide the primary field and forget fields that are gone", () => {
    const personal = { ...NOTHING, hidden: ["name"], order: ["gone", "stage"] };
    expect(hiddenKeys(deals, all, personal).has("name")).toBe(false);
    expect(orderedKeys(deals, all, personal.order)).toEqual(["name", "stage", "amount", "note"]);
  });

  it("are all fields where the view names none", () => {
    expect(columnsOf(deals, view(), NOTHING).map((column) => column.key)).toEqual([
      "name",
      "amount",
      "stage",
      "note",
    ]);
  });
});

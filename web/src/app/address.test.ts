import { describe, expect, it } from "vitest";
import {
  isCondition,
  readTableState,
  safeReturn,
  signInAddress,
  tableAddress,
  writeTableState,
} from "./address";

describe("the state of a table page in its address", () => {
  it("comes back as it was written, Chinese and quotes included", () => {
    const state = {
      filter: { and: [{ field: "name", op: "contains" as const, value: "测试 & “引号”" }] },
      sort: "-total,name",
      q: "华东 100%",
      group: "stage",
      record: 12,
    };
    expect(readTableState(writeTableState(state))).toEqual(state);
  });

  it("is empty for an empty address", () => {
    expect(readTableState(new URLSearchParams())).toEqual({
      filter: null,
      sort: null,
      q: "",
      group: null,
      record: null,
    });
    expect(writeTableState({ filter: null, sort: null, q: "", group: null, record: null }).toString()).toBe(
      "",
    );
  });

  it.each([
    ["broken JSON", "filter={"],
    ["a filter that is no condition", 'filter=["a"]'],
    ["a filter without an operator", 'filter={"field":"a"}'],
    ["a record that is no id", "record=abc"],
    ["a negative record", "record=-3"],
  ])("ignores %s", (_, search) => {
    const state = readTableState(new URLSearchParams(search));
    expect(state.filter).toBeNull();
    expect(state.record).toBeNull();
  });

  it("makes addresses of tables, views and filtered views", () => {
    expect(tableAddress("crm", "orders")).toBe("/w/crm/t/orders");
    expect(tableAddress("crm", "orders", "all", { sort: "-total" })).toBe("/w/crm/t/orders/all?sort=-total");
  });

  it("knows a condition when it sees one", () => {
    expect(isCondition({ not: { field: "a", op: "empty" } })).toBe(true);
    expect(isCondition({ and: [{ field: "a", op: "=" }, 3] })).toBe(false);
    expect(isCondition(null)).toBe(false);
  });
});

describe("the way back after signing in", () => {
  it.each([
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/sign-in?return=/x",
    "",
    null,
  ])("never leads to %s", (text) => {
    expect(safeReturn(text)).toBe("/");
  });

  it("leads to an address of the app with its query", () => {
    expect(safeReturn("/w/crm/t/orders?q=1")).toBe("/w/crm/t/orders?q=1");
    expect(signInAddress("/w/crm?a=1")).toBe("/sign-in?return=%2Fw%2Fcrm%3Fa%3D1");
    expect(signInAddress("/")).toBe("/sign-in");
  });
});

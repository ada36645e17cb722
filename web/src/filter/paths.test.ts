import { describe, expect, it } from "vitest";
import { field, table } from "../testing/schema";
import { asAsked, scopeContext, scopeFields } from "./paths";

const people = table([field("name", "text"), field("home", "relation", { settings: { table: "places" } })], {
  key: "people",
});
const places = table([field("name", "text"), field("open", "checkbox")], { key: "places" });
const tables = new Map([people, places].map((one) => [one.key, one]));

describe("what a condition may compare", () => {
  it("is the row's own fields, then those that its relations lead to, under both names", () => {
    const found = scopeFields(people, tables, null);
    expect(found.map((one) => one.key)).toEqual(["name", "home", "home.name", "home.open"]);
    expect(found.at(-1)?.label).toBe("HOME › OPEN");
  });

  it("offers the viewer's departments only where a field leads to that table", () => {
    const words = { me: "", reports: "", department: "mine", below: "", headed: "" };
    const context = scopeContext({} as never, tables, "places", words);
    const [name, home] = scopeFields(people, tables, null);
    expect(home && context.variables?.(home).map((one) => one.key)).toContain("@my_department_and_below");
    expect(name && context.variables?.(name)).toEqual([]);
  });

  it("asks for one of several where a condition names one", () => {
    const fields = scopeFields(people, tables, null);
    expect(asAsked({ field: "home", op: "=", value: 3 }, fields)).toEqual({
      field: "home",
      op: "in",
      value: [3],
    });
  });
});

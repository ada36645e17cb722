import { describe, expect, it } from "vitest";
import { blank, cleaned, freeKey, kindOf, missingPlaces, placed, SHAPES, shapeOf } from "./shapes";

const said = { "zh-CN": "提示", en: "message" };
const problem = (field: string | null, message: string) => ({ row: null, field, code: "x", message });

describe("the shapes of rules", () => {
  it("are told from the kind, and validations by what they ask", () => {
    for (const shape of SHAPES.filter((one) => one !== "must"))
      expect(shapeOf(kindOf(shape), blank(shape))).toBe(shape);
    expect(shapeOf("validations", { must: { field: "a", op: "empty" } })).toBe("must");
  });

  it("take the first key that is free", () => {
    expect(freeKey("unique", new Set())).toBe("unique_1");
    expect(freeKey("unique", new Set(["unique_1", "unique_3"]))).toBe("unique_2");
  });

  it("name everything that is missing at once", () => {
    expect(missingPlaces("must", blank("must"))).toEqual(["must", "message"]);
    expect(missingPlaces("children", blank("children"))).toEqual(["children", "children.min", "message"]);
    expect(missingPlaces("invariants", { message: said, at_least: { value: "" } })).toEqual([
      "parent",
      "sum",
      "at_most",
    ]);
    expect(missingPlaces("locks", { fields: [], message: { en: " " } })).toEqual([
      "when",
      "fields",
      "message",
    ]);
    expect(missingPlaces("steps", { field: "stage", to: ["won"] })).toEqual([]);
    // A condition has no sentence of its own, unlike the fields that a step wants filled in.
    const guard = { field: "amount", op: ">", value: "0" } as const;
    expect(missingPlaces("steps", { field: "stage", to: ["won"], guard })).toEqual(["message"]);
    expect(missingPlaces("allocations", {})).toEqual(["parent", "of", "weight", "field"]);
  });

  it("are sent without parts that say nothing", () => {
    const lock = { fields: "*" as const, children: [], except: [], message: said };
    expect(cleaned({ ...lock, delete: false, field: "" })).toEqual({
      fields: "*",
      delete: false,
      message: said,
    });
    expect(cleaned({ unique: [] })).toEqual({ unique: [] });
  });
});

describe("what the server says is wrong with a rule", () => {
  it("stands at the nearest place of its form, without the path the eye has already", () => {
    const found = placed("children", [
      problem("children.where.and[1].field", "children.where.and[1].field：没有字段“x”"),
      problem("children", "children：不能这样写"),
      problem("message.en", "message.en：太长"),
      problem("$", "$：缺少属性“key”"),
      problem(null, "您不能修改规则"),
    ]);
    expect(found.at("children.where")).toEqual(["没有字段“x”"]);
    expect(found.at("children")).toEqual(["不能这样写"]);
    expect(found.at("message")).toEqual(["太长"]);
    expect(found.general).toEqual(["缺少属性“key”", "您不能修改规则"]);
  });
});

import { describe, expect, it } from "vitest";
import { errorsByPlace, isConflict, Problem, sentence } from "./problem";

const item = (field: string | null, message: string, row: number | null = 0, code = "invalid") => ({
  row,
  field,
  code,
  message,
});

describe("errors of the server on the screen", () => {
  it("stand at their fields, the rest above the form", () => {
    const problem = new Problem(422, [
      item("name", "请填写"),
      item(null, "订单已锁定"),
      item("hidden", "不能为负"),
    ]);
    expect(errorsByPlace(problem, ["name", "amount"])).toEqual({
      fields: { name: "请填写" },
      general: ["订单已锁定", "不能为负"],
    });
  });

  it("of one field are joined", () => {
    const problem = new Problem(422, [item("name", "太长"), item("name", "已存在")]);
    expect(errorsByPlace(problem, ["name"]).fields).toEqual({ name: "太长；已存在" });
  });

  it("of other rows are left out when one row is asked for", () => {
    const problem = new Problem(422, [item("name", "第一行", 0), item("name", "第二行", 1)]);
    expect(errorsByPlace(problem, ["name"], 1).fields).toEqual({ name: "第二行" });
  });

  it("never vanish: without any place they are general", () => {
    expect(errorsByPlace(new Problem(422, [item("name", "x", 3)]), ["name"], 1).general).toEqual(["x"]);
    expect(errorsByPlace(new Error("断网"), ["name"])).toEqual({ fields: {}, general: ["断网"] });
  });

  it("read as one sentence", () => {
    expect(sentence(new Problem(422, [item("a", "甲"), item("b", "乙")]))).toBe("甲；乙");
    expect(sentence(new Problem(500, []))).toBe("HTTP 500");
  });

  it.each([
    [409, "version_conflict", true],
    [409, "stale_version", true],
    [412, "precondition", true],
    [409, "locked", false],
    [422, "version", false],
  ])("with status %i and code %s is a conflict: %s", (status, code, expected) => {
    expect(isConflict(new Problem(status, [item(null, "x", null, code)]))).toBe(expected);
  });
});

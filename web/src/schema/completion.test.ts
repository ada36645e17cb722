import { describe, expect, it } from "vitest";
import type { FormulaFunction } from "../api/schema";
import { functionAt, stretches } from "./completion";

const named = (name: string): FormulaFunction => ({
  name,
  group: "",
  usage: name,
  summary: "",
  examples: [],
});
const FUNCTIONS = ["ROUND", "SUM", "IF"].map(named);

describe("the function at the caret", () => {
  it("is the one whose brackets are open", () => {
    const text = "if(sum(a, b) > 1, round(c";
    expect(functionAt(text, text.length, FUNCTIONS)?.name).toBe("ROUND");
    expect(functionAt(text, 7, FUNCTIONS)?.name).toBe("SUM");
    expect(functionAt(text, 14, FUNCTIONS)?.name).toBe("IF");
    expect(functionAt("a + b", 5, FUNCTIONS)).toBeUndefined();
  });
});

describe("stretches of a formula", () => {
  it("are cut where problems begin and end, counted in characters", () => {
    expect(stretches("😀 + x", [{ start: 4, end: 5 }])).toEqual([
      { text: "😀 + ", wrong: false },
      { text: "x", wrong: true },
    ]);
  });
  it("show a problem at the end at the last character", () => {
    expect(stretches("a +", [{ start: 3, end: 3 }])).toEqual([
      { text: "a ", wrong: false },
      { text: "+", wrong: true },
    ]);
  });
});

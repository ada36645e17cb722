import { expect, it } from "vitest";
import { csvOf } from "./csv";

it("a CSV starts with a BOM and quotes commas, quotes and line breaks", () => {
  expect(
    csvOf([
      ["行", "问题"],
      [3, 'a "b", c\nd'],
    ]),
  ).toBe('\uFEFF行,问题\r\n3,"a ""b"", c\nd"\r\n');
});

it("a cell that would start a formula is made a text, a number stays one", () => {
  expect(csvOf([["=1+1", "+49", "@x", "-3.5", null]])).toBe("\uFEFF'=1+1,+49,'@x,-3.5,\r\n");
});

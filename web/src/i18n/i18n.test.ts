import { describe, expect, it } from "vitest";
import { en } from "./en";
import { zh } from "./zh";

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe("the two languages", () => {
  const english = new Map(flat(en));
  it.each(flat(zh))("both have %s with the same placeholders", (key, text) => {
    expect(english.get(key)).toBeTruthy();
    expect(placeholders(english.get(key) ?? "")).toEqual(placeholders(text));
  });

  it("have no string the other lacks", () => {
    expect([...english.keys()].sort()).toEqual(
      flat(zh)
        .map(([key]) => key)
        .sort(),
    );
  });
});

import { describe, expect, it } from "vitest";
import type { Hit } from "../api/search";
import { groupsOf, pieces } from "./results";

const hit = (table: string, id: number): Hit => ({
  table: { key: table, label: table.toUpperCase() },
  id,
  label: `${id}`,
  field: null,
  snippet: null,
  found: null,
});

describe("what a search shows", () => {
  it("pages first, then records table by table, in the order of their best hit", () => {
    const page = { kind: "table" as const, key: "orders", label: "订单", icon: null };
    const groups = groupsOf([hit("b", 1), hit("a", 2), hit("b", 3)], [page], "页面");
    expect(groups.map((group) => [group.label, group.results.map((one) => one.id)])).toEqual([
      ["页面", ["table-orders"]],
      ["B", ["b-1", "b-3"]],
      ["A", ["a-2"]],
    ]);
  });

  it("marks every place of every word, whatever its case", () => {
    expect(pieces("远航 ABC 远航", ["远航", "b"]).map((one) => [one.text, one.found])).toEqual([
      ["远航", true],
      [" A", false],
      ["B", true],
      ["C ", false],
      ["远航", true],
    ]);
    expect(pieces("İstanbul", ["stan"])).toEqual([{ text: "İstanbul", found: false }]);
    expect(pieces("无", [])).toEqual([{ text: "无", found: false }]);
  });
});

import { expect, it } from "vitest";
import type { Table } from "../api/types";
import { depthsOf, renumbered } from "./lineOrder";

const line = (id: number, place: string | null, above: number | null = null) => ({
  id,
  values: { place, above: above === null ? null : { id: above, label: "" } },
});

it("tells how deep lines hang below each other", () => {
  const depths = depthsOf({ tree: "above" } as Table, [
    line(1, "1"),
    line(2, "2", 1),
    line(3, "3", 2),
    line(4, "4"),
  ]);
  expect([...depths.values()]).toEqual([0, 1, 2, 0]);
});

it("gives new numbers to those lines alone whose place changes", () => {
  const lines = [line(1, "1"), line(2, "2"), line(3, "3"), line(4, null)];
  const found = renumbered(lines, [1, 3, 2, 4], "place");
  expect(found.map((one) => [one.line.id, one.place])).toEqual([
    [3, 2],
    [2, 3],
    [4, 4],
  ]);
});

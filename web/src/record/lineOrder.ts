/** The places of lines: how deep each hangs in their tree, and the numbers that change with their order. Pure. */
import type { Table, Values } from "../api/types";
import { asReference } from "../fields";

interface Line {
  readonly id: number;
  readonly values: Values;
}

/** How many lines each hangs below; lines come from the top down. */
export function depthsOf(table: Table, lines: readonly Line[]): Map<number, number> {
  const depths = new Map<number, number>();
  for (const line of lines) {
    const above = table.tree ? asReference(line.values[table.tree] ?? null) : null;
    depths.set(line.id, above ? (depths.get(above.id) ?? 0) + 1 : 0);
  }
  return depths;
}

/** The lines whose number changes when they come to stand in this order, each with the one that it gets. */
export function renumbered<T extends Line>(lines: readonly T[], ids: readonly number[], order: string) {
  return ids.flatMap((id, place): { line: T; place: number }[] => {
    const line = lines.find((one) => one.id === id);
    return line && Number(line.values[order] ?? Number.NaN) !== place + 1 ? [{ line, place: place + 1 }] : [];
  });
}

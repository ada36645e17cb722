/** Rows that are there already and that a rule found to be like the one that was written: told beside its problem or warning. */
import { Problem } from "./problem";
import type { ProblemItem } from "./types";

export interface FoundRow {
  readonly table: string;
  /** Null, as the label, for a row that the caller may not see. */
  readonly id: number | null;
  readonly label: string | null;
  readonly trashed: boolean;
  readonly shown: readonly { readonly field: string; readonly label: string; readonly text: string }[];
}

const rowsOf = (item: ProblemItem): readonly FoundRow[] => {
  const found = (item as { duplicates?: unknown }).duplicates;
  return Array.isArray(found) ? (found as FoundRow[]) : [];
};

/** Those of all items, each row once. */
export function foundRows(items: readonly ProblemItem[]): FoundRow[] {
  const seen = new Map<string, FoundRow>();
  for (const row of items.flatMap(rowsOf)) seen.set(JSON.stringify(row), row);
  return [...seen.values()];
}

/** Those that a refusal tells of, by the field where each problem stands; without a field under "". */
export function foundByField(error: unknown): Record<string, FoundRow[]> {
  if (!(error instanceof Problem)) return {};
  const places = new Set(error.errors.map((item) => item.field ?? ""));
  return Object.fromEntries(
    [...places].flatMap((place): [string, FoundRow[]][] => {
      const rows = foundRows(error.errors.filter((item) => (item.field ?? "") === place));
      return rows.length > 0 ? [[place, rows]] : [];
    }),
  );
}

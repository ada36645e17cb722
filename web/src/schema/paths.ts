/** The relations that point to a table: what can be rolled up or shown as lines. */
import type { Table } from "../api/types";

export interface PathChoice {
  readonly value: string;
  readonly label: string;
  /** The relation takes several records, so its rows are nobody's own. */
  readonly several: boolean;
}

export function pathsTo(table: Table, tables: ReadonlyMap<string, Table>): PathChoice[] {
  return [...tables.values()].flatMap((other) =>
    other.fields
      .filter(
        (field) =>
          (field.type === "relation" || (field.type === "relations" && !field.computed)) &&
          field.settings.table === table.key,
      )
      .map((field) => ({
        value: `${other.key}.${field.key}`,
        label: `${other.label} · ${field.label}`,
        several: field.type === "relations",
      })),
  );
}

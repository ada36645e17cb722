/** The relations that point to a table: what can be rolled up, hop by hop, or shown as lines. Pure. */
import type { Table } from "../api/types";

type Tables = ReadonlyMap<string, Table>;

export interface PathChoice {
  readonly value: string;
  readonly label: string;
  /** The relation takes several records, so its rows are nobody's own. */
  readonly several: boolean;
}

export function pathsTo(table: Table, tables: Tables): PathChoice[] {
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

/** The table whose rows a path of steps ends at; undefined while it has none. */
export const endOfPath = (path: readonly string[], tables: Tables): Table | undefined =>
  tables.get(path.at(-1)?.split(".")[0] ?? "");

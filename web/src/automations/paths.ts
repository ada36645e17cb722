/** What a definition can name from a table: fields along relations, and the rows that something leads to. Pure. */
import type { Field, Table } from "../api/types";
import type { Named } from "./steps";

export type Tables = ReadonlyMap<string, Table>;

export interface Choice {
  value: string;
  label: string;
}

const FURTHEST = 2; // relations that a list of paths follows; a definition may name further ones, and keeps them

export const farTable = (tables: Tables, field: Field | undefined): Table | undefined =>
  field?.settings.table ? tables.get(field.settings.table) : undefined;

/** The field at the end of a path, or null. */
export function fieldAt(tables: Tables, table: Table | undefined, path: string): Field | null {
  const [first, ...rest] = path.split(".");
  const field = table?.fields.find((one) => one.key === first);
  if (!field) return null;
  return rest.length === 0 ? field : fieldAt(tables, farTable(tables, field), rest.join("."));
}

/** A path in the labels of its fields: 客户 › 负责人. What is not there any more stays readable by its key. */
export function pathLabel(tables: Tables, table: Table | undefined, path: string): string {
  const [first = "", ...rest] = path.split(".");
  const field = table?.fields.find((one) => one.key === first);
  const label = field?.label ?? first;
  return rest.length === 0
    ? label
    : `${label} › ${pathLabel(tables, farTable(tables, field), rest.join("."))}`;
}

/** Fields of a table and along its relations that fit, near ones first; `keep` are paths that are in use already. */
export function fieldPaths(
  tables: Tables,
  table: Table | undefined,
  fits: (field: Field) => boolean = () => true,
  keep: readonly string[] = [],
): Choice[] {
  const found: Choice[] = [];
  let level = table ? [{ table, path: "", label: "" }] : [];
  for (let depth = 0; depth <= FURTHEST; depth += 1) {
    const next: typeof level = [];
    for (const place of level) {
      for (const field of place.table.fields) {
        const path = place.path + field.key;
        const label = place.label + field.label;
        if (fits(field)) found.push({ value: path, label });
        const far = field.type === "relation" ? farTable(tables, field) : undefined;
        if (far) next.push({ table: far, path: `${path}.`, label: `${label} › ` });
      }
    }
    level = next;
  }
  const known = new Set(found.map((one) => one.value));
  for (const path of keep)
    if (path && !known.has(path)) found.push({ value: path, label: pathLabel(tables, table, path) });
  return found;
}

const LEADS = new Set(["relation", "relations", "subtable"]);

/** The table whose rows a relation, a relation of another table (`table.field`) or an earlier find leads to. */
export function targetOf(
  tables: Tables,
  table: Table | undefined,
  path: string,
  found: readonly Named[],
): Table | undefined {
  const named = found.find((one) => one.name === path);
  if (named) return tables.get(named.table);
  const [far = "", name] = path.split(".");
  if (name && tables.has(far)) return tables.get(far);
  const field = table?.fields.find((one) => one.key === path);
  return field && LEADS.has(field.type) ? farTable(tables, field) : undefined;
}

/** Everything a step can go over from here. */
export function targets(
  tables: Tables,
  table: Table | undefined,
  found: readonly Named[],
  words: { found: (name: string, table: string) => string; own: (field: string) => string },
): Choice[] {
  if (!table) return [];
  const own = table.fields
    .filter((field) => LEADS.has(field.type))
    .map((field) => ({ value: field.key, label: words.own(field.label) }));
  const back = [...tables.values()].flatMap((other) =>
    other.fields
      .filter((field) => field.type === "relation" && field.settings.table === table.key)
      .map((field) => ({ value: `${other.key}.${field.key}`, label: `${other.label} · ${field.label}` })),
  );
  const earlier = found.map((one) => ({
    value: one.name,
    label: words.found(one.name, tables.get(one.table)?.label ?? one.table),
  }));
  return [...earlier, ...own, ...back];
}

/** Fields that a step may give a value. */
export const settable = (table: Table | undefined): Field[] =>
  (table?.fields ?? []).filter(
    (field) =>
      !field.computed &&
      !["autonumber", "subtable", "attachment"].includes(field.type) &&
      !SYSTEM.has(field.key),
  );

const SYSTEM = new Set(["id", "created_at", "created_by", "updated_at", "updated_by"]);

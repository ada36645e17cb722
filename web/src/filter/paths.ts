/** What a condition may compare: fields of the row and of rows some relations away, and further ones that it names already. Pure. */
import type { Condition, Field, Table } from "../api/types";
import { type FieldContext, uiOf } from "../fields";
import { fieldsOf } from "./model";

type Tables = ReadonlyMap<string, Table>;

/** Between the names along a path. */
export const STEP = " › ";

export const filterable = (table: Table): Field[] =>
  table.fields.filter((field) => uiOf(field).operators.length > 0);

const along = (field: Field, tables: Tables): Table | undefined =>
  field.type === "relation" && field.settings.table ? tables.get(field.settings.table) : undefined;

const joined = (before: Field, after: Field): Field => ({
  ...after,
  key: `${before.key}.${after.key}`,
  label: `${before.label}${STEP}${after.label}`,
});

function resolved(table: Table, path: string, tables: Tables): Field | null {
  const [first, ...rest] = path.split(".");
  const field = table.fields.find((one) => one.key === first);
  if (!field) return null;
  if (rest.length === 0) return field;
  const next = along(field, tables);
  const end = next ? resolved(next, rest.join("."), tables) : null;
  return end ? joined(field, end) : null;
}

/** Fields so many relations away, nearest first. A way never comes back to a table that it has passed. */
function within(table: Table, tables: Tables, hops: number): Field[] {
  const found = [...filterable(table)];
  let ends = found.map((field) => ({ field, passed: [table.key] }));
  for (let hop = 0; hop < hops; hop += 1) {
    ends = ends.flatMap(({ field, passed }) => {
      const next = along(field, tables);
      if (!next || (hop > 0 && passed.includes(next.key))) return [];
      return filterable(next).map((one) => ({ field: joined(field, one), passed: [...passed, next.key] }));
    });
    found.push(...ends.map(({ field }) => field));
  }
  return found;
}

export function scopeFields(table: Table, tables: Tables, condition: Condition | null, hops = 1): Field[] {
  const near = within(table, tables, hops);
  const known = new Set(near.map((field) => field.key));
  const further = [...new Set(fieldsOf(condition))]
    .filter((path) => !known.has(path))
    .flatMap((path) => resolved(table, path, tables) ?? []);
  return [...near, ...further];
}

/** The table and field at the end of a path, whose candidates are offered. */
function endOf(tables: Tables, table: string, path: string): { table: string; field: string } {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) return { table, field: first };
  const next = tables.get(table)?.fields.find((one) => one.key === first)?.settings.table;
  return next ? endOf(tables, next, rest.join(".")) : { table, field: path };
}

export interface VariableWords {
  me: string;
  reports: string;
  department: string;
  below: string;
  headed: string;
}

export function scopeContext(
  base: FieldContext,
  tables: Tables,
  departments: string | null,
  words: VariableWords,
): FieldContext {
  const people = [
    { key: "@me", label: words.me },
    { key: "@my_reports", label: words.reports },
  ];
  const places = [
    { key: "@my_department", label: words.department },
    { key: "@my_department_and_below", label: words.below },
    { key: "@my_headed_departments", label: words.headed },
  ];
  return {
    ...base,
    candidates: (of, path, q, options) => {
      const end = endOf(tables, of, path);
      return base.candidates(end.table, end.field, q, options);
    },
    variables: (field) => {
      if (field.value_type === "member" || field.value_type === "members") return people;
      return departments !== null && field.settings.table === departments ? places : [];
    },
  };
}

/** The form asks for "one of" or "none of" where a template says "is" or "is not": the same rows for single values. */
const SEVERAL: Readonly<Record<string, "in" | "not_in">> = { "=": "in", "!=": "not_in" };

export function asAsked(condition: Condition | null, fields: readonly Field[]): Condition | null {
  const single = new Set(
    fields
      .filter((field) => ["member", "relation", "option", "state"].includes(field.value_type))
      .map((field) => field.key),
  );
  const turned = (part: Condition): Condition => {
    if ("and" in part) return { and: part.and.map(turned) };
    if ("or" in part) return { or: part.or.map(turned) };
    if ("not" in part) return part;
    const value = part.value;
    const op = SEVERAL[part.op];
    if (!op || !single.has(part.field)) return part;
    return typeof value === "string" || typeof value === "number" ? { ...part, op, value: [value] } : part;
  };
  return condition ? turned(condition) : null;
}

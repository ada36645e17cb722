/** Rows in groups: which groups there are, in what order, and which part of which group a window of rows shows. Pure. */
import type { AggregateRow, Condition, Field, Table } from "../api/types";

/** Rows of more groups than this would be unreadable anyway. */
export const MOST_GROUPS = 200;

const GROUPABLE = new Set(["option", "state", "member", "relation", "checkbox"]);

export const isGroupable = (field: Field): boolean => GROUPABLE.has(field.value_type);

export interface Grouped {
  key: string;
  label: string;
  count: number;
  condition: Condition;
  sums: Record<string, string | null>;
}

function conditionOf(field: Field, value: string | number | boolean | null | undefined): Condition {
  return value === null || value === undefined || value === ""
    ? { field: field.key, op: "empty" }
    : { field: field.key, op: "=", value };
}

/** Options in their own order, everything else by label; rows without a value last. */
export function groupsOf(
  field: Field,
  rows: readonly AggregateRow[],
  words: { empty: string; yes: string; no: string },
  sums: readonly string[],
): Grouped[] {
  const place = new Map(field.options.map((option, index) => [option.key, index]));
  const labelOf = (row: AggregateRow) => {
    const value = row.group[field.key];
    if (field.value_type === "checkbox") return value === true ? words.yes : words.no;
    if (value === null || value === undefined || value === "") return words.empty;
    const option = field.options.find((one) => one.key === value);
    return option?.label ?? row.labels[field.key] ?? String(value);
  };
  const found = rows.map((row) => ({
    key: String(row.group[field.key] ?? ""),
    label: labelOf(row),
    count: Number(row.values.count ?? 0),
    condition: conditionOf(field, row.group[field.key]),
    sums: Object.fromEntries(
      sums.map((key) => {
        const value = row.values[`sum_${key}`];
        return [key, value === null || value === undefined ? null : String(value)];
      }),
    ),
  }));
  const rank = (group: Grouped) =>
    group.key === "" && field.value_type !== "checkbox"
      ? Number.MAX_SAFE_INTEGER
      : (place.get(group.key) ?? place.size);
  return found
    .filter((group) => group.count > 0)
    .sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label, "zh-CN"));
}

export interface Segment {
  group: Grouped;
  offset: number;
  limit: number;
}

/** The parts of groups that rows `offset … offset + limit` of the whole consist of. */
export function segments(groups: readonly Grouped[], offset: number, limit: number): Segment[] {
  const found: Segment[] = [];
  let start = 0;
  for (const group of groups) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + limit, start + group.count);
    if (to > from) found.push({ group, offset: from - start, limit: to - from });
    start += group.count;
  }
  return found;
}

export const groupableFields = (table: Table): Field[] => table.fields.filter(isGroupable);

/** Rows in groups on up to three levels: which groups there are, in what order, and which parts of which groups a window shows. Pure. */
import type { AggregateRow, Bucket, Condition, Field, Table } from "../api/types";
import type { RecordRow } from "../fields";
import { wallOf } from "../fields/dates";
import { both } from "../filter/model";
import { daysOf, isBucket, periodOf } from "./periods";

export const MOST_LEVELS = 3;
/** Groups of one level that are told apart; what the server answers at once. */
export const MOST_GROUPS = 1000;

const MOMENTS = new Set(["date", "datetime"]);
const GROUPABLE = new Set(["option", "state", "member", "relation", "checkbox", ...MOMENTS]);

export const isMoment = (field: Field): boolean => MOMENTS.has(field.value_type);
export const isGroupable = (field: Field): boolean => GROUPABLE.has(field.value_type);
export const groupableFields = (table: Table): Field[] => table.fields.filter(isGroupable);

/** One level of grouping, as an address and a view say it. */
export interface GroupKey {
  field: string;
  descending: boolean;
  /** Of dates only. */
  bucket: Bucket | null;
}

/** "stage,-closed_on:month" */
export function groupKeysOf(text: string | null | undefined): GroupKey[] {
  const keys: GroupKey[] = [];
  for (const part of (text ?? "").split(",")) {
    const descending = part.startsWith("-");
    const [field = "", bucket = ""] = part.replace(/^-/, "").trim().split(":");
    if (!field || keys.some((key) => key.field === field)) continue;
    keys.push({ field, descending, bucket: isBucket(bucket) ? bucket : null });
  }
  return keys.slice(0, MOST_LEVELS);
}

export function groupTextOf(keys: readonly GroupKey[]): string | null {
  const parts = keys.map((key) =>
    [key.descending ? "-" : "", key.field, key.bucket ? `:${key.bucket}` : ""].join(""),
  );
  return parts.length ? parts.join(",") : null;
}

export interface Level {
  field: Field;
  descending: boolean;
  bucket: Bucket | null;
}

/** The levels that there are in this table; dates come by month unless something else is said. */
export function levelsOf(table: Table, text: string | null): Level[] {
  return groupKeysOf(text).flatMap(({ field: key, descending, bucket }) => {
    const field = table.fields.find((one) => one.key === key && isGroupable(one));
    return field ? [{ field, descending, bucket: isMoment(field) ? (bucket ?? "month") : null }] : [];
  });
}

/** The levels with one more inside, in place of the innermost when there are as many as can be. */
export function withLevel(levels: readonly Level[], field: string): GroupKey[] {
  const keys = levels.map((level) => ({ ...level, field: level.field.key }));
  return keys.some((key) => key.field === field)
    ? keys
    : [...keys.slice(0, MOST_LEVELS - 1), { field, descending: false, bucket: null }];
}

export const askedOf = ({ field, bucket }: Level): string | { field: string; bucket: Bucket } =>
  bucket ? { field: field.key, bucket } : field.key;

type Member = string | number | boolean | null;

export interface Grouped {
  /** Names the group among all, on every level. */
  key: string;
  label: string;
  level: number;
  /** Whether rows stand under it, and not groups. */
  leaf: boolean;
  count: number;
  /** Of the rows in it: that of the group around it, and its own. */
  above: Condition | null;
  own: Condition;
  figures: Record<string, string | null>;
  /** How many values are errors and count in no figure, by column. */
  errors: Record<string, number>;
}

export interface GroupWords {
  empty: string;
  yes: string;
  no: string;
}

const idOf = (value: unknown): Member => {
  if (typeof value === "object" && value !== null && "id" in value) return value.id as number;
  return value === undefined || value === "" ? null : (value as Member);
};

const keyOf = (path: readonly Member[]): string => JSON.stringify(path);

function conditionOf({ field, bucket }: Level, value: Member): Condition {
  if (value === null) return { field: field.key, op: "empty" };
  if (bucket) return { field: field.key, op: "between", value: daysOf(String(value), bucket) };
  return { field: field.key, op: "=", value };
}

function labelOf(
  { field, bucket }: Level,
  value: Member,
  label: string | null | undefined,
  words: GroupWords,
) {
  if (field.value_type === "checkbox") return value === true ? words.yes : words.no;
  if (value === null) return words.empty;
  if (bucket === "week") return daysOf(String(value), bucket).join(" – ");
  return field.options.find((one) => one.key === value)?.label ?? label ?? String(value);
}

interface Branch {
  value: Member;
  path: Member[];
  label: string;
  row: AggregateRow;
}

/** Options in their own order, dates by time, everything else by label, or all that backwards; rows without a value last. */
function compare({ field, descending, bucket }: Level): (a: Branch, b: Branch) => number {
  const places = new Map<Member, number>(field.options.map((option, index) => [option.key, index]));
  const place = (branch: Branch) => places.get(branch.value) ?? places.size;
  const empty = (branch: Branch) => Number(branch.value === null && field.value_type !== "checkbox");
  return (a, b) => {
    if (empty(a) !== empty(b)) return empty(a) - empty(b);
    const order =
      place(a) - place(b) ||
      (bucket ? String(a.value) : a.label).localeCompare(bucket ? String(b.value) : b.label, "zh-CN");
    return descending ? -order : order;
  };
}

/**
 * The groups from the top down, each followed by those inside it. `answers` holds the figures of the first level, then those of the
 * first and second together, and so on; `figures` are the measures' names by the column that shows them.
 */
export function groupsOf(
  levels: readonly Level[],
  answers: readonly (readonly AggregateRow[])[],
  words: GroupWords,
  figures: Readonly<Record<string, string>>,
): Grouped[] {
  const inside = new Map<string, Branch[]>();
  levels.forEach((level, depth) => {
    for (const row of answers[depth] ?? []) {
      if (Number(row.values.count ?? 0) === 0) continue;
      const path = levels.slice(0, depth + 1).map(({ field }) => idOf(row.group[field.key]));
      const value = path[depth] ?? null;
      const label = labelOf(level, value, row.labels[level.field.key], words);
      const parent = keyOf(path.slice(0, depth));
      inside.set(parent, [...(inside.get(parent) ?? []), { value, path, label, row }]);
    }
  });
  const found: Grouped[] = [];
  const walk = (path: Member[], above: Condition | null) => {
    const level = levels[path.length];
    if (!level) return;
    for (const branch of (inside.get(keyOf(path)) ?? []).sort(compare(level))) {
      const own = conditionOf(level, branch.value);
      const { values, errors = {} } = branch.row;
      found.push({
        key: keyOf(branch.path),
        label: branch.label,
        level: path.length,
        leaf: path.length === levels.length - 1,
        count: Number(values.count ?? 0),
        above,
        own,
        figures: Object.fromEntries(
          Object.entries(figures).map(([column, name]) => [
            column,
            values[name] == null ? null : String(values[name]),
          ]),
        ),
        errors: Object.fromEntries(
          Object.entries(figures).flatMap(([column, name]) => (errors[name] ? [[column, errors[name]]] : [])),
        ),
      });
      walk(branch.path, both(above, own));
    }
  };
  walk([], null);
  return found;
}

/** The group a row belongs to. */
export function groupOfRow(levels: readonly Level[], row: RecordRow, timezone: string): string {
  return keyOf(
    levels.map(({ field, bucket }) => {
      const value = idOf(row.values[field.key]);
      if (!bucket || value === null) return field.value_type === "checkbox" ? value === true : value;
      const day = field.value_type === "datetime" ? wallOf(String(value), timezone)?.date : String(value);
      return periodOf(day ?? "", bucket);
    }),
  );
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
    if (!group.leaf) continue;
    const from = Math.max(offset, start);
    const to = Math.min(offset + limit, start + group.count);
    if (to > from) found.push({ group, offset: from - start, limit: to - from });
    start += group.count;
  }
  return found;
}

/** What one question may ask for: groups, and letters of an address. */
const MOST_TOGETHER = 60;
const MOST_LETTERS = 3500;

const lettersOf = (condition: Condition | null): number =>
  encodeURIComponent(JSON.stringify(condition)).length;

/** Segments in runs: whole groups that follow each other are read together, those that are cut alone. */
export function runsOf(parts: readonly Segment[]): Segment[][] {
  const runs: Segment[][] = [];
  let open: Segment[] | null = null;
  let letters = 0;
  for (const part of parts) {
    const whole = part.offset === 0 && part.limit === part.group.count;
    const beside = open?.at(-1)?.group.above === part.group.above;
    letters += lettersOf(part.group.own) + (beside ? 0 : lettersOf(part.group.above));
    if (whole && open && open.length < MOST_TOGETHER && letters < MOST_LETTERS) {
      open.push(part);
      continue;
    }
    const run = [part];
    runs.push(run);
    letters = lettersOf(part.group.own) + lettersOf(part.group.above);
    open = whole ? run : null;
  }
  return runs;
}

/** The rows of any of these groups. */
export function conditionOfRun(run: readonly Segment[]): Condition | null {
  const around = new Map<Condition | null, Condition[]>();
  for (const { group } of run) around.set(group.above, [...(around.get(group.above) ?? []), group.own]);
  const found = [...around].map(([above, own]) => both(above, anyOf(own)));
  const [only] = found;
  return found.length === 1 ? (only ?? null) : { or: found.filter((one) => one !== null) };
}

/** `in` where all are equal to something: shorter, and quicker to answer. */
function anyOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (conditions.length === 1 && first) return first;
  const equal = conditions.filter(
    (one) => "field" in one && one.op === "=" && typeof one.value !== "boolean",
  );
  const rest = conditions.filter((one) => !equal.includes(one));
  const [sample] = equal;
  const values = equal.map((one) => ("value" in one ? one.value : null));
  if (!sample || !("field" in sample) || equal.length < 2) return { or: [...conditions] };
  const within: Condition = { field: sample.field, op: "in", value: values };
  return rest.length ? { or: [within, ...rest] } : within;
}

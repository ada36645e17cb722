/** What a new record starts with, and what of it is sent. Pure. */
import type { ErrorsByPlace } from "../api/problem";
import type { Draft, Field, Table, Value } from "../api/types";
import type { Member } from "../api/workspace";
import { asRows, isWritable, same, toWire, uiOf } from "../fields";
import { lineColumns } from "./lineColumns";

const PLAIN_DEFAULT = new Set([
  "text",
  "long_text",
  "number",
  "money",
  "percent",
  "option",
  "state",
  "phone",
  "email",
  "url",
]);

/** A default as the schema tells it: a literal or a word for whoever looks; what hangs on other values has further keys. */
interface Default {
  readonly value?: unknown;
  readonly variable?: string;
  readonly when?: unknown;
}

/** A default the form can show; anything else (copies, conditions, the moment of saving) is left to the server. */
function shownDefault(field: Field, me: Pick<Member, "id" | "name">, today: string): Value | undefined {
  const { value, variable, when } = (field.default ?? {}) as Default;
  if (when !== undefined || !isWritable(field)) return undefined;
  if (field.type === "member" && variable === "@me") return { id: me.id, label: me.name };
  if (field.type === "date" && variable === "@today") return today || undefined;
  if (field.type === "checkbox" && typeof value === "boolean") return value;
  if (field.type === "multi_option" && Array.isArray(value)) return value.map(String);
  if (PLAIN_DEFAULT.has(field.type) && (typeof value === "string" || typeof value === "number"))
    return String(value);
  return undefined;
}

const LONG = new Set(["long_text", "attachment", "subtable"]);

/** Whether a field's value travels along where candidates may depend on it: long texts and files do not. */
export const isShort = (field: Field): boolean => !LONG.has(field.type);

export function defaultsOf(
  table: Table,
  me: Pick<Member, "id" | "name">,
  today: string,
): Record<string, Value> {
  const draft: Record<string, Value> = {};
  for (const field of table.fields) {
    const value = shownDefault(field, me, today);
    if (value !== undefined) draft[field.key] = value;
  }
  const types = table.record_types;
  if (types?.start) draft[types.field] = types.start;
  return draft;
}

/** Values to send: everything filled in, and what had a default or prefill and was emptied; of fields that are not `asked` for
 *  only what they started with. */
export function filledIn(table: Table, draft: Draft, start: Draft, asked?: ReadonlySet<string>): Draft {
  const sent: Draft = {};
  for (const field of table.fields) {
    const value = asked && !asked.has(field.key) ? start[field.key] : draft[field.key];
    if (value === undefined) continue;
    if (!uiOf(field).isEmpty(value) || start[field.key] !== undefined) sent[field.key] = value;
  }
  return sent;
}

type Tables = ReadonlyMap<string, Table>;

/** As the server takes it: new lines are written as what is filled in of each, those that are there as what they hold. */
export function wireOf(table: Table, values: Draft, tables: Tables): Record<string, unknown> {
  const wire = toWire(values, table.fields);
  for (const field of table.fields) {
    const child = tables.get(field.settings.table ?? "");
    if (field.type !== "subtable" || !child || values[field.key] === undefined) continue;
    const columns = child.fields.filter((one) => isWritable(one) && one.key !== field.settings.field);
    wire[field.key] = asRows(values[field.key]).map((row) =>
      row.id > 0
        ? {
            id: row.id,
            values: toWire(
              Object.fromEntries(columns.map((one) => [one.key, row.values[one.key] ?? null])),
              columns,
            ),
          }
        : { values: toWire(filledIn(child, row.values, {}), child.fields) },
    );
  }
  return wire;
}

/** Where the server's refusals of lines have a place: `lines.0.price`. */
export function placesOf(fields: readonly Field[], draft: Draft, tables: Tables): string[] {
  return fields.flatMap((field) => {
    const child = field.type === "subtable" ? tables.get(field.settings.table ?? "") : undefined;
    if (!child) return [];
    const keys = lineColumns(child, field.settings.field ?? "")
      .filter(isWritable)
      .map((column) => column.key);
    return asRows(draft[field.key]).flatMap((_, place) => keys.map((key) => `${field.key}.${place}.${key}`));
  });
}

/** What must be filled in and is empty, with the sentence for each; what the server fills by itself is not missing. */
export function missingOf(
  fields: readonly Field[],
  draft: Draft,
  say: (field: Field) => string,
): Record<string, string> {
  const wanted = fields.filter(
    (field) =>
      field.required &&
      uiOf(field).isEmpty(draft[field.key] ?? null) &&
      (field.default === null || field.default === undefined),
  );
  return Object.fromEntries(wanted.map((field) => [field.key, say(field)]));
}

/** What the server refuses, and what is missing wherever it says nothing of a field (it could not be asked, or stopped early). */
export function together(refused: ErrorsByPlace, missing: Record<string, string>): ErrorsByPlace {
  return { ...refused, fields: { ...missing, ...refused.fields } };
}

export function isChanged(draft: Draft, start: Draft): boolean {
  const keys = new Set([...Object.keys(draft), ...Object.keys(start)]);
  return [...keys].some((key) => !same(draft[key], start[key]));
}

/** What may be typed next in a formula: fields of the table and along its relations, and functions. */
import type { Field, Table } from "../api/types";

export const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abs and average blank ceiling coalesce concat contains count date dateadd datedif day days empty endswith eomonth " +
    "find first floor has hour if iferror ifs in int iserror join last left len list lower max mid min minute mod month " +
    "networkdays notempty now or power quarter rept right round rounddown roundup sqrt startswith substitute sum switch " +
    "text today trim unique upper value weekday weeknum workday year"
  ).split(" "),
);

const MOST = 24;

export interface Offer {
  readonly insert: string;
  readonly label: string;
}

/** The word before the caret, dots included. */
export function tokenAt(text: string, caret: number): string {
  return /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text.slice(0, caret))?.[0] ?? "";
}

export function matches(table: Table, tables: ReadonlyMap<string, Table>, token: string): Offer[] {
  const dot = token.lastIndexOf(".");
  const path = dot < 0 ? "" : token.slice(0, dot + 1);
  let place: Table | undefined = table;
  for (const step of path.split(".").filter(Boolean)) {
    const relation: Field | undefined = place?.fields.find((field) => field.key === step);
    place = relation?.settings.table ? tables.get(relation.settings.table) : undefined;
  }
  const typed = token.slice(dot + 1).toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(typed);
  const fields = (place?.fields ?? [])
    .filter((field) => fits(field.key) || fits(field.label))
    .map((field) => ({ insert: path + field.key, label: field.label }));
  const functions =
    path === "" && typed !== ""
      ? [...FUNCTIONS].filter(fits).map((name) => ({ insert: name, label: "ƒ" }))
      : [];
  return [...fields, ...functions].slice(0, MOST);
}

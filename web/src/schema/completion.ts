/** What may be typed next in a formula: fields of the table and along its relations, and functions. */
import type { FormulaFunction } from "../api/schema";
import type { Field, Table } from "../api/types";

const MOST = 24;

export interface Offer {
  readonly insert: string;
  readonly label: string;
  /** What is written behind it, where the caret comes to stand. */
  readonly after: string;
}

/** The word before the caret, dots included. */
export function tokenAt(text: string, caret: number): string {
  return /[\p{L}_][\p{L}\p{N}_.]*$/u.exec(text.slice(0, caret))?.[0] ?? "";
}

export function matches(
  table: Table,
  tables: ReadonlyMap<string, Table>,
  functions: readonly FormulaFunction[],
  token: string,
): Offer[] {
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
    .map((field) => ({ insert: path + field.key, label: field.label, after: "" }));
  const calls =
    path === "" && typed !== ""
      ? functions
          .filter((each) => fits(each.name))
          .sort(
            (a, b) =>
              Number(b.name.toLowerCase().startsWith(typed)) - Number(a.name.toLowerCase().startsWith(typed)),
          )
          .map((each) => ({ insert: each.name, label: each.summary, after: "(" }))
      : [];
  return [...fields, ...calls].slice(0, MOST);
}

/** The function whose brackets the caret stands in, or whose name is being typed. */
export function functionAt(
  text: string,
  caret: number,
  functions: readonly FormulaFunction[],
): FormulaFunction | undefined {
  const named = (name: string) => functions.find((each) => each.name === name.toUpperCase());
  const typed = named(tokenAt(text, caret));
  if (typed) return typed;
  let depth = 0;
  for (let at = caret - 1; at >= 0; at -= 1) {
    const sign = text[at];
    if (sign === ")" || sign === "）") depth += 1;
    else if (sign === "(" || sign === "（") {
      if (depth === 0) return named(tokenAt(text, at));
      depth -= 1;
    }
  }
  return undefined;
}

export interface Stretch {
  readonly text: string;
  readonly wrong: boolean;
}

/** The text cut where problems begin and end. Places count characters, not the units of a string. */
export function stretches(text: string, problems: readonly { start: number; end: number }[]): Stretch[] {
  const characters = Array.from(text);
  const wrong = characters.map((_, at) =>
    problems.some(
      ({ start, end }) => at >= Math.min(start, characters.length - 1) && at < Math.max(end, start + 1),
    ),
  );
  const found: { text: string; wrong: boolean }[] = [];
  characters.forEach((character, at) => {
    const last = found[found.length - 1];
    if (last && last.wrong === wrong[at]) last.text += character;
    else found.push({ text: character, wrong: wrong[at] ?? false });
  });
  return found;
}

/** Where values come from, and which sources fit a field. Pure. */
import type { Field } from "../api/types";
import type { Expression, Input, Values } from "./document";
import type { Names } from "./steps";

export type Source =
  | "value"
  | "field"
  | "origin"
  | "first"
  | "variable"
  | "created"
  | "found"
  | "record"
  | "input"
  | "body"
  | "empty";

export type Variable = "@me" | "@today" | "@now";

const SEVERAL = new Set(["multi_option", "members", "relations", "subtable", "attachment"]);
const NUMBERS = new Set(["number", "money", "percent"]);
const TIMES = new Set(["date", "datetime"]);
const PEOPLE = new Set(["member", "members"]);
const RELATIONS = new Set(["relation", "relations"]);
const FAMILIES = [NUMBERS, TIMES, PEOPLE, RELATIONS, new Set(["checkbox"])];

export function sourceOf(expression: Expression): Source {
  if (expression === null) return "empty";
  return Object.keys(expression)[0] as Source;
}

/** Whether a field's value makes sense in another one. */
export function fitsInto(target: Field | null): (field: Field) => boolean {
  if (!target) return () => true;
  const family = FAMILIES.find((one) => one.has(target.value_type));
  if (!family) return () => true;
  return (field) =>
    family.has(field.value_type) && (family !== RELATIONS || field.settings.table === target.settings.table);
}

export function variablesFor(target: Field | null): Variable[] {
  if (!target) return ["@me", "@today", "@now"];
  if (PEOPLE.has(target.value_type)) return ["@me"];
  if (target.value_type === "date") return ["@today"];
  if (target.value_type === "datetime") return ["@now", "@today"];
  return [];
}

const TEXTS = new Set(["text", "long_text", "email", "phone", "url", "option"]);
const TAKEN_BY: Record<Input["type"], ReadonlySet<string>> = {
  text: TEXTS,
  long_text: TEXTS,
  date: TIMES,
  member: PEOPLE,
  checkbox: new Set(["checkbox"]),
};

/** Whether what is asked for makes sense in a field. */
export function inputFits(target: Field | null): (input: Input) => boolean {
  return (input) => !target || TAKEN_BY[input.type].has(target.value_type);
}

export interface Surroundings {
  /** The table of the record that the step speaks of. */
  table: string;
  names: Names;
  /** Inside a loop: the record that it all began with is another one. */
  looped: boolean;
  /** What sets it off has a body instead of a record. */
  body: boolean;
  /** What was asked for before. */
  inputs: readonly Input[];
}

/** The sources that can be chosen for a field; `now` stays, whatever it is. */
export function sourcesFor(
  target: Field | null,
  { table, names, looped, body, inputs }: Surroundings,
  now: Source,
): Source[] {
  const leads = (key: string) =>
    !target || (RELATIONS.has(target.value_type) && target.settings.table === key);
  const offered: [Source, boolean][] = [
    ["value", !target || !SEVERAL.has(target.value_type)],
    ["body", body],
    ["field", true],
    ["first", true],
    ["origin", looped],
    ["variable", variablesFor(target).length > 0],
    ["record", leads(table)],
    ["created", names.made.some((one) => leads(one.table))],
    ["found", names.found.some((one) => leads(one.table))],
    ["input", inputs.some(inputFits(target))],
    ["empty", target !== null],
  ];
  return offered.filter(([source, fits]) => fits || source === now).map(([source]) => source);
}

export function blankExpression(source: Source, target: Field | null): Expression {
  switch (source) {
    case "empty":
      return null;
    case "value":
      return { value: target?.value_type === "checkbox" ? true : "" };
    case "first":
      return { first: [] };
    case "variable":
      return { variable: variablesFor(target)[0] ?? "@today" };
    case "record":
      return { record: true };
    case "origin":
      return { origin: "" };
    case "created":
      return { created: "" };
    case "found":
      return { found: "" };
    case "input":
      return { input: "" };
    case "body":
      return { body: "" };
    default:
      return { field: "" };
  }
}

/** Whether something is still missing; an empty text is one for text fields only by "empty". */
export function isUnfilled(expression: Expression): boolean {
  if (expression === null) return false;
  const said = Object.values(expression)[0] as unknown;
  return said === "" || (Array.isArray(said) && said.length === 0);
}

export const anyUnfilled = (values: Values | undefined): boolean =>
  Object.values(values ?? {}).some(isUnfilled);

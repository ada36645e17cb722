/** What a rule can be about, as it is chosen when one is made: the kinds, validations by what they ask. Pure. */
import type { RuleDocument, RuleKind } from "../api/rules";
import type { ProblemItem } from "../api/types";
import { nearest } from "../automations/draft";

export const SHAPES = [
  "must",
  "required",
  "unique",
  "duplicates",
  "children",
  "steps",
  "locks",
  "invariants",
  "allocations",
  "ranges",
  "acyclic",
] as const;
export type Shape = (typeof SHAPES)[number];

const VALIDATIONS: readonly Shape[] = ["must", "required", "unique", "duplicates", "children"];

export const kindOf = (shape: Shape): RuleKind =>
  VALIDATIONS.includes(shape) ? "validations" : (shape as RuleKind);

export function shapeOf(kind: RuleKind, rule: RuleDocument): Shape {
  if (kind !== "validations") return kind;
  if (rule.unique) return "unique";
  if (rule.duplicates) return "duplicates";
  if (rule.children) return "children";
  return rule.required ? "required" : "must";
}

/** What a new rule of a shape begins with. */
export function blank(shape: Shape): RuleDocument {
  switch (shape) {
    case "required":
      return { required: [] };
    case "unique":
      return { unique: [] };
    case "duplicates":
      return { duplicates: { fields: [] } };
    case "children":
      return { children: { table: "", field: "" } };
    case "steps":
      return { to: [] };
    default:
      return {};
  }
}

/** A key that no rule of the kind has. */
export function freeKey(shape: Shape, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${shape}_${number}`)) number += 1;
  return `${shape}_${number}`;
}

/** Places of the form by shape; problems go to the nearest one. */
const PLACES: Readonly<Record<Shape, readonly string[]>> = {
  must: ["must", "field"],
  required: ["required"],
  unique: ["unique", "field"],
  duplicates: [
    "duplicates",
    "duplicates.fields",
    "duplicates.match",
    "duplicates.likeness",
    "duplicates.leave_out",
    "duplicates.show",
  ],
  children: [
    "children",
    "children.table",
    "children.field",
    "children.where",
    "children.min",
    "children.max",
    "field",
  ],
  steps: ["field", "from", "to", "requires", "guard", "roles"],
  locks: ["fields", "children", "delete", "except"],
  invariants: ["parent", "sum", "where", "at_most", "at_least", "exactly"],
  allocations: ["parent", "field", "of", "weight"],
  ranges: ["from", "to", "by", "ends", "gaps"],
  acyclic: ["from", "to"],
};

/** Rules that have a sentence of their own where none is written. */
const SPEAKING: readonly Shape[] = ["required", "steps", "ranges", "acyclic"];
export const wantsMessage = (shape: Shape, rule: RuleDocument): boolean =>
  shape !== "allocations" && (!SPEAKING.includes(shape) || (shape === "steps" && rule.guard !== undefined));

const empty = (value: unknown): boolean =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The places that a rule cannot do without and that say nothing yet. */
export function missingPlaces(shape: Shape, rule: RuleDocument): string[] {
  const wanted: string[] = [];
  const want = (...names: (keyof RuleDocument)[]) => {
    for (const name of names) if (empty(rule[name])) wanted.push(name);
  };
  switch (shape) {
    case "must":
    case "required":
    case "unique":
      want(shape);
      break;
    case "duplicates":
      if (!rule.duplicates?.fields.length) wanted.push("duplicates");
      break;
    case "children": {
      const counted = Array.isArray(rule.children) ? undefined : rule.children;
      if (!counted?.table) wanted.push("children");
      if (counted?.min === undefined && counted?.max === undefined) wanted.push("children.min");
      break;
    }
    case "steps":
      want("field", "to");
      break;
    case "locks":
      want("when");
      if (Array.isArray(rule.fields) && rule.fields.length === 0) wanted.push("fields");
      break;
    case "invariants": {
      want("parent", "sum");
      const limit = rule.at_most ?? rule.at_least ?? rule.exactly;
      if (!limit || (typeof limit === "object" && limit.value === "")) wanted.push("at_most");
      break;
    }
    case "allocations":
      want("parent", "of", "weight", "field");
      break;
    case "ranges":
      want("from");
      break;
    case "acyclic":
      want("from", "to");
      break;
  }
  if (wantsMessage(shape, rule) && !rule.message?.["zh-CN"]?.trim() && !rule.message?.en?.trim())
    wanted.push("message");
  return wanted;
}

export interface PlacedProblems {
  at: (place: string) => readonly string[];
  general: readonly string[];
}

export const NO_PROBLEMS: PlacedProblems = { at: () => [], general: [] };

/** Sorts what is wrong with a rule to the places of its form; whatever has none stands above it. */
export function placed(shape: Shape, errors: readonly ProblemItem[]): PlacedProblems {
  const places = [...PLACES[shape], "key", "when", "message", "severity"];
  const at = new Map<string, string[]>();
  const general: string[] = [];
  for (const { field, message } of errors) {
    const place = nearest(places, field);
    const said =
      field && message.startsWith(field) ? message.slice(field.length).replace(/^[：:]\s*/, "") : message;
    if (place === null) general.push(said);
    else at.set(place, [...(at.get(place) ?? []), said]);
  }
  return { at: (place) => at.get(place) ?? [], general };
}

/** The rule as it is sent: without parts that say nothing. */
export function cleaned(rule: RuleDocument): RuleDocument {
  const said = Object.entries(rule).filter(([name, value]) => {
    if (value === undefined || value === null) return false;
    if (name === "required" || name === "unique" || name === "to") return true;
    return !(Array.isArray(value) && value.length === 0) && value !== "";
  });
  return Object.fromEntries(said) as RuleDocument;
}

/** What the field form holds, how it begins, and what of it is sent. */
import type { ChoiceDraft, FieldParts } from "../api/schema";
import type { Field, FieldType } from "../api/types";

export interface FieldDraft {
  type: FieldType;
  /** The API key; empty for one that is made of the label. */
  key: string;
  label: string;
  help: string;
  required: boolean;
  unique: boolean;
  options: Record<string, unknown>;
  choices: (ChoiceDraft & { id: string })[];
}

/** The settings a person may set, by type. */
export const SETTINGS: Partial<Record<FieldType, readonly string[]>> = {
  text: ["max_length", "check"],
  long_text: ["max_length"],
  number: ["scale", "thousands"],
  percent: ["scale"],
  money: ["currency"],
  autonumber: ["pattern"],
  relation: ["table"],
  relations: ["table"],
  subtable: ["table", "field"],
  lookup: ["relation", "field"],
  formula: ["formula"],
  rollup: ["path", "aggregate", "field"],
};

export const CHOOSING: ReadonlySet<FieldType> = new Set(["option", "multi_option", "state"]);
export const COMPUTED: ReadonlySet<FieldType> = new Set([
  "formula",
  "lookup",
  "rollup",
  "autonumber",
  "subtable",
]);
export const UNIQUE: ReadonlySet<FieldType> = new Set(["text", "number", "phone", "email", "url", "date"]);

let counted = 0;
/** An identity for a choice while it is edited. */
export const nextId = () => `c${++counted}`;

export function emptyDraft(): FieldDraft {
  return {
    type: "text",
    key: "",
    label: "",
    help: "",
    required: false,
    unique: false,
    options: {},
    choices: [],
  };
}

export function draftOf(field: Field): FieldDraft {
  const settings = field.settings as Record<string, unknown>;
  const names = SETTINGS[field.type] ?? [];
  return {
    type: field.type,
    key: field.key,
    label: field.label,
    help: field.help ?? "",
    required: field.required,
    unique: field.unique,
    options: Object.fromEntries(
      names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
    ),
    choices: field.options.map((choice) => ({
      id: nextId(),
      key: choice.key,
      label: choice.label,
      color: choice.color ?? "gray",
      archived: choice.archived,
    })),
  };
}

/** The parts of a draft that differ from what was there; all that matter for a new field. */
export function partsOf(draft: FieldDraft, before: FieldDraft | null): FieldParts {
  const parts: FieldParts = {};
  const differs = (name: keyof FieldDraft) =>
    before === null || JSON.stringify(draft[name]) !== JSON.stringify(before[name]);
  if (differs("key") && draft.key.trim()) parts.key = draft.key.trim();
  if (differs("label")) parts.label = draft.label.trim();
  if (differs("help") && (before !== null || draft.help)) parts.help = draft.help.trim() || null;
  if (differs("required")) parts.required = draft.required;
  if (differs("unique")) parts.unique = draft.unique;
  if (differs("options")) {
    const names = SETTINGS[draft.type] ?? [];
    const options = Object.fromEntries(
      Object.entries(draft.options).filter(([name]) => names.includes(name)),
    );
    if (before !== null || Object.keys(options).length > 0) parts.options = options;
  }
  if (CHOOSING.has(draft.type) && differs("choices")) {
    parts.choices = draft.choices
      .filter((choice) => choice.label.trim())
      .map(({ id: _, ...choice }) => ({ ...choice, label: choice.label.trim() }));
  }
  return parts;
}

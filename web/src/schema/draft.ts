/** What the field form holds, how it begins, and what of it is sent. */
import type { ChoiceDraft, FieldDefault, FieldParts } from "../api/schema";
import type { Field, FieldType } from "../api/types";
import { among, type Move } from "./transitions";

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
  /** Of a state: which may follow which, by identities of choices; null: every one. */
  moves: Move[] | null;
  default: FieldDefault | null;
  /** Of a relation that is not listed on its far side yet: what that list is called there; null: there shall be none. */
  inverse: string | null;
  /** Of a sub-table whose lines have no table yet: what that shall be called. */
  lines: string | null;
}

/** The settings a person may set, by type. */
export const SETTINGS: Partial<Record<FieldType, readonly string[]>> = {
  text: ["max_length", "check"],
  long_text: ["max_length"],
  number: ["scale", "thousands"],
  percent: ["scale"],
  money: ["currency"],
  state: ["manual"],
  attachment: ["max_files", "max_bytes"],
  autonumber: ["pattern"],
  relation: ["table", "filter", "unfit", "on_delete"],
  relations: ["table", "filter", "unfit"],
  subtable: ["table", "field"],
  lookup: ["relation", "field", "scope"],
  formula: ["formula", "result"],
  rollup: ["path", "aggregate", "field", "by", "where", "subtree"],
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
    moves: null,
    default: null,
    inverse: null,
    lines: null,
  };
}

/** What of a draft belongs to its type alone, as another type begins. */
export function ofNoType(): Omit<FieldDraft, "type" | "key" | "label" | "help"> {
  const { type: _type, key: _key, label: _label, help: _help, ...rest } = emptyDraft();
  return rest;
}

export function draftOf(field: Field): FieldDraft {
  const settings = field.settings as Record<string, unknown>;
  const names = SETTINGS[field.type] ?? [];
  const choices = field.options.map((choice) => ({
    id: nextId(),
    key: choice.key,
    label: choice.label,
    color: choice.color ?? "gray",
    archived: choice.archived,
  }));
  const idOf = (key: string) => choices.find((choice) => choice.key === key)?.id ?? key;
  return {
    type: field.type,
    key: field.key,
    label: field.label,
    help: field.help ?? "",
    required: field.required,
    unique: field.unique,
    options: {
      ...Object.fromEntries(
        names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
      ),
      ...(field.type === "formula" ? { result: resultOf(field) } : {}),
    },
    choices,
    moves:
      field.settings.transitions?.map(({ key, label, from, to }) => ({
        key,
        label,
        from: from?.map(idOf) ?? null,
        to: idOf(to),
      })) ?? null,
    default: (field.default ?? null) as FieldDefault | null,
    inverse: null,
    lines: null,
  };
}

/** What a formula yields, as it is written. */
function resultOf({ value_type: type, settings }: Field) {
  return type === "number" || type === "percent"
    ? { type, options: { scale: settings.scale ?? undefined } }
    : { type };
}

/** Choices as they are sent. One that a move or the default names has a key from the beginning. */
function choicesOf(draft: FieldDraft): (ChoiceDraft & { id: string })[] {
  const taken = new Set(draft.choices.map((choice) => choice.key));
  const fresh = (n: number): string => {
    const key = `option_${n}`;
    if (taken.has(key)) return fresh(n + 1);
    taken.add(key);
    return key;
  };
  return draft.choices
    .filter((choice) => choice.label.trim())
    .map((choice, at) => ({
      ...choice,
      label: choice.label.trim(),
      ...(choice.key === undefined && draft.moves ? { key: fresh(at + 1) } : {}),
    }));
}

function transitionsOf(moves: readonly Move[], choices: readonly { id: string; key?: string }[]) {
  const keys = new Map(choices.map((choice) => [choice.id, choice.key ?? choice.id]));
  const taken = new Set(moves.map((move) => move.key));
  return among(moves, [...keys.keys()]).map(({ key, label, from, to }) => {
    const end = keys.get(to) ?? to;
    let name = key ?? `to_${end}`;
    for (let n = 2; key === null && taken.has(name); n += 1) name = `to_${end}_${n}`;
    taken.add(name);
    return {
      key: name,
      to: end,
      ...(label ? { label } : {}),
      ...(from ? { from: from.map((one) => keys.get(one) ?? one) } : {}),
    };
  });
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
  if (differs("default") && (before !== null || draft.default)) parts.default = draft.default;
  const choices = choicesOf(draft);
  const options: Record<string, unknown> = {};
  if (differs("options")) {
    for (const name of SETTINGS[draft.type] ?? []) {
      const value = draft.options[name];
      if (value !== undefined && JSON.stringify(value) !== JSON.stringify(before?.options[name]))
        options[name] = value;
    }
  }
  if (draft.type === "state" && (differs("moves") || (draft.moves && differs("choices")))) {
    if (before !== null || draft.moves)
      options.transitions = draft.moves && transitionsOf(draft.moves, choices);
  }
  if (Object.keys(options).length > 0) parts.options = options;
  if (CHOOSING.has(draft.type) && (differs("choices") || options.transitions)) {
    parts.choices = choices.map(({ id: _, ...choice }) => choice);
  }
  return parts;
}

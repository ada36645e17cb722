/** One record type while it is edited, and its way to and from the types of its table. Pure. */
import type { Field, Table, WrittenType, WrittenTypes } from "../api/types";
import { isWritable } from "../fields";
import type { Said } from "../ui/SaidInput";

export interface SectionDraft {
  id: string;
  label: Said;
  fields: string[];
}

export interface TypeDraft {
  label: string;
  color: string;
  required: string[];
  /** By field the options left; fields that are not named have all of theirs. */
  options: Record<string, string[]>;
  /** Empty: the page of the table. */
  sections: SectionDraft[];
  /** Role groups that may give it; empty for everybody. */
  roles: string[];
}

let counted = 0;
export const nextSection = (fields: string[] = []): SectionDraft => ({
  id: `s${++counted}`,
  label: {},
  fields,
});

const CHOOSING = new Set(["option", "multi_option", "state"]);

/** Fields whose options a type may narrow. */
export const narrowable = (table: Table, kind: string): Field[] =>
  table.fields.filter((field) => CHOOSING.has(field.type) && field.key !== kind && !field.computed);

/** Fields that a type may ask for. */
export const fillable = (table: Table, kind: string): Field[] =>
  table.fields.filter((field) => isWritable(field) && field.type !== "subtable" && field.key !== kind);

export function draftOf(
  written: WrittenTypes,
  option: { key: string; label: string; color: string | null } | null,
) {
  const entry = written.types.find((type) => type.key === option?.key);
  const draft: TypeDraft = {
    label: option?.label ?? "",
    color: option?.color ?? "blue",
    required: entry?.required ?? [],
    options: entry?.options ?? {},
    sections: (entry?.sections ?? []).map((section) => ({
      ...nextSection(section.fields),
      label: section.label ?? {},
    })),
    roles: entry?.roles ?? [],
  };
  return draft;
}

function entryOf(key: string, draft: TypeDraft): WrittenType {
  const options = Object.fromEntries(Object.entries(draft.options).filter(([, keys]) => keys.length > 0));
  const sections = draft.sections
    .filter((section) => section.fields.length > 0)
    .map(({ label, fields }) => (label["zh-CN"] || label.en ? { label, fields } : { fields }));
  return {
    key,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(draft.required.length > 0 ? { required: draft.required } : {}),
    ...(sections.length > 0 ? { sections } : {}),
    ...(draft.roles.length > 0 ? { roles: draft.roles } : {}),
  };
}

/** The table's types with this one as the draft has it; one without peculiarities needs no entry. */
export function withType(written: WrittenTypes, key: string, draft: TypeDraft): WrittenTypes {
  const entry = entryOf(key, draft);
  const plain = Object.keys(entry).length === 1;
  const there = written.types.some((type) => type.key === key);
  const types = written.types.flatMap((type) => (type.key === key ? (plain ? [] : [entry]) : [type]));
  return { ...written, types: there || plain ? types : [...types, entry] };
}

/** The table's types without what is said of one. */
export function withoutType(written: WrittenTypes, key: string): WrittenTypes {
  const { defaults, ...rest } = written;
  const left = (defaults ?? []).filter((each) => each.type !== key);
  return {
    ...rest,
    types: written.types.filter((type) => type.key !== key),
    ...(left.length > 0 ? { defaults: left } : {}),
  };
}

/** The table's types with these groups beginning with those types, in this order; half-chosen lines are left out. */
export function withDefaults(
  written: WrittenTypes,
  lines: readonly { role: string | null; type: string | null }[],
): WrittenTypes {
  const { defaults: _, ...rest } = written;
  const chosen = lines.flatMap(({ role, type }) => (role && type ? [{ role, type }] : []));
  return chosen.length > 0 ? { ...rest, defaults: chosen } : rest;
}

/** Which sections, figures and lists a record page has, from the table's layout or, without one, from its fields. Pure. */
import type { Field, Related, Section, Table } from "../api/types";

const SYSTEM = new Set(["created_by", "created_at", "updated_by", "updated_at"]);
const FIGURES = new Set(["money", "number", "percent"]);

export const isSystem = (field: Field): boolean => SYSTEM.has(field.key);

export interface PageSection {
  label: string | null;
  fields: Field[];
}

export interface PageTab {
  key: string;
  label: string | null;
  sections: PageSection[];
}

export interface PageLayout {
  figures: Field[];
  chip: Field | null;
  tabs: PageTab[];
}

function resolve(section: Section, byKey: ReadonlyMap<string, Field>): PageSection {
  return {
    label: section.label,
    fields: section.fields
      .map((key) => byKey.get(key))
      .filter((field): field is Field => field !== undefined),
  };
}

/** Fields the layout forgot stand under `other`, system fields last; what lies on a hidden tab is not shown (S96). */
export function layoutOf(table: Table, words: { other: string; system: string }): PageLayout {
  const byKey = new Map(table.fields.map((field) => [field.key, field]));
  const shown = (table.layout?.tabs ?? []).filter((tab) => !tab.hidden);
  const tabs: PageTab[] = shown.map((tab) => ({
    key: tab.key,
    label: tab.label,
    sections: tab.sections
      .map((section) => resolve(section, byKey))
      .filter((section) => section.fields.length > 0),
  }));
  if (tabs.length === 0) tabs.push({ key: "details", label: null, sections: [] });
  const placed = new Set(
    (table.layout?.tabs ?? []).flatMap((tab) => tab.sections.flatMap((section) => section.fields)),
  );
  const rest = table.fields.filter((field) => !placed.has(field.key) && !isSystem(field));
  const system = table.fields.filter((field) => !placed.has(field.key) && isSystem(field));
  const first = tabs[0];
  if (first && rest.length > 0) {
    const plain = rest.filter((field) => field.type !== "subtable");
    const lines = rest.filter((field) => field.type === "subtable");
    if (plain.length > 0)
      first.sections.push({ label: first.sections.length ? words.other : null, fields: plain });
    for (const field of lines) first.sections.push({ label: field.label, fields: [field] });
  }
  if (first && system.length > 0) first.sections.push({ label: words.system, fields: system });

  const header = (table.layout?.header ?? [])
    .map((key) => byKey.get(key))
    .filter((field): field is Field => field !== undefined && field.key !== table.primary);
  const isChip = (field: Field) => field.value_type === "state" || field.value_type === "option";
  const chip =
    header.find(isChip) ??
    table.fields.find((field) => field.value_type === "state") ??
    table.fields.find((field) => field.value_type === "option") ??
    null;
  const figures = header.filter((field) => field !== chip);
  return {
    chip,
    tabs,
    figures: figures.length
      ? figures
      : table.fields.filter((field) => FIGURES.has(field.value_type) && field.computed).slice(0, 4),
  };
}

export interface TimelineFields {
  at: Field;
  content: Field;
  next: Field | null;
  options: Field[];
}

/** A related table reads as a time line when its rows are what was said (a long text comes first) and when (a date-time). */
export function timelineOf(table: Table): TimelineFields | null {
  const times = table.fields.filter(
    (field) => field.type === "datetime" && !isSystem(field) && !field.computed,
  );
  const content = table.fields.find((field) => field.key === table.primary && field.type === "long_text");
  const [at, next] = times;
  if (!at || !content) return null;
  return {
    at,
    content,
    next: next ?? null,
    options: table.fields.filter((field) => field.type === "option"),
  };
}

export interface RelatedLists {
  timelines: { related: Related; table: Table; fields: TimelineFields }[];
  lists: { related: Related; table: Table }[];
}

export function relatedLists(table: Table, tables: ReadonlyMap<string, Table>): RelatedLists {
  const found: RelatedLists = { timelines: [], lists: [] };
  const subtables = new Set(table.fields.filter((f) => f.type === "subtable").map((f) => f.settings.table));
  for (const related of table.related ?? []) {
    const other = tables.get(related.table);
    if (!other?.allowed.view || subtables.has(related.table)) continue;
    const fields = timelineOf(other);
    if (fields) found.timelines.push({ related, table: other, fields });
    else found.lists.push({ related, table: other });
  }
  return found;
}

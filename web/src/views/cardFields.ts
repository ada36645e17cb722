/** Which fields a card shows: the configured ones, else a chip and the most telling figures. Pure. */
import type { Field, Table, View } from "../api/types";

const CHIPS = new Set(["option", "state"]);
const FIGURES = new Set(["money", "number", "percent", "date", "datetime"]);
const PEOPLE = new Set(["relation", "member"]);

export interface CardFields {
  chip: Field | null;
  figures: Field[];
}

/** `shown`: the fields that the person left in the view, in their order. */
export function cardFields(table: Table, view: View | null, most = 3, shown?: readonly string[]): CardFields {
  const byKey = new Map(table.fields.map((field) => [field.key, field]));
  const keys = view?.settings.card?.length
    ? view.settings.card
    : (shown ?? (view?.fields.length ? view.fields : table.fields.map((field) => field.key)));
  const candidates = keys
    .map((key) => byKey.get(key))
    .filter((field): field is Field => field !== undefined && field.key !== table.primary);
  const chip =
    candidates.find((field) => field.value_type === "state") ??
    candidates.find((field) => CHIPS.has(field.value_type)) ??
    null;
  if (view?.settings.card?.length) return { chip, figures: candidates.filter((field) => field !== chip) };
  const rank = (field: Field) => (FIGURES.has(field.value_type) ? 0 : PEOPLE.has(field.value_type) ? 1 : 2);
  const figures = candidates
    .filter((field) => field !== chip && !["attachment", "subtable", "long_text"].includes(field.value_type))
    .map((field, index) => ({ field, index }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.index - b.index)
    .slice(0, most)
    .map(({ field }) => field);
  return { chip, figures };
}

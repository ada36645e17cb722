/** What a pivot says: names of headers and measures, figures as people read them. Pure. */
import type { PivotAnswer, PivotHeader } from "../api/pivot";
import type { Field, Measure, Table } from "../api/types";
import { decimal } from "../fields";
import { scaleOf } from "../fields/decimals";

export interface PivotWords {
  total: string;
  other: string;
  empty: string;
  count: string;
  subtotal: (label: string) => string;
  measure: (op: Exclude<Measure["op"], "count" | "sum">, label: string) => string;
}

type Named = { op: Measure["op"]; field?: string | null };

const fieldOf = (table: Table, measure: Named): Field | undefined =>
  table.fields.find((field) => field.key === measure.field);

export function measureName(table: Table, measure: Named, words: PivotWords): string {
  const label = fieldOf(table, measure)?.label ?? measure.field ?? "";
  if (measure.op === "count") return words.count;
  return measure.op === "sum" ? label : words.measure(measure.op, label);
}

/** A figure as text; nothing where there is none. */
export function figureText(table: Table, measure: Named, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const field = fieldOf(table, measure);
  if (!decimal.isDecimal(text)) return text;
  if (measure.op === "count" || measure.op === "distinct" || !field)
    return decimal.format(text, { scale: 0 });
  const scale = scaleOf(field);
  const shown = decimal.format(text, { scale: measure.op === "avg" ? Math.max(scale ?? 2, 2) : scale });
  return field.value_type === "percent" ? `${shown}%` : shown;
}

/** The last part of a header's name; the parts before it stand above or beside it. */
export function headerName(header: PivotHeader, words: PivotWords): string {
  if (header.other) return words.other;
  if (header.level === 0) return words.total;
  return header.labels[header.level - 1] ?? words.empty;
}

/** A column's whole name, since columns stand in one line: "销售一部 / 2026-11", "销售一部 小计". */
export function columnName(header: PivotHeader, deepest: number, words: PivotWords): string {
  if (header.other || header.level === 0) return headerName(header, words);
  const name = header.labels.map((label) => label ?? words.empty).join(" / ");
  return header.level < deepest ? words.subtotal(name) : name;
}

/** The places of an axis in reading order: inner ones as they come, the total last. */
export function inOrder(headers: readonly PivotHeader[]): number[] {
  const places = headers.map((_, place) => place);
  const isTotal = (place: number) => headers[place]?.level === 0 && !headers[place]?.other;
  return [...places.filter((place) => !isTotal(place)), ...places.filter(isTotal)];
}

export const deepestOf = (headers: readonly PivotHeader[]): number =>
  Math.max(0, ...headers.map((header) => header.level));

/** By row, column and measure of a figure, how many values it leaves out because they are errors. */
export function leftOutOf(answer: PivotAnswer): (row: number, column: number, measure: string) => number {
  const found = new Map(answer.left_out.map(({ row, column, values }) => [`${row} ${column}`, values]));
  return (row, column, measure) => found.get(`${row} ${column}`)?.[measure] ?? 0;
}

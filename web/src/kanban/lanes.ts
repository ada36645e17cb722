/** The lanes of a board: one per option of the stacking field, with their rows' condition. Pure. */
import type { AggregateRow, Condition, Field, Row, Table, Value, View } from "../api/types";
import { isWritable, reachable } from "../fields";
import type { Move, Places, Spot } from "../views/useMoves";

export interface Lane {
  /** Option key, or "" for rows without a value. */
  key: string;
  label: string;
  color: string | null;
}

export const NO_VALUE = "";

export function stackField(table: Table, view: View | null): Field | null {
  const wanted = table.fields.find((field) => field.key === view?.settings.stack);
  if (wanted && wanted.options.length > 0) return wanted;
  return table.fields.find((field) => field.type === "state" || field.type === "option") ?? null;
}

/** Rows without a value get a lane only where there are some. Archived options too. */
export function lanesOf(field: Field, figures: readonly AggregateRow[], noValue: string): Lane[] {
  const counts = new Map(
    figures.map((row) => [String(row.group[field.key] ?? ""), Number(row.values.count ?? 0)]),
  );
  const lanes: Lane[] = field.options
    .filter((option) => !option.archived || (counts.get(option.key) ?? 0) > 0)
    .map(({ key, label, color }) => ({ key, label, color }));
  if ((counts.get(NO_VALUE) ?? 0) > 0) lanes.unshift({ key: NO_VALUE, label: noValue, color: null });
  return lanes;
}

export function laneCondition(field: Field, lane: string): Condition {
  return lane === NO_VALUE ? { field: field.key, op: "empty" } : { field: field.key, op: "=", value: lane };
}

export function laneOf(field: Field, row: Row): string {
  const value: Value | undefined = row.values[field.key];
  return typeof value === "string" ? value : NO_VALUE;
}

/** Whether a card may be put into a lane, as far as the schema tells; the server has the last word. */
export function mayMove(table: Table, field: Field, from: string, to: string): boolean {
  if (!table.allowed.edit || !isWritable(field) || from === to) return false;
  if (to === NO_VALUE && (field.type === "state" || field.required)) return false;
  const open = reachable(field, from === NO_VALUE ? null : from);
  return open === null || open.has(to);
}

/** The lanes as places that cards move between; `arranged` is the board's key where they stay where they are put. */
export const lanePlaces = (table: Table, field: Field, noValue: string, arranged: string | null): Places => ({
  field,
  source: "kanban",
  of: (row) => laneOf(field, row),
  name: (lane) => field.options.find((option) => option.key === lane)?.label ?? noValue,
  value: (_, lane) => (lane === NO_VALUE ? null : lane),
  may: (from, to) => mayMove(table, field, from, to),
  arranged,
});

/** The rows of a lane with moves applied: arrivals at their place, else on top; departures gone. */
export function withMoves(rows: readonly Row[], lane: string, moves: ReadonlyMap<number, Move>): Row[] {
  const found = rows.filter((row) => !moves.has(row.id));
  for (const { row, to, spot } of moves.values()) {
    if (to !== lane) continue;
    const at = spot ? found.findIndex((one) => one.id === spot.card) : -1;
    found.splice(at < 0 ? 0 : at + (spot?.side === "after" ? 1 : 0), 0, row);
  }
  return found;
}

/** Whether a card that is put there stands where it stood. */
export function isThere(rows: readonly number[], card: number, spot: Spot): boolean {
  const [from, at] = [rows.indexOf(card), rows.indexOf(spot.card)];
  return card === spot.card || (from >= 0 && from === at + (spot.side === "after" ? 1 : -1));
}

/** Whole rows: adding, ticking, deleting. */
import type { Values } from "../../fields";
import type { GridModel } from "../model";
import { at } from "../selection";
import { counted } from "../words";
import { commit } from "./editing";
import { settleDrafts } from "./leaving";
import { select } from "./moving";
import { readRows } from "./reading";
import { deleteRows } from "./refreshing";

export const CHECK_ROWS = 1000;

export function addRow(model: GridModel, values: Values = {}): void {
  if (!model.props.canCreate) return;
  if (model.editing) commit(model);
  void settleDrafts(model, true);
  const defaults: Record<string, Values[string]> = {};
  for (const field of model.props.table.fields) {
    const { default: given } = field;
    if (field.computed || given === null || given === undefined) continue;
    if (typeof given === "string" && !given.startsWith("@")) defaults[field.key] = given;
    if (typeof given === "boolean") defaults[field.key] = given;
  }
  model.newDraft({ ...defaults, ...model.props.start, ...values });
  model.relayout();
  const column = model.columns.list.findIndex((one) => one.writable);
  select(model, at(model.lineCount - 1, Math.max(0, column)));
}

function check(model: GridModel, ids: ReadonlySet<number>): void {
  model.checked = ids;
  model.props.onCheck?.([...ids]);
  model.emit();
}

export const uncheckAll = (model: GridModel): void => check(model, new Set());

/** Ticks or unticks a row; `through`: all rows between it and the one ticked before. */
const lastTicked = new WeakMap<GridModel, number>();

export async function toggleCheck(model: GridModel, line: number, through: boolean): Promise<void> {
  const row = model.rowAt(line);
  if (!row || row.id < 0) return;
  const next = new Set(model.checked);
  const on = !next.has(row.id);
  const last = lastTicked.get(model);
  const others =
    through && last !== undefined ? await readRows(model, Math.min(last, line), Math.max(last, line)) : [row];
  for (const other of others.slice(0, CHECK_ROWS)) {
    if (on) next.add(other.id);
    else next.delete(other.id);
  }
  lastTicked.set(model, line);
  check(model, next);
}

export async function toggleAll(model: GridModel): Promise<void> {
  if (model.checked.size > 0) {
    uncheckAll(model);
    return;
  }
  const most = Math.min(model.lines.total, CHECK_ROWS);
  if (most === 0) return;
  const rows = await readRows(model, 0, most - 1);
  if (model.lines.total > CHECK_ROWS)
    model.say({ kind: "warning", text: model.words.chooseLimit(counted(CHECK_ROWS)) });
  check(model, new Set(rows.map((row) => row.id)));
}

export async function deleteChecked(model: GridModel): Promise<void> {
  await deleteRows(model, [...model.checked]);
}

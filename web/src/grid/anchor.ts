/** The active cell belongs to its record (or heading), not to the line it stands on: lines move as rows come and groups fold. */
import type { GridModel } from "./model";
import { at } from "./selection";

/** A record, or the group whose heading is active, with the column. */
export type Anchor =
  | { readonly row: number; readonly column: string }
  | { readonly group: string; readonly column: string };

/** What is active now; a new row has nothing to be found again by. */
export function anchorOf(model: GridModel): Anchor | null {
  const found = model.editing ?? model.active;
  if (found) return found.row.id > 0 ? { row: found.row.id, column: found.column.key } : null;
  const cell = model.selection?.anchor;
  const heading = cell && model.headingAt(cell.line);
  const column = cell && model.columns.list[cell.column];
  return heading && column ? { group: heading.key, column: column.key } : null;
}

function lineOf(model: GridModel, anchor: Anchor): number {
  return "row" in anchor ? (model.lineOf(anchor.row) ?? -1) : model.lines.lineOfHeading(anchor.group);
}

/** Makes the cell active again that was so when the rows were dropped, if its record is among those read by now. */
export function activate(model: GridModel): void {
  const { anchor, selection, editing } = model;
  if (!anchor || selection || editing) return;
  const line = lineOf(model, anchor);
  const column = model.columns.list.findIndex((one) => one.key === anchor.column);
  if (line < 0 || column < 0) return;
  model.anchor = null;
  model.selection = at(line, column);
}

/** Moves lines without moving the selection off its record. What a group was closed over is left for the group's heading. */
export function keepActive(model: GridModel, move: () => void, closing?: string): void {
  const held = anchorOf(model);
  const { selection } = model;
  move();
  const { editing } = model;
  if (!held || !selection) return;
  let line = lineOf(model, held);
  if (line < 0 && closing !== undefined) line = model.lines.lineOfHeading(closing);
  if (line < 0) {
    if (editing) return;
    model.selection = null;
    model.anchor = held;
    return;
  }
  const step = line - selection.anchor.line;
  if (editing) model.editing = { ...editing, cell: { ...editing.cell, line } };
  const { anchor, focus } = selection;
  const single = anchor.line === focus.line && anchor.column === focus.column;
  model.selection = single
    ? at(line, anchor.column)
    : { anchor: { ...anchor, line }, focus: { ...focus, line: focus.line + step } };
}

/** Moving the active cell and the selection. */
import type { GridModel } from "../model";
import { at, type Cell, clampCell, jump, move, type Selection, step } from "../selection";
import { commit } from "./editing";
import { settle } from "./leaving";
import { scrollTo, show } from "./scrolling";

/** Sets the selection, shows its moving end, and settles the row that was left. */
export function select(model: GridModel, selection: Selection | null, visible = true): void {
  if (model.editing) commit(model);
  const left = model.selection?.anchor.line !== selection?.anchor.line;
  model.selection = selection;
  model.anchor = null;
  model.moves += 1;
  model.tabbedFrom = null;
  if (selection && visible) show(model, selection.focus);
  model.emit();
  if (left) void settle(model);
}

export function selectCell(model: GridModel, cell: Cell, extend = false, visible = true): void {
  const to = clampCell(cell, model.bounds);
  if (model.lineCount === 0) return;
  select(
    model,
    extend && model.selection ? { anchor: model.selection.anchor, focus: to } : at(to.line, to.column),
    visible,
  );
}

/** Tab steps over the headings of groups: they have no cells to fill in. */
function offHeading(model: GridModel, selection: Selection, direction: number): Selection {
  const far = selection.focus.line;
  if (model.lines.indexAt(far) >= 0 || far >= model.lines.total) return selection;
  const next = far + (direction < 0 ? -1 : 1);
  const line = next < 0 || next >= model.lineCount ? far - Math.sign(direction || 1) : next;
  const focus = clampCell({ ...selection.focus, line }, model.bounds);
  const single =
    selection.anchor.line === selection.focus.line && selection.anchor.column === selection.focus.column;
  return single ? { anchor: focus, focus } : { anchor: selection.anchor, focus };
}

export function moveBy(model: GridModel, lines: number, columns: number, extend: boolean): void {
  const from = model.selection ?? at(0, 0);
  if (model.lineCount === 0) return;
  const moved = model.selection ? move(from, { line: lines, column: columns }, model.bounds, extend) : from;
  select(model, moved);
}

export function jumpBy(model: GridModel, lines: number, columns: number, extend: boolean): void {
  if (!model.selection || model.lineCount === 0) return;
  const moved = jump(model.selection, { line: lines, column: columns }, model.bounds, extend);
  select(model, moved);
}

export function pageBy(model: GridModel, direction: 1 | -1, extend: boolean): void {
  const lines = Math.max(1, Math.floor(model.view.height / model.rowHeight) - 1);
  moveBy(model, direction * lines, 0, extend);
}

/** Home and End: within the line, with `table` in the whole table. */
export function edge(model: GridModel, end: boolean, table: boolean, extend: boolean): void {
  if (table) jumpBy(model, end ? 1 : -1, 0, extend);
  jumpBy(model, 0, end ? 1 : -1, extend);
  if (!end && model.view.left > 0) scrollTo(model, model.view.place.offset, 0);
}

export function tab(model: GridModel, direction: 1 | -1): void {
  if (!model.selection) return;
  const from = model.tabbedFrom ?? model.selection.anchor.column;
  select(model, offHeading(model, step(model.selection, direction, model.bounds), direction));
  model.tabbedFrom = from;
}

/** The whole column; with `extend` all columns from the active one to it. */
export function selectColumn(model: GridModel, column: number, extend: boolean): void {
  const { lines } = model.bounds;
  if (lines === 0) return;
  const from = extend && model.selection ? model.selection.anchor.column : column;
  select(model, { anchor: { line: 0, column: from }, focus: { line: lines - 1, column } }, false);
}

/** The whole line. */
export function selectLine(model: GridModel, line: number, extend: boolean): void {
  const from = extend && model.selection ? model.selection.anchor.line : line;
  select(
    model,
    { anchor: { line: from, column: 0 }, focus: { line, column: model.bounds.columns - 1 } },
    false,
  );
}

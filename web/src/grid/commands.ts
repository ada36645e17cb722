/** What commands do. */
import { carry } from "./actions/arranging";
import { clear } from "./actions/copying";
import { begin, cancel, commit, discard, enterText, obstacle, toggle } from "./actions/editing";
import { fillDown, fillRight } from "./actions/filling";
import { foldAll, foldGroup, toggleGroup } from "./actions/folding";
import { edge, jumpBy, moveBy, pageBy, select, selectCell, tab } from "./actions/moving";
import { pasteAsOne } from "./actions/pasting";
import { addRow } from "./actions/rows";
import { stamp } from "./actions/stamping";
import { writeTable } from "./clipboard";
import type { Command, EditorCommand } from "./keyboard";
import type { GridModel } from "./model";
import type { Anchor } from "./Popup";
import { all, at, isSingle } from "./selection";

/** Enter on a cell: edits it, explains it, or opens the record, whichever is possible. */
function enterCell(model: GridModel): void {
  const { active, props } = model;
  if (!active) return;
  if (obstacle(model, active.row, active.column) === null) {
    begin(model);
    return;
  }
  if (active.row.id < 0) return;
  if (active.column.field.computed && props.onExplain && isExplained(active.column.field.type)) {
    props.onExplain(active.row.id, active.column.key);
  } else props.onOpen?.(active.row.id);
}

/** Fields whose value the server can explain. */
export const isExplained = (type: string): boolean =>
  type === "formula" || type === "rollup" || type === "lookup";

/** Takes back the last edit: one that was refused and still stands in the active cell, else what the page remembers. */
function undo(model: GridModel): void {
  const { active, props } = model;
  if (active && model.edits.cell(active.row.id, active.column.key)?.status === "failed")
    discard(model, active.row, active.column);
  else void props.onUndo?.();
}

/** On the heading of a group the keys open and close it, with Shift all of them; Enter and Space turn it over. */
function runOnHeading(model: GridModel, command: Command): boolean {
  const line = model.selection?.anchor.line ?? -1;
  const heading = line < 0 ? null : model.headingAt(line);
  if (!heading) return false;
  if (command.do === "edit" || command.do === "toggle") toggleGroup(model, heading.key);
  else if (command.do === "move" && command.lines === 0) {
    const close = command.columns < 0;
    if (command.extend) foldAll(model, close);
    else foldGroup(model, heading.key, close);
  } else return false;
  return true;
}

/** Opens the menu of a heading, or that of the cells that are selected. */
export type OpenMenu = (menu: { readonly heading: number } | { readonly cells: Anchor | null }) => void;

export function run(model: GridModel, command: Command, openMenu: OpenMenu): void {
  if (runOnHeading(model, command)) return;
  const { selection, bounds } = model;
  switch (command.do) {
    case "move":
      moveBy(model, command.lines, command.columns, command.extend);
      break;
    case "jump":
      jumpBy(model, command.lines, command.columns, command.extend);
      break;
    case "page":
      pageBy(model, command.direction, command.extend);
      break;
    case "edge":
      edge(model, command.end, command.table, command.extend);
      break;
    case "tab":
      tab(model, command.direction);
      break;
    case "carry":
      void carry(model, command.step);
      break;
    case "edit":
      enterCell(model);
      break;
    case "open":
      if (model.active && model.active.row.id > 0) model.props.onOpen?.(model.active.row.id);
      break;
    case "toggle":
      if (model.active?.column.ui.editor.kind === "toggle") toggle(model);
      else enterCell(model);
      break;
    case "clear":
      void clear(model);
      break;
    case "all":
      if (bounds.lines > 0) select(model, all(bounds), false);
      break;
    case "undo":
      undo(model);
      break;
    case "redo":
      void model.props.onRedo?.();
      break;
    case "fillDown":
      void fillDown(model);
      break;
    case "fillRight":
      void fillRight(model);
      break;
    case "stamp":
      stamp(model);
      break;
    case "escape":
      if (model.notice) model.notice = null;
      if (selection) select(model, at(selection.anchor.line, selection.anchor.column), false);
      break;
    case "row":
      if (selection) {
        const { anchor, focus } = selection;
        select(
          model,
          {
            anchor: { line: anchor.line, column: 0 },
            focus: { line: focus.line, column: bounds.columns - 1 },
          },
          false,
        );
      }
      break;
    case "column":
      if (selection) {
        const { anchor, focus } = selection;
        select(
          model,
          {
            anchor: { line: 0, column: anchor.column },
            focus: { line: bounds.lines - 1, column: focus.column },
          },
          false,
        );
      }
      break;
    case "addRow":
      addRow(model);
      break;
    case "menu":
      if (selection) openMenu({ heading: selection.anchor.column });
      break;
    case "cellMenu":
      if (selection) openMenu({ cells: model.input });
      break;
  }
}

const AFTER: Readonly<Record<"down" | "up", readonly [number, number]>> = { down: [1, 0], up: [-1, 0] };

/** What stands in the editor goes into every selected cell, each reading it as its own; of a single cell it ends the editing only. */
function commitEverywhere(model: GridModel): void {
  const { editing, selection, input } = model;
  const reads = editing && !editing.column.ui.editor.picks && !editing.changed;
  if (!editing || !reads || !selection || isSingle(selection)) {
    commit(model);
    return;
  }
  const text = input?.value ?? editing.text;
  cancel(model);
  void pasteAsOne(model, writeTable([[text]]));
}

/**
 * Ends an open editor and goes on. Tab on the last cell of the last line starts a new row; Enter after a run of Tab goes back to where
 * the run began.
 */
export function runInEditor(model: GridModel, command: Exclude<EditorCommand, "break">): void {
  if (command === "cancel") {
    cancel(model);
    return;
  }
  if (command === "everywhere") {
    commitEverywhere(model);
    return;
  }
  if (command === "caret") {
    enterText(model);
    return;
  }
  const cell = model.editing?.cell;
  const from = model.tabbedFrom;
  commit(model);
  if (!cell) return;
  const last = cell.line === model.bounds.lines - 1;
  if (command === "right" && last && cell.column === model.bounds.columns - 1 && model.props.canCreate) {
    addRow(model);
    return;
  }
  if (command === "right" || command === "left") {
    tab(model, command === "right" ? 1 : -1);
    return;
  }
  const [lines, columns] = typeof command === "object" ? [command.lines, command.columns] : AFTER[command];
  const back = typeof command === "string" ? from : null;
  // The next new row of somebody who enters one after the other.
  if (command === "down" && last && back !== null && (model.rowAt(cell.line)?.id ?? 0) < 0) addRow(model);
  selectCell(model, { line: cell.line + lines, column: (back ?? cell.column) + columns });
}

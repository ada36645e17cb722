/** The one open editor: opening, committing, cancelling. */
import type { RecordRow, Value } from "../../fields";
import type { GridColumn } from "../columns";
import type { GridModel } from "../model";
import { settle } from "./leaving";
import { type Entered, enter } from "./saving";
import { show } from "./scrolling";

/** Types whose picker adds to a list: a text left in it is only a question. */
const SEVERAL: ReadonlySet<string> = new Set(["multi_option", "members", "relations", "attachment"]);

/** Why the cell cannot be edited in the grid; null when it can. */
export function obstacle(model: GridModel, row: RecordRow, column: GridColumn): string | null {
  const { words } = model;
  if (column.field.computed) return words.computed;
  if (!column.writable) return words.readOnly;
  if (!model.canWriteRow(row, column)) return words.noRight;
  return column.ui.editor.kind === "record" ? words.inRecord : null;
}

/** Opens the editor of the active cell. `typed`: the textarea already holds what was typed, which replaces the value. */
export function begin(model: GridModel, typed = false): boolean {
  const { active, input } = model;
  if (!active || model.editing || !input) return false;
  const { cell, row } = active;
  const column = model.columnFor(row, active.column);
  const reason = obstacle(model, row, column);
  if (reason) {
    input.value = "";
    model.say({ kind: "info", text: reason });
    return false;
  }
  if (column.ui.editor.kind === "toggle") {
    input.value = "";
    if (!typed) toggle(model);
    return false;
  }
  const value = model.valueOf(row, column.key);
  const edit = model.edits.cell(row.id, column.key);
  if (!typed) {
    input.value = edit?.raw ?? column.ui.editor.seed(value, column.field, model.props.context);
    input.setSelectionRange(input.value.length, input.value.length);
  }
  model.editing = {
    cell,
    row,
    column,
    value,
    text: typed ? "" : input.value,
    typed,
    overwriting: typed && ["line", "block"].includes(column.ui.editor.kind),
    changed: false,
    base: { value, version: model.versionOf(row.id) ?? 0 },
  };
  show(model, cell);
  model.emit();
  return true;
}

/** The text in the textarea has changed and is no unfinished composition. */
export function edited(model: GridModel, text: string): void {
  if (!model.editing) return;
  model.editing = { ...model.editing, text, typed: true };
  model.emit();
}

/** From now on arrows move the caret in the text. */
export function enterText(model: GridModel): void {
  if (model.editing?.overwriting) model.editing = { ...model.editing, overwriting: false };
}

/** The panel has set a value; the editor stays open. */
export function replaced(model: GridModel, value: Value, text: string): void {
  if (!model.editing) return;
  if (model.input) model.input.value = text;
  model.editing = { ...model.editing, value, text, typed: false, changed: true };
  model.emit();
}

function close(model: GridModel): void {
  model.editing = null;
  if (model.input) model.input.value = "";
}

export function cancel(model: GridModel): void {
  if (!model.editing) return;
  close(model);
  model.emit();
  void settle(model);
}

/** Ends editing with a value from the panel. */
export function commitValue(model: GridModel, value: Value): void {
  const { editing } = model;
  if (!editing) return;
  close(model);
  write(model, editing.row, editing.column, value, editing.base);
}

/** Ends editing with what stands in the editor. What cannot be read stays in the cell, marked. */
export function commit(model: GridModel): void {
  const { editing, input } = model;
  if (!editing) return;
  const { row, column, changed, base } = editing;
  const text = input?.value ?? editing.text;
  const { picks } = column.ui.editor;
  const typed = editing.typed || (!changed && text !== editing.text);
  close(model);
  const several = Array.isArray(editing.value) || SEVERAL.has(column.field.type);
  if (picks ? several || !typed || text.trim() === "" : !typed) {
    if (changed) write(model, row, column, editing.value, base);
    else model.emit();
    return;
  }
  const parsed = column.ui.parse(text, column.field, { ...model.props.context });
  if (parsed instanceof Promise) {
    if (changed) write(model, row, column, editing.value, base);
    else model.emit();
  } else if ("value" in parsed) {
    write(model, row, column, picks && changed ? editing.value : parsed.value, base);
  } else if (picks) {
    if (changed) write(model, row, column, editing.value, base);
    else model.emit();
  } else {
    const value = model.row(row.id)?.values[column.key] ?? null;
    model.edits.set(row.id, column.key, { value, raw: text, status: "failed", message: parsed.problem });
    model.emit();
  }
}

function write(
  model: GridModel,
  row: RecordRow,
  column: GridColumn,
  value: Value,
  base?: Entered["base"],
): void {
  const entered = { row, field: column.key, value };
  void enter(model, [base ? { ...entered, base } : entered]).then(() => settle(model));
}

export function toggle(model: GridModel): void {
  const { active } = model;
  if (active?.column.ui.editor.kind !== "toggle" || !model.canWriteRow(active.row, active.column)) return;
  write(model, active.row, active.column, model.valueOf(active.row, active.column.key) !== true);
}

/** Sends a refused value again, on the row's latest version. */
export function retry(model: GridModel, row: RecordRow, column: GridColumn): void {
  const edit = model.edits.cell(row.id, column.key);
  if (!edit || edit.raw !== undefined) return;
  model.edits.clear(row.id, column.key);
  if (row.id < 0) model.dirtyDrafts.add(row.id);
  else write(model, row, column, edit.value);
  model.emit();
}

/** Gives a refused value up. */
export function discard(model: GridModel, row: RecordRow, column: GridColumn): void {
  model.edits.clear(row.id, column.key);
  if (row.id < 0) model.dirtyDrafts.add(row.id);
  model.emit();
}

/** Copy, cut and clear. */
import type { RecordRow, Value } from "../../fields";
import { type Block, writeHtml, writeTable } from "../clipboard";
import type { GridColumn } from "../columns";
import { isDecimalColumn } from "../figures";
import type { GridModel } from "../model";
import { isSingle } from "../selection";
import { counted } from "../words";
import { settle } from "./leaving";
import { loadedRows, readRows } from "./reading";
import { enter } from "./saving";

export const COPY_ROWS = 5000;
export const WRITE_ROWS = 1000;

/** What was copied here last, with its values: pasting it again needs no reading of labels. */
export interface Copied {
  readonly text: string;
  readonly columns: readonly GridColumn[];
  readonly values: readonly (readonly Value[])[];
}

const lastCopies = new WeakMap<GridModel, Copied>();
const fetched = new WeakMap<GridModel, { key: string; rows: readonly RecordRow[] }>();

export const lastCopy = (model: GridModel): Copied | undefined => lastCopies.get(model);

export interface Clip {
  readonly text: string;
  readonly html: string;
}

const isRead = (column: GridColumn): boolean =>
  isDecimalColumn(column) || ["date", "datetime"].includes(column.field.value_type);

/**
 * The selection as texts, or null when rows must be loaded first (they then are, and the next call has them). `headed`: below the names
 * of its columns.
 */
export function clip(model: GridModel, headed = false): Clip | null {
  const { rect, words, props } = model;
  if (!rect) return null;
  const bottom = Math.min(rect.bottom, rect.top + COPY_ROWS - 1);
  const key = `${props.source.version}:${rect.top}:${bottom}`;
  const kept = fetched.get(model);
  const rows = loadedRows(model, rect.top, bottom) ?? (kept?.key === key ? kept.rows : null);
  if (!rows) {
    model.say({ kind: "info", text: words.copyLoading(counted(bottom - rect.top + 1)) });
    readRows(model, rect.top, bottom).then(
      (read) => {
        fetched.set(model, { key, rows: read });
        model.say({ kind: "info", text: words.copyAgain });
      },
      () => model.say({ kind: "error", text: words.loadFailed }),
    );
    return null;
  }
  fetched.delete(model);
  const columns = model.columns.list.slice(rect.left, rect.right + 1);
  const values = rows.map((row) => columns.map((column) => model.valueOf(row, column.key)));
  const block: Block = rows.map((row, index) =>
    columns.map(
      (column, at) =>
        model.edits.cell(row.id, column.key)?.raw ??
        column.ui.text(values[index]?.[at] ?? null, column.field, props.context),
    ),
  );
  const whole = headed ? [columns.map((column) => column.field.label), ...block] : block;
  const text = writeTable(whole);
  if (!headed) lastCopies.set(model, { text, columns, values });
  if (bottom < rect.bottom) model.say({ kind: "warning", text: words.copyLimit(counted(COPY_ROWS)) });
  else if (model.selection && !isSingle(model.selection)) {
    model.say({ kind: "info", text: words.copied(counted(rows.length * columns.length)) });
  }
  const texts = columns.map((column) => !isRead(column));
  return { text, html: writeHtml(whole, texts) };
}

/** Copies without the keyboard. Works where a page has no right to the clipboard of its own: a copy is asked for and answered. */
export function copyNow(
  model: GridModel,
  how: { readonly headed?: boolean; readonly cut?: boolean } = {},
): void {
  const { input } = model;
  const copied = input && clip(model, how.headed);
  if (!copied) return;
  const answer = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData("text/plain", copied.text);
    event.clipboardData?.setData("text/html", copied.html);
  };
  document.addEventListener("copy", answer, true);
  input.focus({ preventScroll: true });
  input.value = " ";
  input.select();
  const done = document.execCommand("copy");
  input.value = "";
  document.removeEventListener("copy", answer, true);
  if (done && how.cut) void clear(model);
}

const emptyValue = (column: GridColumn): Value => {
  if (column.field.type === "checkbox") return false;
  return ["multi_option", "members", "relations", "attachment"].includes(column.field.type) ? [] : null;
};

/** Empties the selected cells that may be written. */
export async function clear(model: GridModel): Promise<void> {
  const { rect, words } = model;
  if (!rect) return;
  const bottom = Math.min(rect.bottom, rect.top + WRITE_ROWS - 1);
  if (bottom < rect.bottom) model.say({ kind: "warning", text: words.clearLimit(counted(WRITE_ROWS)) });
  const columns = model.columns.list.slice(rect.left, rect.right + 1);
  const rows = await readRows(model, rect.top, bottom);
  for (const row of rows)
    for (const column of columns)
      if (model.edits.cell(row.id, column.key)?.raw !== undefined) model.edits.clear(row.id, column.key);
  const cells = rows.flatMap((row) =>
    columns
      .filter((column) => model.canWriteRow(row, column))
      .map((column) => ({ row, field: column.key, value: emptyValue(column) })),
  );
  const [first] = columns;
  const [row] = rows;
  if (cells.length === 0 && row && first)
    model.say({ kind: "info", text: first.field.computed ? words.computed : words.readOnly });
  await enter(model, cells);
  await settle(model);
}

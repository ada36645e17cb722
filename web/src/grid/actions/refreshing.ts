/** Reading the rows on the screen again, and deleting rows. */
import type { RecordRow } from "../../fields";
import type { GridColumn } from "../columns";
import type { GridModel } from "../model";
import { PAGE_SIZE } from "../pages";
import type { Cell } from "../selection";
import { enqueue, messageOf } from "./queue";
import { pagesInView } from "./scrolling";

/** Deletes stored rows, forgets new ones. */
export async function deleteRows(model: GridModel, ids: readonly number[]): Promise<number> {
  const stored = ids.filter((id) => id > 0);
  model.tail = model.tail.filter((row) => row.id > 0 || !ids.includes(row.id));
  const { onDelete } = model.props;
  if (stored.length === 0 || !onDelete) {
    model.relayout();
    model.emit();
    return 0;
  }
  return enqueue(model, async () => {
    try {
      const { deleted, problems } = await onDelete(stored);
      const [problem] = problems ?? [];
      if (problem)
        model.say({
          kind: "error",
          text: problem.message,
          details: (problems ?? []).slice(1).map((one) => one.message),
        });
      if (deleted.length === 0) return 0;
      forget(model, deleted);
      await refresh(model, deleted);
      return deleted.length;
    } catch (error) {
      model.say({ kind: "error", text: messageOf(model, error) });
      return 0;
    }
  });
}

function forget(model: GridModel, ids: readonly number[]): void {
  const gone = new Set(ids);
  for (const id of ids) model.edits.clearRow(id);
  model.checked = new Set([...model.checked].filter((id) => !gone.has(id)));
  model.props.onCheck?.([...model.checked]);
  model.tail = model.tail.filter((row) => !gone.has(row.id));
  if (model.count !== null) model.count = Math.max(0, model.count - ids.length);
}

/**
 * Puts selection and open editor back on the row they were on, wherever it is now. A row that is not to be found leaves nothing
 * active, lest a key meant for it strike another; where rows were deleted on purpose, the cell in their place is active.
 */
function follow(
  model: GridModel,
  moves: number,
  active: { readonly row: RecordRow; readonly cell: Cell; readonly column: GridColumn } | null,
  deleted: readonly number[],
): void {
  const { editing, selection } = model;
  if (editing) {
    const line = model.lineOf(editing.row.id);
    if (line === null || line === editing.cell.line) return;
    const cell = { line, column: editing.cell.column };
    model.editing = { ...editing, cell };
    model.selection = { anchor: cell, focus: cell };
    return;
  }
  if (!active || !selection || model.moves !== moves) return;
  const line = model.lineOf(active.row.id);
  if (line === null && !deleted.includes(active.row.id)) {
    model.selection = null;
    model.anchor = { row: active.row.id, column: active.column.key };
    return;
  }
  const step = line === null ? 0 : line - selection.anchor.line;
  if (step === 0) return;
  const { anchor, focus } = selection;
  model.selection = {
    anchor: { ...anchor, line: anchor.line + step },
    focus: { ...focus, line: focus.line + step },
  };
  model.relayout();
}

/** Reads the visible pages again; saved new rows take their place among the others, the selection follows its row. */
export async function refresh(model: GridModel, deleted: readonly number[] = []): Promise<void> {
  const { active, moves } = model;
  const settled = model.tail.filter((row) => row.id > 0).map((row) => row.id);
  const pages = pagesInView(model, 0);
  const index = active ? model.lines.indexAt(active.cell.line) : -1;
  const page = Math.floor(index / PAGE_SIZE);
  if (index >= 0 && active && active.cell.line < model.lines.total && !pages.includes(page)) pages.push(page);
  const { done, count } = await model.loader.refresh(pages.length > 0 ? pages : [0]);
  if (!done) return;
  model.tail = model.tail.filter((row) => !settled.includes(row.id));
  if (count === null && model.count !== null) model.count += settled.length;
  model.relayout();
  follow(model, moves, active, deleted);
  model.loader.want(pagesInView(model), true);
  model.figures += 1;
  model.emit();
}

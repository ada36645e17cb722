/** Undo and redo of one's own edits. What somebody changed meanwhile is not taken back. */
import type { RecordRow } from "../../fields";
import { same } from "../../fields/value";
import { type CellChange, type HistoryEntry, reversed } from "../history";
import type { GridModel } from "../model";
import { createRows } from "./creating";
import { settle } from "./leaving";
import { deleteRows, refresh } from "./refreshing";
import { saveCells } from "./saving";
import { show } from "./scrolling";

async function write(model: GridModel, cells: readonly CellChange[]): Promise<boolean> {
  const open = cells.filter((cell) => {
    const row = model.row(cell.id);
    return !row || same(row.values[cell.field], cell.before);
  });
  if (open.length < cells.length) model.say({ kind: "warning", text: model.words.undoGone });
  if (open.length === 0) return false;
  const { saved, refused } = await saveCells(model, open, false);
  if (refused.length > 0) {
    for (const cell of open) model.edits.clear(cell.id, cell.field);
    model.say({ kind: "error", text: refused[0] ?? model.words.saveFailed });
  }
  const [first] = saved;
  const line = first && model.lineOf(first.id);
  const column = first && model.columns.list.findIndex((one) => one.key === first.field);
  if (line != null && column !== undefined && column >= 0) {
    model.selection = { anchor: { line, column }, focus: { line, column } };
    show(model, { line, column });
  }
  return saved.length > 0;
}

async function remake(
  model: GridModel,
  entry: Extract<HistoryEntry, { kind: "create" }>,
): Promise<HistoryEntry> {
  const drafts: RecordRow[] = entry.rows.map(({ values }) => model.newDraft(values));
  const start = model.tail.length - drafts.length;
  model.relayout();
  await createRows(model, drafts, false);
  return {
    kind: "create",
    rows: entry.rows.map(({ values }, index) => ({ id: model.tail[start + index]?.id ?? 0, values })),
  };
}

async function restore(model: GridModel, ids: readonly number[]): Promise<boolean> {
  const { onRestore } = model.props;
  if (!onRestore) return false;
  const { records, problems } = await onRestore(ids);
  const [problem] = problems ?? [];
  if (problem) model.say({ kind: "error", text: problem.message });
  if (model.count !== null) model.count += records.length;
  await refresh(model);
  return records.length > 0 || !problem;
}

export async function undo(model: GridModel): Promise<void> {
  const entry = model.history.takePast();
  if (!entry) {
    model.say({ kind: "info", text: model.words.nothingToUndo });
    return;
  }
  let done = false;
  if (entry.kind === "edit") done = await write(model, reversed(entry.cells));
  else if (entry.kind === "create")
    done =
      (await deleteRows(
        model,
        entry.rows.map((row) => row.id),
        false,
      )) > 0;
  else done = await restore(model, entry.ids);
  if (done) model.history.undone(entry);
  model.emit();
  await settle(model);
}

export async function redo(model: GridModel): Promise<void> {
  const entry = model.history.takeFuture();
  if (!entry) {
    model.say({ kind: "info", text: model.words.nothingToRedo });
    return;
  }
  if (entry.kind === "edit") {
    if (await write(model, entry.cells)) model.history.redone(entry);
  } else if (entry.kind === "create") {
    model.history.redone(await remake(model, entry));
  } else if ((await deleteRows(model, entry.ids, false)) > 0) {
    model.history.redone(entry);
  }
  model.emit();
  await settle(model);
}

/** What happens when a row is left: new rows are saved, written rows are read again in their place. */
import { isBlank } from "../../fields/value";
import type { GridModel } from "../model";
import { createRows } from "./creating";
import { isSaving } from "./queue";
import { refresh } from "./refreshing";
import { isWaiting } from "./waiting";

/** Nothing was entered: neither by hand nor refused. What defaults put there does not count. */
function isEmptyDraft(model: GridModel, id: number): boolean {
  const row = model.row(id);
  if (!row) return true;
  if (model.edits.of(id)) return false;
  return (
    !model.dirtyDrafts.has(id) ||
    Object.values(row.values).every((value) => isBlank(value) || value === false)
  );
}

/** Saves new rows except the active one; with `all` that one too. Blank ones vanish. */
export async function settleDrafts(model: GridModel, all = false): Promise<void> {
  const active = all ? undefined : model.active?.row.id;
  const left = model.tail.filter(
    (row) => row.id < 0 && row.id !== active && !model.sendingDrafts.has(row.id) && !isWaiting(model, row.id),
  );
  const blank = new Set(left.filter((row) => isEmptyDraft(model, row.id)).map((row) => row.id));
  if (blank.size > 0) {
    model.tail = model.tail.filter((row) => !blank.has(row.id));
    model.relayout();
    model.emit();
  }
  const unsent = left.filter(
    (row) => !blank.has(row.id) && model.dirtyDrafts.has(row.id) && !model.edits.hasFailed(row.id),
  );
  if (unsent.length > 0) await createRows(model, unsent);
}

/** Call after the active cell moved, editing ended, or a save came back. `gone`: the grid itself was left. */
export async function settle(model: GridModel, gone = false): Promise<void> {
  if (model.editing) return;
  await settleDrafts(model, gone);
  if (model.editing || isSaving(model) || (model.written.size === 0 && !model.stale)) return;
  const active = gone ? undefined : model.active?.row.id;
  if (active !== undefined && model.written.has(active)) return;
  model.written.clear();
  model.stale = false;
  await refresh(model);
}

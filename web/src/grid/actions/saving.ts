/** Writing to the server, one request at a time, so that each is made on the version the one before has left. */
import type { RecordRow, Value, Values } from "../../fields";
import { same } from "../../fields/value";
import type { CellChange } from "../history";
import type { GridModel } from "../model";
import type { RowProblem, SaveResult } from "../types";

const queues = new WeakMap<GridModel, { tail: Promise<unknown>; length: number }>();

function enqueue<T>(model: GridModel, task: () => Promise<T>): Promise<T> {
  const queue = queues.get(model) ?? { tail: Promise.resolve(), length: 0 };
  queues.set(model, queue);
  queue.length += 1;
  const run = queue.tail.then(task).finally(() => {
    queue.length -= 1;
  });
  queue.tail = run.catch(() => undefined);
  return run;
}

export const isSaving = (model: GridModel): boolean => (queues.get(model)?.length ?? 0) > 0;

const messageOf = (model: GridModel, error: unknown): string =>
  error instanceof Error && error.message ? error.message : model.words.saveFailed;

function group(cells: readonly CellChange[]): { id: number; values: Values }[] {
  const rows = new Map<number, Record<string, Value>>();
  for (const { id, field, after } of cells) {
    const values = rows.get(id) ?? {};
    values[field] = after;
    rows.set(id, values);
  }
  return [...rows].map(([id, values]) => ({ id, values }));
}

/** Which cells a refusal is about; a refusal that names no sent field is about the whole row. */
function blamed(cells: readonly CellChange[], id: number, problem: RowProblem): readonly CellChange[] {
  const ofRow = cells.filter((cell) => cell.id === id);
  const exact = ofRow.filter((cell) => cell.field === problem.field);
  return exact.length > 0 ? exact : ofRow;
}

export interface SaveOutcome {
  readonly saved: readonly CellChange[];
  readonly refused: readonly string[];
}

/**
 * Saves cells of stored rows. What is refused stays in its cell with the reason; the rows the server did not object to are sent again
 * without the others, since it writes all or nothing.
 */
export function saveCells(
  model: GridModel,
  cells: readonly CellChange[],
  remember = true,
): Promise<SaveOutcome> {
  const edits = cells.map((cell) => {
    const edit = { value: cell.after, status: "saving" as const };
    model.edits.set(cell.id, cell.field, edit);
    return { cell, edit };
  });
  const settle = (cell: CellChange) => {
    const own = edits.find((one) => one.cell === cell);
    if (own) model.edits.clear(cell.id, cell.field, own.edit);
  };
  const refuse = (cell: CellChange, message: string, conflict = false) => {
    if (model.edits.cell(cell.id, cell.field) !== edits.find((one) => one.cell === cell)?.edit) return;
    model.edits.set(cell.id, cell.field, { value: cell.after, status: "failed", message, conflict });
  };
  model.emit();
  return enqueue(model, async () => {
    const { onChange } = model.props;
    let open = cells;
    const saved: CellChange[] = [];
    const refused: string[] = [];
    while (open.length > 0 && onChange) {
      const rows = group(open);
      const changes = rows.map((row) => ({ ...row, version: model.versionOf(row.id) }));
      let result: SaveResult;
      try {
        result = await onChange(changes);
      } catch (error) {
        for (const cell of open) refuse(cell, messageOf(model, error));
        refused.push(messageOf(model, error));
        break;
      }
      model.patch([...result.records, ...(result.touched ?? [])]);
      const failed = new Set<number>();
      for (const problem of result.problems ?? []) {
        const id = changes[problem.row]?.id ?? changes[0]?.id;
        if (id === undefined) continue;
        failed.add(id);
        const conflict = problem.current !== undefined || problem.code.includes("conflict");
        if (problem.current) model.patch([problem.current]);
        for (const cell of blamed(open, id, problem)) refuse(cell, problem.message, conflict);
        refused.push(problem.message);
      }
      const good = open.filter((cell) => !failed.has(cell.id));
      for (const cell of open) {
        const edit = model.edits.cell(cell.id, cell.field);
        if (
          failed.has(cell.id) &&
          edit?.status === "saving" &&
          edit === edits.find((one) => one.cell === cell)?.edit
        ) {
          refuse(cell, refused.at(-1) ?? model.words.saveFailed);
        }
      }
      if (failed.size > 0 && result.records.length === 0) {
        if (good.length === open.length) break;
        open = good;
        continue;
      }
      for (const cell of good) {
        settle(cell);
        model.written.add(cell.id);
        saved.push(cell);
      }
      break;
    }
    if (remember && saved.length > 0) model.history.push({ kind: "edit", cells: saved });
    model.figures += 1;
    model.emit();
    return { saved, refused };
  });
}

/** Saves new rows. A refused one stays at the end, its problems in its cells. */
export function createRows(model: GridModel, drafts: readonly RecordRow[], remember = true): Promise<number> {
  for (const draft of drafts) {
    model.dirtyDrafts.delete(draft.id);
    model.sendingDrafts.add(draft.id);
  }
  return enqueue(model, async () => {
    const { onCreate } = model.props;
    let open = drafts.map((draft) => model.row(draft.id)).filter((draft) => draft !== undefined);
    let made = 0;
    while (open.length > 0 && onCreate) {
      let result: SaveResult;
      try {
        result = await onCreate(open.map(({ values }) => ({ values })));
      } catch (error) {
        for (const draft of open) blameDraft(model, draft, null, messageOf(model, error));
        break;
      }
      const failed = new Set<number>();
      for (const problem of result.problems ?? []) {
        const draft = open[problem.row] ?? open[0];
        if (!draft) continue;
        failed.add(draft.id);
        blameDraft(model, draft, problem.field, problem.message);
      }
      const good = open.filter((draft) => !failed.has(draft.id));
      if (result.records.length === 0) {
        if (failed.size === 0 || good.length === open.length) break;
        open = good;
        continue;
      }
      const rows = result.records.slice(0, good.length);
      rows.forEach((row, index) => {
        const draft = good[index];
        if (draft) model.edits.clearRow(draft.id);
        model.tail = model.tail.map((old) =>
          old.id === draft?.id ? { ...row, values: { ...old.values, ...row.values } } : old,
        );
        model.versions.set(row.id, row.version);
        model.written.add(row.id);
      });
      made += rows.length;
      model.patch(result.touched ?? []);
      if (remember)
        model.history.push({
          kind: "create",
          rows: rows.map((row, index) => ({ id: row.id, values: good[index]?.values ?? {} })),
        });
      break;
    }
    for (const draft of drafts) model.sendingDrafts.delete(draft.id);
    model.figures += 1;
    model.emit();
    return made;
  });
}

function blameDraft(model: GridModel, draft: RecordRow, field: string | null, message: string): void {
  const shown = model.columns.list.find((column) => column.key === field);
  const column = shown ?? model.columns.list.find((one) => one.writable);
  if (!column) return;
  const label = model.props.table.fields.find((one) => one.key === field)?.label;
  const text = shown || !label || message.includes(label) ? message : `${label}：${message}`;
  model.edits.set(draft.id, column.key, {
    value: draft.values[column.key] ?? null,
    status: "failed",
    message: text,
  });
}

/** Deletes stored rows, forgets new ones. */
export async function deleteRows(model: GridModel, ids: readonly number[], remember = true): Promise<number> {
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
      if (remember && model.props.onRestore) model.history.push({ kind: "delete", ids: deleted });
      await refresh(model);
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

/** Reads the visible pages again; saved new rows take their place among the others, the selection follows its row. */
export async function refresh(model: GridModel): Promise<void> {
  const active = model.active;
  const settled = model.tail.filter((row) => row.id > 0).map((row) => row.id);
  const pages = model.pagesInView(0);
  const { done, count } = await model.loader.refresh(pages.length > 0 ? pages : [0]);
  if (!done) return;
  model.written.clear();
  model.tail = model.tail.filter((row) => !settled.includes(row.id));
  if (count === null && model.count !== null) model.count += settled.length;
  model.relayout();
  if (active && model.selection && !model.editing) {
    const line = model.lineOf(active.row.id);
    const step = line === null ? 0 : line - active.cell.line;
    const { anchor, focus } = model.selection;
    if (step !== 0) {
      model.selection = {
        anchor: { ...anchor, line: anchor.line + step },
        focus: { ...focus, line: focus.line + step },
      };
      model.relayout();
    }
  }
  model.figures += 1;
  model.emit();
}

/** Enters values for cells: new rows keep them until they are saved, stored rows are saved now. Equal values are left alone. */
export function enter(
  model: GridModel,
  cells: readonly { row: RecordRow; field: string; value: Value }[],
): Promise<SaveOutcome> {
  const changes: CellChange[] = [];
  for (const { row, field, value } of cells) {
    const stored = model.row(row.id) ?? row;
    const before = stored.values[field] ?? null;
    const pending = model.edits.cell(row.id, field);
    if (row.id < 0) {
      model.tail = model.tail.map((old) =>
        old.id === row.id ? { ...old, values: { ...old.values, [field]: value } } : old,
      );
      model.edits.clear(row.id, field);
      model.dirtyDrafts.add(row.id);
    } else if (!pending && same(before, value)) {
      // nothing to do
    } else if (pending?.status === "failed" && same(before, value)) {
      model.edits.clear(row.id, field);
    } else {
      changes.push({ id: row.id, field, before, after: value });
    }
  }
  model.emit();
  return changes.length > 0 ? saveCells(model, changes) : Promise.resolve({ saved: [], refused: [] });
}

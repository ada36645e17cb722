/** Writing cells to the server: what is refused stays where it was entered. */
import type { RecordRow, Value, Values } from "../../fields";
import { same } from "../../fields/value";
import type { CellChange } from "../history";
import type { GridModel } from "../model";
import type { RowProblem, SaveResult } from "../types";
import { enqueue, messageOf } from "./queue";

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

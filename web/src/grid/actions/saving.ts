/** Writing cells to the server: what is refused stays where it was entered. */
import type { RecordRow, Value, Values } from "../../fields";
import { overtakes, same } from "../../fields/value";
import type { CellEdit } from "../edits";
import type { GridModel } from "../model";
import type { RowProblem, SaveResult } from "../types";
import { enqueue, messageOf } from "./queue";

/** A cell on its way to the server; `before` is what the change was made on. */
export interface CellChange {
  readonly id: number;
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
}

/** A row that others keep changing is tried only so often. */
const MOST_TRIES = 5;

function group(cells: readonly CellChange[]): { id: number; values: Values }[] {
  const rows = new Map<number, Record<string, Value>>();
  for (const { id, field, after } of cells) {
    const values = rows.get(id) ?? {};
    values[field] = after;
    rows.set(id, values);
  }
  return [...rows].map(([id, values]) => ({ id, values }));
}

/** Cells that somebody else gave another value meanwhile; the others of their row can be saved on its new version. */
function overtaken(cells: readonly CellChange[], now: RecordRow): readonly CellChange[] {
  return cells.filter((cell) => {
    const theirs = now.values[cell.field] ?? null;
    return cell.id === now.id && !same(theirs, cell.before) && !same(theirs, cell.after);
  });
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
 * without the others, since it writes all or nothing. Where somebody changed other cells of a row meanwhile, ours are saved beside
 * theirs; where they changed the same cell, both values are shown and the person chooses.
 */
export function saveCells(model: GridModel, cells: readonly CellChange[]): Promise<SaveOutcome> {
  const edits = cells.map((cell) => {
    const edit = { value: cell.after, status: "saving" as const };
    model.edits.set(cell.id, cell.field, edit);
    return { cell, edit };
  });
  const settle = (cell: CellChange) => {
    const own = edits.find((one) => one.cell === cell);
    if (own) model.edits.clear(cell.id, cell.field, own.edit);
  };
  const refuse = (cell: CellChange, message: string, why: Pick<CellEdit, "conflict" | "lost"> = {}) => {
    if (model.edits.cell(cell.id, cell.field) !== edits.find((one) => one.cell === cell)?.edit) return;
    model.edits.set(cell.id, cell.field, { value: cell.after, status: "failed", message, ...why });
  };
  model.emit();
  return enqueue(model, async () => {
    const { onChange } = model.props;
    let open = cells;
    const saved: CellChange[] = [];
    const refused: string[] = [];
    for (let tries = 0; open.length > 0 && onChange; tries += 1) {
      const rows = group(open);
      const changes = rows.map((row) => ({ ...row, version: model.versionOf(row.id) }));
      let result: SaveResult;
      try {
        result = await onChange(changes);
      } catch (error) {
        for (const cell of open) refuse(cell, messageOf(model, error), { lost: { before: cell.before } });
        refused.push(messageOf(model, error));
        break;
      }
      model.patch([...result.records, ...(result.touched ?? [])]);
      const failed = new Set<number>();
      const lost = new Set<CellChange>();
      for (const problem of result.problems ?? []) {
        const id = changes[problem.row]?.id ?? changes[0]?.id;
        if (id === undefined) continue;
        if (problem.current && tries < MOST_TRIES) {
          model.patch([problem.current]);
          for (const cell of overtaken(open, problem.current)) {
            lost.add(cell);
            refuse(cell, model.words.conflict, { conflict: true });
            refused.push(problem.message);
          }
          continue;
        }
        failed.add(id);
        for (const cell of blamed(open, id, problem)) refuse(cell, problem.message);
        refused.push(problem.message);
      }
      const again = (result.problems ?? []).some((problem) => problem.current) && tries < MOST_TRIES;
      const good = open.filter((cell) => !failed.has(cell.id) && !lost.has(cell));
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
      if ((failed.size > 0 || again) && result.records.length === 0) {
        if (good.length === open.length && !again) break;
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
    model.figures += 1;
    model.emit();
    return { saved, refused };
  });
}

export interface Entered {
  readonly row: RecordRow;
  readonly field: string;
  readonly value: Value;
  /** What the person saw when they began to type, and the row's version then. */
  readonly base?: { readonly value: Value; readonly version: number };
}

/** Enters values for cells: new rows keep them until they are saved, stored rows are saved now. Equal values are left alone. */
export function enter(model: GridModel, cells: readonly Entered[]): Promise<SaveOutcome> {
  const changes: CellChange[] = [];
  for (const { row, field, value, base } of cells) {
    const stored = model.row(row.id) ?? row;
    const before = stored.values[field] ?? null;
    const pending = model.edits.cell(row.id, field);
    if (row.id < 0) {
      model.tail = model.tail.map((old) =>
        old.id === row.id ? { ...old, values: { ...old.values, [field]: value } } : old,
      );
      model.edits.clear(row.id, field);
      model.dirtyDrafts.add(row.id);
    } else if (
      base &&
      (model.foreign.get(row.id) ?? 0) > base.version &&
      overtakes(before, base.value, value)
    ) {
      model.edits.set(row.id, field, {
        value,
        status: "failed",
        message: model.words.conflict,
        conflict: true,
      });
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

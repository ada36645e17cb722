/** Paste: what goes where is planned first (pure), then read, then written in one go. Nothing outside the block is ever touched. */
import type { Parsed, RecordRow, Value } from "../../fields";
import type { Block } from "../clipboard";
import { readTable } from "../clipboard";
import type { GridColumn } from "../columns";
import type { GridModel } from "../model";
import type { Rect } from "../selection";
import { counted } from "../words";
import { lastCopy, WRITE_ROWS } from "./copying";
import { createRows } from "./creating";
import { settle } from "./leaving";
import { readRows } from "./reading";
import { enter } from "./saving";

export const PASTE_COLUMNS = 100;

export interface PastePlan {
  /** The rectangle that is written, past the last line and never past the last column. */
  readonly target: Rect;
  /** Rows beyond the last line. */
  readonly fresh: number;
  readonly cutRows: number;
  readonly cutColumns: number;
}

/** One value fills the whole selection; a block repeats when the selection is a multiple of it; else it starts at the top left. */
export function planPaste(
  block: Block,
  selection: Rect,
  bounds: { lines: number; columns: number },
  canCreate: boolean,
): PastePlan {
  const height = block.length;
  const width = Math.max(0, ...block.map((row) => row.length));
  const [high, wide] = [selection.bottom - selection.top + 1, selection.right - selection.left + 1];
  const repeats = high % height === 0 && wide % width === 0;
  const wantedRows = repeats ? high : height;
  const wantedColumns = repeats ? wide : width;
  const rows = Math.min(wantedRows, WRITE_ROWS);
  const fits = Math.min(wantedColumns, PASTE_COLUMNS, bounds.columns - selection.left);
  const over = Math.max(0, selection.top + rows - bounds.lines);
  return {
    target: {
      top: selection.top,
      left: selection.left,
      bottom: selection.top + rows - 1 - (canCreate ? 0 : over),
      right: selection.left + fits - 1,
    },
    fresh: canCreate ? over : 0,
    cutRows: wantedRows - rows + (canCreate ? 0 : over),
    cutColumns: wantedColumns - fits,
  };
}

/** A paste is one gesture: one undo takes all of it back. */
export const pasteAsOne = (model: GridModel, text: string): Promise<void> =>
  (model.props.asOne ?? ((run) => run()))(() => paste(model, text));

interface Entry {
  readonly row: RecordRow;
  readonly column: GridColumn;
  readonly text: string;
  readonly known?: Value;
}

export async function paste(model: GridModel, text: string): Promise<void> {
  const { rect, words, props } = model;
  const block = readTable(text);
  if (!rect || block.length === 0) return;
  const details: string[] = [];
  const canCreate = props.canCreate === true && props.onCreate !== undefined && !props.groups;
  const plan = planPaste(block, rect, model.bounds, canCreate);
  const { target } = plan;
  if (plan.cutRows > 0 && block.length > WRITE_ROWS)
    details.push(words.pasteLimit(counted(WRITE_ROWS), counted(PASTE_COLUMNS)));
  else if (plan.cutRows > 0) details.push(words.pasteLong(counted(plan.cutRows)));
  if (plan.cutColumns > 0) details.push(words.pasteWide(counted(plan.cutColumns)));

  const stored = await readRows(model, target.top, Math.min(target.bottom, model.lineCount - 1));
  const fresh = Array.from({ length: plan.fresh }, () => model.newDraft({}));
  const rows = [...stored, ...fresh];
  const columns = model.columns.list.slice(target.left, target.right + 1);
  const writable = columns.filter((column) => rows.some((row) => model.canWriteRow(row, column)));
  const skipped = columns.filter((column) => !writable.includes(column));
  if (skipped.length > 0)
    details.push(words.pasteSkipped(skipped.map((column) => column.field.label).join("、")));

  const copied = lastCopy(model);
  const known = copied?.text === text ? copied : undefined;
  const entries = rows.flatMap((row, at) => {
    const line = block[at % block.length] ?? [];
    return columns.flatMap((column, index): Entry[] => {
      const from = index % Math.max(1, ...block.map((one) => one.length));
      const cell = line[from];
      if (cell === undefined || !model.canWriteRow(row, column)) return [];
      const source = known?.columns[from];
      const fits =
        source !== undefined &&
        (source.key === column.key ||
          (source.field.type === column.field.type &&
            source.field.options === column.field.options &&
            source.field.settings.table === column.field.settings.table));
      return [
        { row, column, text: cell, known: fits ? known?.values[at % block.length]?.[from] : undefined },
      ];
    });
  });
  const bad = await write(model, entries);
  if (bad.length > 0) details.unshift(words.pasteBad(counted(bad.length)), ...bad.slice(0, 5));
  const summary = words.pasted(counted(rows.length), counted(fresh.length));
  model.relayout();
  model.selection = {
    anchor: { line: target.top, column: target.left },
    focus: { line: target.bottom, column: target.right },
  };
  if (details.length > 0)
    model.say({
      kind: "warning",
      text: [summary, ...details.slice(0, 1)].join("。"),
      details: details.slice(1),
    });
  else if (entries.length > 1) model.say({ kind: "info", text: summary });
  else model.emit();
  const drafts = fresh.filter((row) => !model.edits.hasFailed(row.id));
  if (drafts.length > 0)
    await createRows(
      model,
      drafts.flatMap((row) => model.row(row.id) ?? []),
    );
  await settle(model);
}

/** Reads and enters; answers what could not be read. */
async function write(model: GridModel, entries: readonly Entry[]): Promise<string[]> {
  const read = new Map<string, Parsed | Promise<Parsed>>();
  const parse = (entry: Entry): Parsed | Promise<Parsed> => {
    if (entry.known !== undefined) return { value: entry.known };
    const key = `${entry.column.key}\n${entry.text}`;
    let parsed = read.get(key);
    if (!parsed) {
      parsed = entry.column.ui.parse(entry.text, entry.column.field, model.props.context);
      if (parsed instanceof Promise)
        parsed = parsed.catch((error: unknown) => ({
          problem: error instanceof Error ? error.message : model.words.saveFailed,
        }));
      read.set(key, parsed);
    }
    return parsed;
  };
  const outcomes = await Promise.all(entries.map(parse));
  const good: { row: RecordRow; field: string; value: Value }[] = [];
  const bad: string[] = [];
  entries.forEach(({ row, column, text }, index) => {
    const outcome = outcomes[index];
    if (!outcome) return;
    if ("value" in outcome) {
      good.push({ row, field: column.key, value: outcome.value });
      return;
    }
    const line = model.lineOf(row.id);
    bad.push(
      `${line === null ? "" : `${model.words.row(counted(model.numberOf(line)))} `}${column.field.label}：${outcome.problem}`,
    );
    model.edits.set(row.id, column.key, {
      value: row.values[column.key] ?? null,
      raw: text,
      status: "failed",
      message: outcome.problem,
    });
    if (row.id < 0) model.dirtyDrafts.add(row.id);
  });
  await enter(model, good);
  return bad;
}

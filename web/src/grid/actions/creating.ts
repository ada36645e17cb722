/** Saving new rows. */
import type { RecordRow, Values } from "../../fields";
import { same } from "../../fields/value";
import type { GridModel } from "../model";
import type { SaveResult } from "../types";
import type { Parcel } from "../waiting";
import { enqueue } from "./queue";
import { saveCells } from "./saving";
import { wait, waitNoMore } from "./waiting";

/** A new row and what of it was sent. */
interface Outgoing {
  readonly draft: number;
  readonly values: Values;
}

/** Saves new rows. A refused one stays at the end, its problems in its cells; one the server was not heard about waits. */
export function createRows(model: GridModel, drafts: readonly RecordRow[]): Promise<number> {
  for (const draft of drafts) {
    model.dirtyDrafts.delete(draft.id);
    model.sendingDrafts.add(draft.id);
  }
  return enqueue(model, async () => {
    const open = drafts.flatMap(({ id }) => {
      const values = model.row(id)?.values;
      return values ? [{ draft: id, values }] : [];
    });
    const made = await deliver(model, open, { key: crypto.randomUUID(), since: Date.now() });
    for (const draft of drafts) model.sendingDrafts.delete(draft.id);
    model.figures += 1;
    model.emit();
    return made;
  });
}

/** Sends what waits once more, exactly as it was. Answers how many rows are saved now. */
export function sendWaiting(model: GridModel): Promise<number> {
  return enqueue(model, async () => {
    let made = 0;
    for (const { parcel, drafts } of model.waiting) {
      const open = parcel.rows.map((values, index) => ({ draft: drafts[index] ?? 0, values }));
      const before = model.waiting.length;
      made += await deliver(model, open, parcel);
      if (model.waiting.length >= before) break; // not heard this time either
    }
    model.figures += 1;
    model.emit();
    return made;
  });
}

async function deliver(
  model: GridModel,
  rows: readonly Outgoing[],
  first: Pick<Parcel, "key" | "since">,
): Promise<number> {
  const { onCreate } = model.props;
  let open = rows;
  let sent = first;
  while (open.length > 0 && onCreate) {
    let result: SaveResult;
    try {
      result = await onCreate(
        open.map(({ values }) => ({ values })),
        sent.key,
      );
    } catch {
      wait(
        model,
        { ...sent, rows: open.map(({ values }) => values) },
        open.map(({ draft }) => draft),
      );
      return 0;
    }
    waitNoMore(model, sent.key);
    const failed = new Set<number>();
    for (const problem of result.problems ?? []) {
      const row = open[problem.row] ?? open[0];
      if (!row) continue;
      failed.add(row.draft);
      blame(model, row, problem.field, problem.message);
    }
    const good = open.filter((row) => !failed.has(row.draft));
    if (result.records.length > 0) {
      const records = result.records.slice(0, good.length);
      records.forEach((record, index) => {
        const row = good[index];
        if (row) replace(model, row, record);
      });
      model.patch(result.touched ?? []);
      return records.length;
    }
    if (failed.size === 0 || good.length === open.length) return 0;
    open = good;
    sent = { key: crypto.randomUUID(), since: Date.now() };
  }
  return 0;
}

/** The stored row takes the place of the new one; what was entered there since it was sent is saved on it. */
function replace(model: GridModel, { draft, values }: Outgoing, record: RecordRow): void {
  const shown = model.row(draft);
  const unread = [...(model.edits.of(draft) ?? [])].filter(([, edit]) => edit.raw !== undefined);
  model.edits.clearRow(draft);
  model.dirtyDrafts.delete(draft);
  model.tail = model.tail.map((old) =>
    old.id === draft ? { ...record, values: { ...old.values, ...record.values } } : old,
  );
  const { editing } = model;
  if (editing?.row.id === draft) {
    const value = record.values[editing.column.key] ?? null;
    model.editing = { ...editing, row: record, base: { value, version: record.version } };
  }
  model.versions.set(record.id, record.version);
  model.written.add(record.id);
  for (const [field, edit] of unread) model.edits.set(record.id, field, edit);
  const later = Object.entries(shown?.values ?? {}).filter(
    ([field, value]) => !same(value, values[field] ?? null),
  );
  if (later.length > 0)
    void saveCells(
      model,
      later.map(([field, after]) => ({
        id: record.id,
        field,
        before: record.values[field] ?? null,
        after,
      })),
    );
}

/** Puts a problem of a new row into the cell it is about, or into the first that can be written. */
function blame(model: GridModel, row: Outgoing, field: string | null, message: string): void {
  const shown = model.columns.list.find((column) => column.key === field);
  const column = shown ?? model.columns.list.find((one) => one.writable);
  if (!column) return;
  const label = model.props.table.fields.find((one) => one.key === field)?.label;
  const text = shown || !label || message.includes(label) ? message : `${label}：${message}`;
  model.edits.set(row.draft, column.key, {
    value: model.row(row.draft)?.values[column.key] ?? null,
    status: "failed",
    message: text,
  });
}

/** Saving new rows. */
import type { RecordRow } from "../../fields";
import type { GridModel } from "../model";
import type { SaveResult } from "../types";
import { enqueue, messageOf } from "./queue";

/** Saves new rows. A refused one stays at the end, its problems in its cells. */
export function createRows(model: GridModel, drafts: readonly RecordRow[]): Promise<number> {
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

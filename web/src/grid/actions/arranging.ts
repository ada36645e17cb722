/** Rows that people put into an order by hand, where nothing sorts or groups them. */
import type { GridModel } from "../model";
import { commit } from "./editing";
import { enqueue, messageOf } from "./queue";
import { refresh } from "./refreshing";

/** Whether the row of a line can be put elsewhere, and others beside it. */
export function isArrangeable(model: GridModel, line: number): boolean {
  const { onArrange, groups } = model.props;
  return onArrange !== undefined && !groups && (model.rowAt(line)?.id ?? -1) > 0;
}

/** Puts the row of one line where that of another one is, which gives way towards where the first one was. */
export async function arrange(model: GridModel, from: number, to: number): Promise<void> {
  const [row, other] = [model.rowAt(from), model.rowAt(to)];
  if (from === to || !row || !other || !isArrangeable(model, from) || !isArrangeable(model, to)) return;
  if (model.editing) commit(model);
  await enqueue(model, () => put(model, row.id, to < from ? "before" : "after", other.id));
}

/** Puts the active row one place further up or down. */
export async function carry(model: GridModel, step: 1 | -1): Promise<void> {
  const { active } = model;
  if (!active || !isArrangeable(model, active.cell.line)) return;
  await enqueue(model, async () => {
    // Where the step before this one has left it.
    const line = model.lineOf(active.row.id);
    const other = line === null ? undefined : model.rowAt(line + step);
    if (other && other.id > 0) await put(model, active.row.id, step < 0 ? "before" : "after", other.id);
  });
}

async function put(model: GridModel, id: number, side: "before" | "after", other: number): Promise<void> {
  try {
    await model.props.onArrange?.(id, side, other);
  } catch (error) {
    model.say({ kind: "error", text: messageOf(model, error) });
  }
  await refresh(model);
}

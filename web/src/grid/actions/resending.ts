/** What the server was never heard about, new rows and values, is sent again once it can be reached. */
import { overtakes } from "../../fields/value";
import type { GridModel } from "../model";
import { counted } from "../words";
import { sendWaiting } from "./creating";
import { settle } from "./leaving";
import { refresh } from "./refreshing";
import { type CellChange, saveCells } from "./saving";
import { revive } from "./waiting";

/**
 * Reads the rows in view again, then sends what was lost. Where somebody wrote the same cell meanwhile, both values are shown; a write that
 * had arrived after all, and only its answer was lost, is there already. Rows that are not in view any more are left for the person.
 */
export async function resend(model: GridModel): Promise<void> {
  await refresh(model);
  await resendRows(model);
  const again: CellChange[] = [];
  for (const [id, field, edit] of model.edits.lost()) {
    const row = model.row(id);
    if (!row || !edit.lost) continue;
    const now = row.values[field] ?? null;
    if (overtakes(now, edit.lost.before, edit.value)) {
      const { value } = edit;
      model.edits.set(id, field, { value, status: "failed", message: model.words.conflict, conflict: true });
    } else again.push({ id, field, before: now, after: edit.value });
  }
  model.emit();
  if (again.length > 0) await saveCells(model, again);
}

/** New rows alone; says so when they have arrived. */
export async function resendRows(model: GridModel): Promise<void> {
  if (model.waiting.length === 0) return;
  const made = await sendWaiting(model);
  if (made === 0) return;
  model.say({ kind: "info", text: model.words.arrived(counted(made)) });
  await settle(model);
}

/** Takes up what waited when the page was left. */
export function takeUp(model: GridModel): void {
  revive(model);
  void resendRows(model);
}

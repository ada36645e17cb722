/** New rows that wait for the server: what is held, let go, and taken up again after the page was left. */
import type { GridModel } from "../model";
import type { Parcel } from "../waiting";

export const isWaiting = (model: GridModel, draft: number): boolean =>
  draft < 0 && model.waiting.some(({ drafts }) => drafts.includes(draft));

/** Holds a request that the server was not heard about. */
export function wait(model: GridModel, parcel: Parcel, drafts: readonly number[]): void {
  const kept = model.props.keeper?.keep(parcel) ?? false;
  const others = model.waiting.filter((one) => one.parcel.key !== parcel.key);
  model.waiting = [...others, { parcel, drafts, kept }];
}

/** The server has answered. */
export function waitNoMore(model: GridModel, key: string): void {
  if (!model.waiting.some(({ parcel }) => parcel.key === key)) return;
  model.waiting = model.waiting.filter(({ parcel }) => parcel.key !== key);
  model.props.keeper?.drop(key);
}

/** Puts what waited when the page was left at the end again; what is too old to be made only once is for the person to judge. */
export function revive(model: GridModel): void {
  const { keeper, canCreate, onCreate } = model.props;
  if (!keeper || !canCreate || !onCreate) return;
  const held = new Set(model.waiting.map(({ parcel }) => parcel.key));
  const found = keeper.load().filter(({ key }) => !held.has(key));
  if (found.length === 0) return;
  for (const { forgotten, ...parcel } of found) {
    const drafts = parcel.rows.map((values) => model.newDraft(values).id);
    if (!forgotten) {
      model.waiting = [...model.waiting, { parcel, drafts, kept: true }];
      continue;
    }
    keeper.drop(parcel.key);
    const column = model.columns.list.find((one) => one.writable);
    for (const [index, draft] of drafts.entries())
      if (column)
        model.edits.set(draft, column.key, {
          value: parcel.rows[index]?.[column.key] ?? null,
          status: "failed",
          message: model.words.forgotten,
        });
  }
  model.relayout();
  model.emit();
}

/** Others' edits: put in place as they come, without disturbing whoever is typing. */
import type { RecordRow } from "../../fields";
import type { GridModel } from "../model";
import type { RowNews } from "../types";
import { enqueue, isSaving } from "./queue";
import { refresh } from "./refreshing";

/** More rows than this are not read one by one: the pages in view are read again instead. */
const MOST_READ = 20;
const LIT_MS = 1600;
/** Rows move and vanish together, some time after the first of the news. */
const REFRESH_MS = 1000;

function light(model: GridModel, ids: readonly number[]): void {
  model.lit = new Set([...model.lit, ...ids]);
  setTimeout(() => {
    model.lit = new Set([...model.lit].filter((id) => !ids.includes(id)));
    model.emit();
  }, LIT_MS);
}

const timers = new WeakMap<GridModel, ReturnType<typeof setTimeout>>();

/** Reads the rows in view again soon; not under an open editor, and not while the row one is on would be taken away. */
function refreshSoon(model: GridModel): void {
  if (timers.has(model)) return;
  timers.set(
    model,
    setTimeout(() => {
      timers.delete(model);
      const active = model.active?.row.id;
      if (model.editing || isSaving(model) || (active !== undefined && model.written.has(active)))
        model.stale = true;
      else void refresh(model);
    }, REFRESH_MS),
  );
}

async function read(model: GridModel, ids: readonly number[]): Promise<void> {
  const { onRead } = model.props;
  if (!onRead || ids.length === 0 || ids.length > MOST_READ) return;
  const rows: readonly RecordRow[] = await onRead(ids).catch(() => []);
  model.patch(rows);
  light(
    model,
    rows.map((row) => row.id),
  );
  model.emit();
}

export function follow(model: GridModel, news: readonly RowNews[]): void {
  // After the writes that are under way: what they are answered may be the very news.
  void enqueue(model, async () => {
    const fresh = news.filter(
      ({ id, version, kind }) =>
        id === null || kind !== "update" || version === null || version > (model.versionOf(id) ?? 0),
    );
    if (fresh.length === 0) return;
    const changed = fresh.flatMap(({ id, kind }) =>
      id !== null && (kind === "update" || kind === "computed") && model.row(id) ? [id] : [],
    );
    for (const { id, version, kind } of fresh)
      if (id !== null && version !== null && kind === "update") model.foreign.set(id, version);
    const active = model.active?.row.id;
    if (active !== undefined && changed.includes(active)) model.written.add(active);
    await read(model, changed);
    refreshSoon(model);
  });
}

/** Batches of changes: the latest ones, what undoing one would do, undoing it; and the trash, which is undone the same way. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Schemas } from "./contract";

export type Undone = Schemas["Undone"];
export type UndoPreview = Schemas["UndoPreview"];
/** A batch without what is told of it in a list or before its undo. */
export type Batch = Omit<RecentBatch, "tables">;
export type RecentBatch = Schemas["BatchList"]["batches"][number];
export type TrashItem = Schemas["Trash"]["items"][number];

/** What stayed as it is, and why; table and id are null where the caller has no sight of it. */
export type Kept = Undone["kept"][number];

const base = (ws: string) => `/workspaces/${ws}/batches` as const;

export const recentQuery = (ws: string, mine: boolean, limit: number) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "batches", mine, limit],
    queryFn: async ({ signal }) => (await request(base(ws), { query: { mine, limit }, signal })).batches,
  });

export const previewQuery = (ws: string, batch: string) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "batches", "preview", batch],
    queryFn: ({ signal }) => request(`${base(ws)}/${batch}`, { signal }),
    staleTime: 0,
  });

export const undoBatch = (ws: string, batch: string) =>
  request(`${base(ws)}/${batch}/undo`, { method: "POST" });

export const fetchTrash = (
  ws: string,
  query: { table: string | null; q: string; cursor: string | null },
  signal?: AbortSignal,
) =>
  request(`/workspaces/${ws}/trash`, {
    query,
    signal,
  });

/** `needed`: with the records in the trash that they cannot do without, in one batch. */
export const restoreRecords = (ws: string, items: { table: string; id: number }[], needed = false) =>
  request(`/workspaces/${ws}/trash/restore`, { method: "POST", body: { items, with_needed: needed } });

/** What a restored record cannot do without, told with the refusal: it is in the trash as well and may be restored along. */
export interface Needed {
  table: string;
  id: number;
  label: string;
}

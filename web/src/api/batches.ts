/** Batches of changes: the latest ones, what undoing one would do, undoing it; and the trash, which is undone the same way. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Ref } from "./types";

/** What stayed as it is, and why; table and id are null where the caller has no sight of it. */
export interface Kept {
  table: string | null;
  id: number | null;
  label: string | null;
  field: string | null;
  message: string;
}

export interface Undone {
  /** The batch of the undo itself: undoing that one is redo. */
  batch: string;
  restored: number;
  removed: number;
  revived: number;
  tables: string[];
  kept_count: number;
  kept: Kept[];
}

export interface Batch {
  batch: string;
  at: string;
  actor: Ref | null;
  source: string;
  undoes: string | null;
  undone_by: string | null;
}

export interface RecentBatch extends Batch {
  tables: { table: string; created: number; updated: number; deleted: number }[];
}

export interface UndoPreview extends Batch {
  undoable: boolean;
  restored: number;
  removed: number;
  revived: number;
  kept_count: number;
  kept: Kept[];
}

export interface TrashItem {
  table: string;
  id: number;
  label: string;
  deleted_at: string;
  deleted_by: Ref | null;
  batch: string;
  restorable: boolean;
}

const base = (ws: string) => `/workspaces/${ws}/batches`;

export const recentQuery = (ws: string, mine: boolean, limit: number) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "batches", mine, limit],
    queryFn: async ({ signal }) =>
      (await request<{ batches: RecentBatch[] }>(base(ws), { query: { mine, limit }, signal })).batches,
  });

export const previewQuery = (ws: string, batch: string) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "batches", "preview", batch],
    queryFn: ({ signal }) => request<UndoPreview>(`${base(ws)}/${batch}`, { signal }),
    staleTime: 0,
  });

export const undoBatch = (ws: string, batch: string) =>
  request<Undone>(`${base(ws)}/${batch}/undo`, { method: "POST" });

export const fetchTrash = (
  ws: string,
  query: { table: string | null; q: string; cursor: string | null },
  signal?: AbortSignal,
) =>
  request<{ items: TrashItem[]; next: string | null }>(`/workspaces/${ws}/trash`, {
    query,
    ...(signal ? { signal } : {}),
  });

export const restoreRecords = (ws: string, items: { table: string; id: number }[]) =>
  request<Undone>(`/workspaces/${ws}/trash/restore`, { method: "POST", body: { items } });

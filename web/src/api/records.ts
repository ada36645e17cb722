/** Records of a table: read, write, history, explanation, aggregates, candidates, files. */
import { queryOptions } from "@tanstack/react-query";
import { address, download, type QueryValue, request } from "./client";
import { recordSeen } from "./seeing";
import type {
  AggregateRequest,
  AggregateRow,
  DeleteResult,
  FileRef,
  RecordPage,
  RecordQuery,
  RecordWithRights,
  Ref,
  Value,
  WireValues,
  WriteResult,
} from "./types";

const base = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}`;

export function recordParams(query: RecordQuery): Record<string, QueryValue> {
  return {
    filter: query.filter ? JSON.stringify(query.filter) : undefined,
    sort: query.sort,
    fields: query.fields?.join(","),
    view: query.view,
    colors: query.colors,
    q: query.q,
    limit: query.limit,
    cursor: query.cursor,
    offset: query.offset,
    count: query.count ? "true" : undefined,
  };
}

export const fetchRecords = (ws: string, table: string, query: RecordQuery, signal?: AbortSignal) =>
  request<RecordPage>(`${base(ws, table)}/records`, {
    query: recordParams(query),
    ...(signal ? { signal } : {}),
  });

/** Prefix of every query that shows rows of a table; invalidate it after a write. */
export const rowsKey = (ws: string, table?: string) =>
  table ? ["ws", ws, "rows", table] : ["ws", ws, "rows"];

export const recordsQuery = (ws: string, table: string, query: RecordQuery) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "list", query],
    queryFn: ({ signal }) => fetchRecords(ws, table, query, signal),
  });

export const fetchRecord = async (ws: string, table: string, id: number, signal?: AbortSignal) =>
  recordSeen(
    ws,
    await request<RecordWithRights>(`${base(ws, table)}/records/${id}`, signal ? { signal } : {}),
  );

export const recordQuery = (ws: string, table: string, id: number) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "one", id],
    queryFn: ({ signal }) => fetchRecord(ws, table, id, signal),
  });

export const fetchAggregate = async (
  ws: string,
  table: string,
  body: AggregateRequest,
  signal: AbortSignal,
): Promise<AggregateRow[]> =>
  (
    await request<{ rows: AggregateRow[] }>(`${base(ws, table)}/records/aggregate`, {
      method: "POST",
      body,
      signal,
    })
  ).rows;

export const aggregateQuery = (ws: string, table: string, body: AggregateRequest) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "aggregate", body],
    queryFn: ({ signal }) => fetchAggregate(ws, table, body, signal),
  });

export const createRecords = (ws: string, table: string, values: WireValues[]) =>
  request<WriteResult>(`${base(ws, table)}/records`, {
    method: "POST",
    body: { records: values.map((item) => ({ values: item })) },
  });

export interface Patch {
  id: number;
  version?: number;
  values: WireValues;
}

export const patchRecords = (ws: string, table: string, records: Patch[]) =>
  request<WriteResult>(`${base(ws, table)}/records`, { method: "PATCH", body: { records } });

export const deleteRecords = (ws: string, table: string, ids: number[]) =>
  request<DeleteResult>(`${base(ws, table)}/records`, { method: "DELETE", body: { ids } });

export interface Change {
  id: number;
  at: string;
  actor: Ref | null;
  source: string;
  kind: "create" | "update" | "delete";
  version: number;
  batch: string | null;
  /** The batch that it took back, and the one that took it back. */
  undoes?: string | null;
  undone_by?: string | null;
  /** Whether the caller may take the batch back. */
  undoable?: boolean;
  /** The automation's run that made it, for those who may look at runs. */
  run?: { id: number; automation: string; label: string } | null;
  cells: { field: string; label: string; before: Value; after: Value }[];
}

export const fetchHistory = (
  ws: string,
  table: string,
  id: number,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  request<{ changes: Change[]; next: string | null }>(`${base(ws, table)}/records/${id}/history`, {
    query: { limit: 50, cursor },
    ...(signal ? { signal } : {}),
  });

export interface OwnershipEntry {
  id: number;
  kind: "create" | "claim" | "assign" | "transfer" | "release" | "recycle";
  from: Ref | null;
  to: Ref | null;
  pool: number | null;
  reason: string | null;
  at: string;
  by: Ref | null;
  batch: string;
}

export const fetchOwners = (
  ws: string,
  table: string,
  id: number,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  request<{ entries: OwnershipEntry[]; next: string | null }>(`${base(ws, table)}/records/${id}/ownership`, {
    query: { limit: 50, cursor },
    ...(signal ? { signal } : {}),
  });

export interface Explanation {
  field: string;
  value: Value;
  kind: "formula" | "rollup" | "lookup";
  formula: string | null;
  steps: { text: string; value: Value }[];
  inputs: { field: string; label: string; value: Value }[];
  rows: {
    counted: number;
    left_out: number;
    hidden: number;
    sample: { id: number; label: string; value: Value }[];
    reasons: { reason: string; rows: number }[];
  } | null;
  rounding: string | null;
  moved_by: {
    batch: string;
    at: string;
    source: string;
    member: { id: number; label: string } | null;
    table: string | null;
    record: number | null;
  } | null;
}

export const explainQuery = (ws: string, table: string, id: number, field: string) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "explain", id, field],
    queryFn: ({ signal }) =>
      request<Explanation>(`${base(ws, table)}/records/${id}/explain`, { query: { field }, signal }),
    staleTime: 0,
  });

export const fetchCandidates = async (
  ws: string,
  table: string,
  field: string,
  q: string,
  record: number | null,
  signal?: AbortSignal,
  /** What is typed in the row's form and not saved yet. */
  values?: WireValues,
): Promise<Ref[]> => {
  const path =
    record === null ? `${base(ws, table)}/candidates` : `${base(ws, table)}/records/${record}/candidates`;
  const answer = await request<{ candidates: Ref[] }>(path, {
    query: { field, q, limit: 20, ...(values ? { values: JSON.stringify(values) } : {}) },
    ...(signal ? { signal } : {}),
  });
  return answer.candidates;
};

export const uploadFile = (ws: string, file: File): Promise<FileRef> => {
  const form = new FormData();
  form.set("file", file);
  return request<FileRef>(`/workspaces/${ws}/attachments`, { method: "POST", form });
};

export const attachmentAddress = (ws: string, table: string, record: number, file: number): string =>
  address(`${base(ws, table)}/records/${record}/attachments/${file}`);

export const exportRecords = (
  ws: string,
  table: string,
  format: "xlsx" | "csv",
  query: RecordQuery,
  name: string,
): Promise<void> =>
  download(`${base(ws, table)}/export`, { format, ...recordParams(query) }, `${name}.${format}`);

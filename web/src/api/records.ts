/** Records of a table: read, write, history, explanation, aggregates, candidates, files. */
import { queryOptions } from "@tanstack/react-query";
import { address, download, type Exported, type QueryValue, request } from "./client";
import type { Schemas } from "./contract";
import { recordSeen } from "./seeing";
import type { AggregateRequest, AggregateRow, FileRef, RecordQuery, Ref, WireValues } from "./types";

/** `undoes`, `undone_by`: the batch that it took back, and the one that took it back; `run`: the automation's, for those who may look at runs. */
export type Change = Schemas["History"]["changes"][number];
export type OwnershipEntry = Schemas["Ownership"]["entries"][number];
export type Explanation = Schemas["Explanation"];

const base = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}` as const;

export function recordParams(query: RecordQuery): Record<string, QueryValue> {
  return {
    filter: query.filter ? JSON.stringify(query.filter) : undefined,
    sort: query.sort,
    fields: query.fields?.join(","),
    view: query.view,
    order: query.order,
    colors: query.colors,
    q: query.q,
    limit: query.limit,
    cursor: query.cursor,
    offset: query.offset,
    count: query.count ? "true" : undefined,
  };
}

export const fetchRecords = (ws: string, table: string, query: RecordQuery, signal?: AbortSignal) =>
  request(`${base(ws, table)}/records`, {
    query: recordParams(query),
    signal,
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
  recordSeen(ws, await request(`${base(ws, table)}/records/${id}`, { signal }));

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
    await request(`${base(ws, table)}/records/aggregate`, {
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

/** What a new record of these values would hold; nothing is made. */
export const fetchDraft = async (ws: string, table: string, values: WireValues, signal: AbortSignal) =>
  (await request(`${base(ws, table)}/records/draft`, { method: "POST", body: { values }, signal })).values;

/** `once`: a key under which the same records may be sent again and are made once. */
export const createRecords = (ws: string, table: string, values: WireValues[], once?: string) =>
  request(`${base(ws, table)}/records`, {
    method: "POST",
    once,
    body: { records: values.map((item) => ({ values: item })) },
  });

export interface Patch {
  id: number;
  version?: number;
  values: WireValues;
}

export const patchRecords = (ws: string, table: string, records: Patch[]) =>
  request(`${base(ws, table)}/records`, { method: "PATCH", body: { records } });

export interface Arrangement {
  record: number;
  after?: number;
  before?: number;
  version?: number;
  values?: WireValues;
}

export const arrangeRecord = (ws: string, table: string, view: string, move: Arrangement) =>
  request(`${base(ws, table)}/views/${view}/moves`, { method: "POST", body: move });

export const deleteRecords = (ws: string, table: string, ids: number[]) =>
  request(`${base(ws, table)}/records`, { method: "DELETE", body: { ids } });

export const fetchHistory = (
  ws: string,
  table: string,
  id: number,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  request(`${base(ws, table)}/records/${id}/history`, {
    query: { limit: 50, cursor },
    signal,
  });

export const fetchOwners = (
  ws: string,
  table: string,
  id: number,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  request(`${base(ws, table)}/records/${id}/ownership`, {
    query: { limit: 50, cursor },
    signal,
  });

export const explainQuery = (ws: string, table: string, id: number, field: string) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "explain", id, field],
    queryFn: ({ signal }) =>
      request(`${base(ws, table)}/records/${id}/explain`, { query: { field }, signal }),
    staleTime: 0,
  });

export const fetchCandidates = async (
  ws: string,
  table: string,
  field: string,
  q: string,
  record: number | null,
  signal?: AbortSignal,
  /** What is typed and not saved yet, in the row and in its owner. */
  typed: { values?: WireValues; parent?: WireValues } = {},
): Promise<Ref[]> => {
  const path =
    record === null
      ? (`${base(ws, table)}/candidates` as const)
      : (`${base(ws, table)}/records/${record}/candidates` as const);
  const answer = await request(path, {
    query: {
      field,
      q,
      limit: 20,
      ...(typed.values ? { values: JSON.stringify(typed.values) } : {}),
      ...(typed.parent ? { parent: JSON.stringify(typed.parent) } : {}),
    },
    signal,
  });
  return answer.candidates;
};

export const uploadFile = (ws: string, file: File): Promise<FileRef> => {
  const form = new FormData();
  form.set("file", file);
  return request(`/workspaces/${ws}/attachments`, { method: "POST", form });
};

export const attachmentAddress = (ws: string, table: string, record: number, file: number): string =>
  address(`${base(ws, table)}/records/${record}/attachments/${file}`);

/** How much of a list an export would take, what stays behind and why, and which values are hidden. */
export type Extent = Schemas["Extent"];

export const fetchExtent = (ws: string, table: string, query: RecordQuery): Promise<Extent> =>
  request(`${base(ws, table)}/extent`, { query: { action: "export", ...recordParams(query) } });

export const exportRecords = (
  ws: string,
  table: string,
  format: "xlsx" | "csv",
  query: RecordQuery,
  name: string,
): Promise<Exported> =>
  download(`${base(ws, table)}/export`, { format, ...recordParams(query) }, `${name}.${format}`);

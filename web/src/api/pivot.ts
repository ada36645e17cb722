/** Pivots: figures over rows and columns with totals, and the condition of the records behind each. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import { rowsKey } from "./records";
import type { Condition, Measure, PivotSettings } from "./types";

export interface PivotHeader {
  key: unknown[];
  labels: (string | null)[];
  /** 0 for the total. */
  level: number;
  other: boolean;
  condition: Condition | null;
}

export interface PivotAnswer {
  rows: PivotHeader[];
  columns: PivotHeader[];
  measures: { name: string; op: Measure["op"]; field: string | null }[];
  /** By row and column, in the order of the measures; null where there is no record. */
  cells: ((string | number | null)[] | null)[][];
}

export interface PivotQuestion extends PivotSettings {
  filter: Condition | null;
  q: string | null;
}

export const pivotQuery = (ws: string, table: string, body: PivotQuestion) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "pivot", body],
    queryFn: ({ signal }) =>
      request<PivotAnswer>(`/workspaces/${ws}/tables/${table}/records/pivot`, {
        method: "POST",
        body,
        signal,
      }),
    placeholderData: keepPreviousData,
  });

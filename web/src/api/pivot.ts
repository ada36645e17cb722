/** Pivots: figures over rows and columns with totals, and the condition of the records behind each. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { download, type Exported, request } from "./client";
import type { Schemas } from "./contract";
import { rowsKey } from "./records";
import type { Condition, PivotSettings } from "./types";

/** Cells by row and column, their figures in the order of the measures; null where there is no record. */
export type PivotAnswer = Schemas["Pivot"];
/** Level 0 is the total. */
export type PivotHeader = Schemas["PivotHeader"];

export interface PivotQuestion extends PivotSettings {
  filter: Condition | null;
  q: string | null;
}

export const pivotQuery = (ws: string, table: string, body: PivotQuestion) =>
  queryOptions({
    queryKey: [...rowsKey(ws, table), "pivot", body],
    queryFn: ({ signal }) =>
      request(`/workspaces/${ws}/tables/${table}/records/pivot`, {
        method: "POST",
        body,
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** The pivot as a file, over what the person may export. */
export const exportPivot = (
  ws: string,
  table: string,
  body: PivotQuestion & { format: "xlsx" | "csv"; title: string },
  name: string,
): Promise<Exported> => download(`/workspaces/${ws}/tables/${table}/records/pivot/export`, {}, name, body);

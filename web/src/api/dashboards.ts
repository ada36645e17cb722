/** Dashboards: their list and the computed data of their cards. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { PivotAnswer } from "./pivot";
import type { Condition, Field, Row, Values } from "./types";

export interface DashboardRef {
  key: string;
  label: string;
  icon: string | null;
}

export interface ChartRow {
  key: string | null;
  label: string;
  values: (string | null)[];
}

export interface ChartData {
  rows: ChartRow[];
  series: { key: string; label: string }[];
  /** How many values are errors and count in none of the figures. */
  errors?: number;
}

export interface NumberData {
  value: string | null;
  previous: string | null;
  errors?: number;
}

export interface ListData {
  columns: Field[];
  records: Row[];
  sum: Values | null;
  count?: number;
}

/** With the card's own condition, to find the records behind a figure. */
export interface PivotData extends PivotAnswer {
  filter: Condition | null;
}

interface CardBase {
  key: string;
  label: string;
  width: number;
  table: string | null;
  view?: string | null;
  format: { type?: string; scale?: number } | null;
}

export type ChartType = "bar" | "line" | "pie" | "funnel" | "ranking";

export type Card = CardBase &
  (
    | { type: "number"; data: NumberData }
    | { type: ChartType; data: ChartData }
    | { type: "list"; data: ListData }
    | { type: "pivot"; data: PivotData }
  );

export interface Dashboard {
  key: string;
  label: string;
  cards: Card[];
}

export const dashboardQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "dashboard", key],
    queryFn: ({ signal }) => request<Dashboard>(`/workspaces/${ws}/dashboards/${key}`, { signal }),
  });

export const dashboardsQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "dashboards"],
    queryFn: async ({ signal }) =>
      (await request<{ dashboards: DashboardRef[] }>(`/workspaces/${ws}/dashboards`, { signal })).dashboards,
    staleTime: 60_000,
  });

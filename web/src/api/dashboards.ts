/** Dashboards: their list and the computed data of their cards. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Schemas } from "./contract";

export type Dashboard = Schemas["Dashboard"];
export type DashboardRef = Schemas["DashboardList"]["dashboards"][number];
export type Card = Schemas["Card"];
export type ChartData = Schemas["ChartData"];
export type ChartRow = ChartData["rows"][number];
export type ChartType = Extract<Card, { data: ChartData }>["type"];
export type NumberData = Schemas["NumberData"];
export type ListData = Schemas["ListData"];
/** With the card's own condition, to find the records behind a figure. */
export type PivotData = Schemas["PivotData"];

export const dashboardQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "dashboard", key],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/dashboards/${key}`, { signal }),
  });

export const dashboardsQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "dashboards"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/dashboards`, { signal })).dashboards,
    staleTime: 60_000,
  });

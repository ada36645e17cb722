/** What a workspace is made of: the caller's member, navigation, tables, members. Long-lived queries. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Schemas } from "./contract";
import { tablesSeen } from "./seeing";

export type Member = Schemas["Myself"];
export type MemberRef = Schemas["Member"];
export type Navigation = Schemas["Navigation"];
export type NavigationGroup = Navigation["groups"][number];
export type NavigationItem = NavigationGroup["items"][number];

const MINUTE = 60_000;

export const memberQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "me"],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/me`, { signal }),
    staleTime: 5 * MINUTE,
  });

export const membersQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "members"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/members`, { signal })).members,
    staleTime: 5 * MINUTE,
  });

export const navigationQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "navigation"],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/navigation`, { signal }),
    staleTime: 5 * MINUTE,
  });

export const tablesQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "tables"],
    queryFn: async ({ signal }) =>
      tablesSeen(ws, (await request(`/workspaces/${ws}/tables`, { signal })).tables),
    staleTime: 5 * MINUTE,
    // The end of somebody else's job is no change of the structure when it was stopped.
    refetchInterval: ({ state }) => (state.data?.some((table) => table.recomputing?.length) ? 5000 : false),
  });

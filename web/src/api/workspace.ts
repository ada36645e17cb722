/** What a workspace is made of: the caller's member, navigation, tables, members. Long-lived queries. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import { tablesSeen } from "./seeing";
import type { Table } from "./types";

export interface Member {
  id: number;
  name: string;
  roles: { key: string; label: string }[];
  departments: { id: number; label: string }[];
  admin: boolean;
  /** Whether the member may change the structure. */
  builder: boolean;
  timezone: string;
  today: string;
}

export interface MemberRef {
  id: number;
  name: string;
  state: "active" | "left";
}

export interface NavigationItem {
  kind: "table" | "dashboard";
  key: string;
  label: string;
  icon: string | null;
}

export interface NavigationGroup {
  key: string;
  label: string;
  icon: string | null;
  items: NavigationItem[];
}

export interface Navigation {
  groups: NavigationGroup[];
  home: string | null;
}

const MINUTE = 60_000;

export const memberQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "me"],
    queryFn: ({ signal }) => request<Member>(`/workspaces/${ws}/me`, { signal }),
    staleTime: 5 * MINUTE,
  });

export const membersQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "members"],
    queryFn: async ({ signal }) =>
      (await request<{ members: MemberRef[] }>(`/workspaces/${ws}/members`, { signal })).members,
    staleTime: 5 * MINUTE,
  });

export const navigationQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "navigation"],
    queryFn: ({ signal }) => request<Navigation>(`/workspaces/${ws}/navigation`, { signal }),
    staleTime: 5 * MINUTE,
  });

export const tablesQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "tables"],
    queryFn: async ({ signal }) =>
      tablesSeen(ws, (await request<{ tables: Table[] }>(`/workspaces/${ws}/tables`, { signal })).tables),
    staleTime: 5 * MINUTE,
    // The end of somebody else's job is no change of the structure when it was stopped.
    refetchInterval: ({ state }) => (state.data?.some((table) => table.recomputing?.length) ? 5000 : false),
  });

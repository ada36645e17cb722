/** Role groups and what they may do: the matrix, its log, explanations, and the check for leaks (docs/reference/rights.md). */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import { settingsKey } from "./people";
import type { Condition, Ref } from "./types";

export const EVERYONE = "everyone";
export const ACTIONS = ["view", "create", "edit", "delete", "import", "export", "print"] as const;
export type ActionKey = (typeof ACTIONS)[number];

export interface Role {
  key: string;
  label: string;
  labels: Record<string, string>;
  description: string | null;
  admin: boolean;
  builder: boolean;
  protected: boolean;
  position: number;
  members: Ref[];
}

export interface Rows {
  rows: Condition | null;
  rows_text: string;
}

export interface FieldRight {
  read: boolean;
  edit: boolean;
  give: boolean;
  read_rows: Condition | null;
  edit_rows: Condition | null;
  read_rows_text: string;
  edit_rows_text: string;
}

/** What is said of one table; what is not named is not said. */
export interface TableSaid {
  none: boolean;
  actions: Partial<Record<ActionKey, Rows>>;
  fields: Record<string, FieldRight>;
  buttons: Record<string, { allowed: boolean } & Rows>;
  views: Record<string, { allowed: boolean }>;
}

interface Named {
  key: string;
  label: string;
}

export interface MatrixTable extends TableSaid {
  table: string;
  label: string;
  all_buttons: Named[];
  all_views: Named[];
}

export interface Matrix {
  role: string;
  label: string;
  admin: boolean;
  tables: MatrixTable[];
  dashboards: { key: string; label: string; allowed: boolean | null }[];
}

export interface RoleOfTable extends TableSaid {
  role: string;
  label: string;
  admin: boolean;
}

/** What is said anew of one table; null takes back. */
export interface TableChange {
  none?: boolean;
  actions?: Partial<Record<ActionKey, { rows: Condition | null } | null>>;
  fields?: Record<string, Partial<Omit<FieldRight, "read_rows_text" | "edit_rows_text">> | null>;
  buttons?: Record<string, { allowed: boolean; rows: Condition | null } | null>;
  views?: Record<string, { allowed: boolean } | null>;
}

export interface RightsChange {
  tables?: Record<string, TableChange>;
  dashboards?: Record<string, { allowed: boolean } | null>;
  reason?: string;
}

export interface RightsEntry {
  id: number;
  at: string;
  by: string | null;
  action: string;
  table: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  undoable: boolean;
}

export interface AuditEntry {
  id: number;
  at: string;
  action: string;
  account: string;
  by: string | null;
  address: string;
  details: Record<string, unknown>;
}

export interface Leak {
  role: string;
  table: string;
  field: string;
  label: string;
  type: string;
  acknowledged: boolean;
  sources: { table: string; field: string | null; why: string; message: string }[];
}

export interface Reason {
  code: string;
  message: string;
  role: string | null;
  effect: "allow" | "block" | "none";
}

export interface Decision {
  allowed: boolean;
  reasons: Reason[];
  decisive: Reason | null;
  hint: Reason | null;
}

export interface Simulated {
  gained: number;
  lost: number;
  members: { id: number; name: string; before: number; after: number; gained: number; lost: number }[];
  members_left_out: number;
}

export const rolesQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "roles"],
    queryFn: async ({ signal }) =>
      (await request<{ roles: Role[] }>(`/workspaces/${ws}/roles`, { signal })).roles,
  });

export const matrixQuery = (ws: string, role: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "matrix", role],
    queryFn: ({ signal }) => request<Matrix>(`/workspaces/${ws}/roles/${role}/rights`, { signal }),
  });

export const tableRightsQuery = (ws: string, table: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "table", table],
    queryFn: async ({ signal }) =>
      (await request<{ roles: RoleOfTable[] }>(`/workspaces/${ws}/tables/${table}/rights`, { signal })).roles,
  });

export const leaksQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "leaks"],
    queryFn: async ({ signal }) =>
      (await request<{ leaks: Leak[] }>(`/workspaces/${ws}/permissions/leaks`, { signal })).leaks,
  });

export interface Question {
  table: string;
  record: number;
  action: ActionKey;
  member: number | null;
}

export const decisionQuery = (ws: string, { table, record, action, member }: Question) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "explain", table, record, action, member],
    queryFn: ({ signal }) =>
      request<Decision>(`/workspaces/${ws}/permissions/explain`, {
        signal,
        query: { table, record, action, member },
      }),
    staleTime: 0,
  });

export const addRole = (
  ws: string,
  body: { key: string; label: Record<string, string>; admin?: boolean; builder?: boolean },
) => request<{ role: Role }>(`/workspaces/${ws}/roles`, { method: "POST", body });

export const renameRole = (ws: string, role: string, label: Record<string, string>) =>
  request<{ role: Role }>(`/workspaces/${ws}/roles/${role}`, { method: "PATCH", body: { label } });

export const deleteRole = (ws: string, role: string) =>
  request<void>(`/workspaces/${ws}/roles/${role}`, { method: "DELETE" });

export const moveMembers = (ws: string, role: string, add: number[], remove: number[]) =>
  request<{ role: Role }>(`/workspaces/${ws}/roles/${role}/members`, {
    method: "PATCH",
    body: { add, remove },
  });

export const setRights = (ws: string, role: string, change: RightsChange) =>
  request<Matrix>(`/workspaces/${ws}/roles/${role}/rights`, { method: "PATCH", body: change });

export const simulate = (
  ws: string,
  body: { table: string; role: string; action: ActionKey; draft: { rows: Condition | null } | null | "none" },
) => request<Simulated>(`/workspaces/${ws}/permissions/simulate`, { method: "POST", body });

export const fetchRightsLog = (ws: string, before: number | null, signal: AbortSignal) =>
  request<{ entries: RightsEntry[] }>(`/workspaces/${ws}/permissions/log`, {
    signal,
    query: { limit: 50, before },
  });

export const undoRights = (ws: string, entry: number) =>
  request<void>(`/workspaces/${ws}/permissions/log/${entry}/undo`, { method: "POST", body: {} });

export const fetchAudit = (ws: string, before: number | null, signal: AbortSignal) =>
  request<{ entries: AuditEntry[]; next: number | null }>(`/workspaces/${ws}/audit`, {
    signal,
    query: { limit: 50, before },
  });

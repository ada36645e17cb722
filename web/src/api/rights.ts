/** Role groups and what they may do: the matrix, its log, explanations, and the check for leaks (docs/reference/rights.md). */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer, Schemas } from "./contract";
import { settingsKey } from "./people";
import type { Condition } from "./types";

export type Role = Answer<`/workspaces/${string}/roles`>["roles"][number];
export type Matrix = Answer<`/workspaces/${string}/roles/${string}/rights`>;
export type MatrixTable = Matrix["tables"][number];
export type RoleOfTable = Answer<`/workspaces/${string}/tables/${string}/rights`>["roles"][number];
/** What is said of one table; what is not named is not said. */
export type TableSaid = Pick<MatrixTable, "none" | "actions" | "fields" | "buttons" | "views">;
export type FieldRight = TableSaid["fields"][string];
export type RightsEntry = Answer<`/workspaces/${string}/permissions/log`>["entries"][number];
export type AuditEntry = Answer<`/workspaces/${string}/audit`>["entries"][number];
export type Leak = Answer<`/workspaces/${string}/permissions/leaks`>["leaks"][number];
export type Reason = Schemas["Reason"];
export type Decision = Schemas["Decision"];
export type Simulated = Answer<`/workspaces/${string}/permissions/simulate`, "POST">;

export const EVERYONE = "everyone";
export const ACTIONS = ["view", "create", "edit", "delete", "import", "export", "print"] as const;
export type ActionKey = (typeof ACTIONS)[number];

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

export const rolesQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "roles"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/roles`, { signal })).roles,
  });

export const matrixQuery = (ws: string, role: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "matrix", role],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/roles/${role}/rights`, { signal }),
  });

export const tableRightsQuery = (ws: string, table: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "table", table],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/tables/${table}/rights`, { signal })).roles,
  });

export const leaksQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "leaks"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/permissions/leaks`, { signal })).leaks,
  });

export interface Question {
  table: string;
  record: number;
  action: ActionKey;
  /** Key of one field that is to be edited. */
  field?: string | null;
  member: number | null;
}

export const decisionQuery = (ws: string, { table, record, action, field = null, member }: Question) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "explain", table, record, action, field, member],
    queryFn: ({ signal }) =>
      request(`/workspaces/${ws}/permissions/explain`, {
        signal,
        query: { table, record, action, field, member },
      }),
    staleTime: 0,
  });

export const addRole = (
  ws: string,
  body: { key: string; label: Record<string, string>; admin?: boolean; builder?: boolean },
) => request(`/workspaces/${ws}/roles`, { method: "POST", body });

export const renameRole = (ws: string, role: string, label: Record<string, string>) =>
  request(`/workspaces/${ws}/roles/${role}`, { method: "PATCH", body: { label } });

export const deleteRole = (ws: string, role: string) =>
  request(`/workspaces/${ws}/roles/${role}`, { method: "DELETE" });

export const moveMembers = (ws: string, role: string, add: number[], remove: number[]) =>
  request(`/workspaces/${ws}/roles/${role}/members`, {
    method: "PATCH",
    body: { add, remove },
  });

export const setRights = (ws: string, role: string, change: RightsChange) =>
  request(`/workspaces/${ws}/roles/${role}/rights`, { method: "PATCH", body: change });

export const simulate = (
  ws: string,
  body: { table: string; role: string; action: ActionKey; draft: { rows: Condition | null } | null | "none" },
) => request(`/workspaces/${ws}/permissions/simulate`, { method: "POST", body });

export const fetchRightsLog = (ws: string, before: number | null, signal: AbortSignal) =>
  request(`/workspaces/${ws}/permissions/log`, {
    signal,
    query: { limit: 50, before },
  });

export const undoRights = (ws: string, entry: number) =>
  request(`/workspaces/${ws}/permissions/log/${entry}/undo`, { method: "POST" });

export const fetchAudit = (ws: string, before: number | null, signal: AbortSignal) =>
  request(`/workspaces/${ws}/audit`, {
    signal,
    query: { limit: 50, before },
  });

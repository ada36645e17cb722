/** Members as administrators see them: role groups, departments, invitations, leaving and handing over. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Ref } from "./types";

export interface RoleName {
  key: string;
  label: string;
}

export interface Person {
  id: number;
  name: string;
  state: "active" | "left";
  /** Whether an account signs in as the member. */
  bound: boolean;
  roles: RoleName[];
  departments: Ref[];
}

export interface Invitation {
  id: number;
  name: string;
  roles: string[];
  invited_by: string;
  created_at: string;
  expires_at: string;
  state: "open" | "used" | "revoked" | "expired";
  used_at: string | null;
}

/** A link that is shown once; null when a repeated request finds it made already. */
export interface OneTimeLink {
  token: string | null;
  path: string | null;
  expires_at: string;
}

export interface Finding {
  code: string;
  message: string;
  items: Ref[];
}

export interface Handover {
  fields: { field: string; table: string; table_label: string; label: string; rows: number }[];
  rows: number;
  heads: Ref[];
}

export interface HandedOver {
  batch: string | null;
  moved: Record<string, number>;
  rows: number;
  kept_count: number;
  kept: { table: string; id: number; message: string }[];
}

/** Everything that says who is who and who may what: told anew after every change of it. */
export const settingsKey = (ws: string) => ["ws", ws, "settings"] as const;

export const peopleQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "people"],
    queryFn: async ({ signal }) =>
      (await request<{ members: Person[] }>(`/workspaces/${ws}/organisation/members`, { signal })).members,
  });

export const invitationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "invitations"],
    queryFn: async ({ signal }) =>
      (await request<{ invitations: Invitation[] }>(`/workspaces/${ws}/invitations`, { signal })).invitations,
  });

interface OrganisationHealth {
  configured: boolean;
  /** The key of the table of departments. */
  departments: string | null;
  findings: Finding[];
}

export const healthQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "health"],
    queryFn: ({ signal }) => request<OrganisationHealth>(`/workspaces/${ws}/organisation/health`, { signal }),
  });

export const handoverQuery = (ws: string, member: number) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "handover", member],
    queryFn: ({ signal }) => request<Handover>(`/workspaces/${ws}/members/${member}/handover`, { signal }),
    gcTime: 0,
  });

export const invite = (ws: string, body: { name: string; roles: string[]; days: number }) =>
  request<OneTimeLink & { id: number }>(`/workspaces/${ws}/invitations`, { method: "POST", body });

export const revokeInvitation = (ws: string, id: number) =>
  request<void>(`/workspaces/${ws}/invitations/${id}`, { method: "DELETE" });

export const makeResetLink = (ws: string, member: number) =>
  request<OneTimeLink>(`/workspaces/${ws}/members/${member}/password-reset`, { method: "POST", body: {} });

export const assignRoles = (ws: string, member: number, roles: string[]) =>
  request<{ roles: string[] }>(`/workspaces/${ws}/members/${member}/roles`, {
    method: "PATCH",
    body: { roles },
  });

export const setMemberState = (ws: string, member: number, state: Person["state"]) =>
  request<void>(`/workspaces/${ws}/members/${member}`, { method: "PATCH", body: { state } });

export const handOver = (ws: string, member: number, to: number) =>
  request<HandedOver>(`/workspaces/${ws}/members/${member}/handover`, { method: "POST", body: { to } });

/** Members as administrators see them: role groups, departments, invitations, leaving and handing over. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";

/** `bound`: whether an account signs in as the member. */
export type Person = Answer<`/workspaces/${string}/organisation/members`>["members"][number];
export type RoleName = Person["roles"][number];
export type Invitation = Answer<`/workspaces/${string}/invitations`>["invitations"][number];
/** A link that is shown once; null when a repeated request finds it made already. */
export type OneTimeLink = Answer<`/workspaces/${string}/members/${number}/password-reset`, "POST">;
export type Health = Answer<`/workspaces/${string}/organisation/health`>;
export type Finding = Health["findings"][number];
export type Handover = Answer<`/workspaces/${string}/members/${number}/handover`>;
export type HandedOver = Answer<`/workspaces/${string}/members/${number}/handover`, "POST">;

/** Everything that says who is who and who may what: told anew after every change of it. */
export const settingsKey = (ws: string) => ["ws", ws, "settings"] as const;

export const peopleQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "people"],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/organisation/members`, { signal })).members,
  });

export const invitationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "invitations"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/invitations`, { signal })).invitations,
  });

export const healthQuery = (ws: string) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "health"],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/organisation/health`, { signal }),
  });

export const handoverQuery = (ws: string, member: number) =>
  queryOptions({
    queryKey: [...settingsKey(ws), "handover", member],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/members/${member}/handover`, { signal }),
    gcTime: 0,
  });

export const invite = (ws: string, body: { name: string; roles: string[]; days: number }) =>
  request(`/workspaces/${ws}/invitations`, { method: "POST", body });

export const revokeInvitation = (ws: string, id: number) =>
  request(`/workspaces/${ws}/invitations/${id}`, { method: "DELETE" });

export const makeResetLink = (ws: string, member: number) =>
  request(`/workspaces/${ws}/members/${member}/password-reset`, { method: "POST", body: {} });

export const assignRoles = (ws: string, member: number, roles: string[]) =>
  request(`/workspaces/${ws}/members/${member}/roles`, {
    method: "PATCH",
    body: { roles },
  });

export const setMemberState = (ws: string, member: number, state: Person["state"]) =>
  request(`/workspaces/${ws}/members/${member}`, { method: "PATCH", body: { state } });

export const handOver = (ws: string, member: number, to: number) =>
  request(`/workspaces/${ws}/members/${member}/handover`, { method: "POST", body: { to } });

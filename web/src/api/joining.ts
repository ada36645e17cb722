/** Invitations, links to set another password, and where one is signed in. */
import { queryOptions } from "@tanstack/react-query";
import { request, setCsrf } from "./client";
import type { Me } from "./session";

export interface InvitationShown {
  workspace: string;
  name: string;
  invited_by: string;
  expires_at: string;
}

export interface Session {
  id: number;
  current: boolean;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
}

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) =>
      request<InvitationShown>(`/invitations/${encodeURIComponent(token)}`, { signal, anonymous: true }),
    retry: false,
  });

export async function join(
  token: string,
  body: { account: string; name: string; password: string; locale: string },
): Promise<Me> {
  const me = await request<Me>(`/invitations/${encodeURIComponent(token)}`, {
    method: "POST",
    body,
    anonymous: true,
  });
  setCsrf(me.csrf);
  return me;
}

export const acceptInvitation = (token: string) =>
  request<{ workspace: string }>(`/invitations/${encodeURIComponent(token)}/accept`, {
    method: "POST",
    body: {},
  });

export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ["reset", token],
    queryFn: ({ signal }) =>
      request<{ account: string; name: string }>(`/password-resets/${encodeURIComponent(token)}`, {
        signal,
        anonymous: true,
      }),
    retry: false,
  });

export const resetPassword = (token: string, password: string) =>
  request<void>(`/password-resets/${encodeURIComponent(token)}`, {
    method: "POST",
    body: { password },
    anonymous: true,
  });

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) =>
    (await request<{ sessions: Session[] }>("/me/sessions", { signal })).sessions,
});

export const endSession = (id: number) => request<void>(`/me/sessions/${id}`, { method: "DELETE" });

export const endOtherSessions = () => request<void>("/me/sessions", { method: "DELETE" });

/** Invitations, links to set another password, and where one is signed in. */
import { queryOptions } from "@tanstack/react-query";
import { request, setCsrf } from "./client";
import type { Answer } from "./contract";
import type { Me } from "./session";

export type InvitationShown = Answer<`/invitations/${string}`>;
export type Session = Answer<"/me/sessions">["sessions"][number];

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) =>
      request(`/invitations/${encodeURIComponent(token)}`, { signal, anonymous: true }),
    retry: false,
  });

export async function join(
  token: string,
  body: { account: string; name: string; password: string; locale: string },
): Promise<Me> {
  const me = await request(`/invitations/${encodeURIComponent(token)}`, {
    method: "POST",
    body,
    anonymous: true,
  });
  setCsrf(me.csrf);
  return me;
}

export const acceptInvitation = (token: string) =>
  request(`/invitations/${encodeURIComponent(token)}/accept`, {
    method: "POST",
    body: {},
  });

export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ["reset", token],
    queryFn: ({ signal }) =>
      request(`/password-resets/${encodeURIComponent(token)}`, {
        signal,
        anonymous: true,
      }),
    retry: false,
  });

export const resetPassword = (token: string, password: string) =>
  request(`/password-resets/${encodeURIComponent(token)}`, {
    method: "POST",
    body: { password },
    anonymous: true,
  });

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) => (await request("/me/sessions", { signal })).sessions,
});

export const endSession = (id: number) => request(`/me/sessions/${id}`, { method: "DELETE" });

export const endOtherSessions = () => request("/me/sessions", { method: "DELETE" });

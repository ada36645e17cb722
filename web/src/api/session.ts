/** Sign-in, the account behind the session, its tokens, and the workspaces it may enter. */
import { queryOptions } from "@tanstack/react-query";
import { request, setCsrf } from "./client";
import type { Answer, Schemas } from "./contract";

export type Account = Schemas["Account"];
export type Me = Schemas["Session"];
/** `tables`: limited to these; null for every table of its owner. */
export type Token = Schemas["Token"];
export type Workspace = Schemas["Workspace"];
/** How people can sign in beside a password, and the sentence of a problem that a refused sign-in came back with. */
export type SignInWays = Answer<"/sign-in">;
export type Logins = Answer<"/me/logins">;

export async function signIn(account: string, password: string): Promise<Me> {
  const me = await request("/session", { method: "POST", body: { account, password }, anonymous: true });
  setCsrf(me.csrf);
  return me;
}

export async function signOut(): Promise<void> {
  await request("/session", { method: "DELETE" });
  setCsrf(null);
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    const me = await request("/me", { signal, anonymous: true });
    setCsrf(me.csrf);
    return me;
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const signInWaysQuery = (problem: string | null, locale: string) =>
  queryOptions({
    queryKey: ["sign-in", problem, locale],
    queryFn: ({ signal }) =>
      request("/sign-in", {
        query: { problem },
        signal,
        anonymous: true,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** Where the browser goes to sign in with the provider. */
export function providerAddress(next: string, invitation?: string): string {
  const search = new URLSearchParams({ next });
  if (invitation) search.set("invitation", invitation);
  return `/api/v1/oidc/start?${search}`;
}

export const loginsQuery = queryOptions({
  queryKey: ["logins"],
  queryFn: ({ signal }) => request("/me/logins", { signal }),
});

export const beginBinding = () => request("/me/logins", { method: "POST", body: {} });

export const unbindLogin = (id: number) => request(`/me/logins/${id}`, { method: "DELETE" });

export const changeMe = (body: { name?: string; locale?: string }) =>
  request("/me", { method: "PATCH", body });

export const changePassword = (current: string, next: string) =>
  request("/me/password", { method: "POST", body: { current, new: next } });

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await request("/me/tokens", { signal })).tokens,
});

export const createToken = (body: { name: string; workspace: string; reads: boolean; tables?: string[] }) =>
  request("/me/tokens", { method: "POST", body });

export const deleteToken = (id: number) => request(`/me/tokens/${id}`, { method: "DELETE" });

export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: async ({ signal }) => (await request("/workspaces", { signal })).workspaces,
  staleTime: 60_000,
});

/** Sign-in, the account behind the session, its tokens, and the workspaces it may enter. */
import { queryOptions } from "@tanstack/react-query";
import { request, setCsrf } from "./client";

export interface Account {
  account: string;
  name: string;
  locale: string;
}

export interface Me {
  account: Account;
  csrf: string | null;
}

/** How people can sign in beside a password, and the sentence of a problem that a refused sign-in came back with. */
export interface SignInWays {
  provider: { label: string } | null;
  problem: string | null;
}

export interface Logins {
  password: boolean;
  provider: { label: string } | null;
  logins: { id: number; issuer: string; email: string; created_at: string; last_used_at: string | null }[];
}

export interface Token {
  id: number;
  name: string;
  workspace: string;
  created_at?: string | null;
  last_used_at?: string | null;
  /** Limited to reading, and to these tables; null for every table of its owner. */
  reads: boolean;
  tables: string[] | null;
}

export interface Workspace {
  key: string;
  name: string;
}

export async function signIn(account: string, password: string): Promise<Me> {
  const me = await request<Me>("/session", { method: "POST", body: { account, password }, anonymous: true });
  setCsrf(me.csrf);
  return me;
}

export async function signOut(): Promise<void> {
  await request<void>("/session", { method: "DELETE" });
  setCsrf(null);
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    const me = await request<Me>("/me", { signal, anonymous: true });
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
      request<SignInWays>(`/sign-in${problem ? `?problem=${encodeURIComponent(problem)}` : ""}`, {
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
  queryFn: ({ signal }) => request<Logins>("/me/logins", { signal }),
});

export const beginBinding = () => request<{ address: string }>("/me/logins", { method: "POST", body: {} });

export const unbindLogin = (id: number) => request<void>(`/me/logins/${id}`, { method: "DELETE" });

export const changeMe = (body: { name?: string; locale?: string }) =>
  request<Me>("/me", { method: "PATCH", body });

export const changePassword = (current: string, next: string) =>
  request<void>("/me/password", { method: "POST", body: { current, new: next } });

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await request<{ tokens: Token[] }>("/me/tokens", { signal })).tokens,
});

export const createToken = (body: { name: string; workspace: string; reads: boolean; tables?: string[] }) =>
  request<{ id: number; token: string | null }>("/me/tokens", { method: "POST", body });

export const deleteToken = (id: number) => request<void>(`/me/tokens/${id}`, { method: "DELETE" });

export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: async ({ signal }) =>
    (await request<{ workspaces: Workspace[] }>("/workspaces", { signal })).workspaces,
  staleTime: 60_000,
});

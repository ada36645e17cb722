/** The one place that talks HTTP: language, CSRF, abort, errors. Nothing here knows a resource. */
import type { Answer, CallOptions, Known, Method } from "./contract";
import { Problem } from "./problem";
import type { ProblemItem } from "./types";

export const BASE = "/api/v1";

let csrf: string | null = null;
let locale = "zh-CN";
let onSignedOut: () => void = () => {};
let offlineSentence = "";
let viewAs: { ws: string; view: string } | null = null;

export function setCsrf(token: string | null): void {
  csrf = token;
}

export function setRequestLocale(next: string, offline: string): void {
  locale = next;
  offlineSentence = offline;
}

/** Asks for everything in a workspace as somebody else sees it; in the address, as files and streams are opened by the browser. */
export function setViewAs(next: { ws: string; view: string } | null): void {
  viewAs = next;
}

/** Whether a workspace is looked at with somebody else's eyes: then nothing in it can be changed. */
export const isSeeing = (ws: string): boolean => viewAs?.ws === ws;

/** Called when any request answers 401, so that the app can ask for a sign-in and come back. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export type QueryValue = string | number | boolean | null | undefined;

export function address(path: string, query?: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  if (viewAs && path.startsWith(`/workspaces/${viewAs.ws}/`)) search.set("view_as", viewAs.view);
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** A call before its address is one of the contract's. */
type Sent = Omit<CallOptions<never, Method>, "query" | "body"> & {
  query?: Record<string, QueryValue> | undefined;
  body?: unknown;
};

function headersFor(options: Sent): Headers {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": locale });
  if (options.body !== undefined) headers.set("Content-Type", "application/json");
  const method = options.method ?? "GET";
  if (method !== "GET" && csrf) headers.set("X-CSRF-Token", csrf);
  if (method === "POST" && !options.anonymous)
    headers.set("Idempotency-Key", options.once ?? crypto.randomUUID());
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as { errors?: ProblemItem[] };
    if (Array.isArray(body.errors) && body.errors.length > 0)
      return new Problem(response.status, body.errors);
  } catch {
    // Not JSON: a proxy's page. The status has to do.
  }
  return new Problem(response.status, [
    { row: null, field: null, code: `http_${response.status}`, message: `HTTP ${response.status}` },
  ]);
}

async function send(path: string, options: Sent): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method: options.method ?? "GET",
      headers: headersFor(options),
      credentials: "same-origin",
      body: options.form ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, [{ row: null, field: null, code: "offline", message: offlineSentence }]);
  }
  if (response.status === 401 && !options.anonymous && !options.background) onSignedOut();
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Calls the API: what may be asked at an address, and what it answers, says the contract (`contract.ts`). */
export async function request<const P extends string, const M extends Method = "GET">(
  path: P & Known<P, M>,
  options: CallOptions<P, M> = {},
): Promise<Answer<P, M>> {
  const response = await send(path, options as Sent);
  if (response.status === 204) return undefined as Answer<P, M>;
  return (await response.json()) as Answer<P, M>;
}

/** Fetches a document as text, such as a page to print. */
export async function page(
  path: string,
  query: Record<string, QueryValue>,
  body: unknown,
  signal: AbortSignal,
): Promise<string> {
  const response = await send(
    path,
    body === undefined ? { query, signal } : { query, method: "POST", body, signal },
  );
  return response.text();
}

/** What a file holds, as its headers say. */
export interface Exported {
  /** Rows, or lines of a pivot. */
  rows: number;
  /** Rows of the list that the person may view and not export. */
  leftOut: number;
}

/** Fetches a file and hands it to the browser's download; errors stay readable, unlike with a plain link. */
export async function download(
  path: string,
  query: Record<string, QueryValue>,
  fallbackName: string,
  body?: unknown,
): Promise<Exported> {
  const response = await send(path, body === undefined ? { query } : { query, method: "POST", body });
  const blob = await response.blob();
  saveBlob(blob, nameFrom(response.headers.get("Content-Disposition")) ?? fallbackName);
  return {
    rows: Number(response.headers.get("Export-Rows") ?? 0),
    leftOut: Number(response.headers.get("Export-Left-Out") ?? 0),
  };
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The file name of a Content-Disposition header; RFC 5987 names win. */
export function nameFrom(disposition: string | null): string | null {
  if (!disposition) return null;
  const extended = /filename\*=(?:UTF-8'')?([^;]+)/i.exec(disposition);
  if (extended?.[1]) {
    try {
      return decodeURIComponent(extended[1].trim());
    } catch {
      return null;
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null;
}

/** Addresses of the app: building them, and reading the state of a table page from its query string. */
import type { Condition } from "../api/types";

/** Only addresses of this app may be returned to after signing in. */
export function safeReturn(text: string | null): string {
  if (
    !text?.startsWith("/") ||
    text.startsWith("//") ||
    text.startsWith("/\\") ||
    text.startsWith("/sign-in")
  )
    return "/";
  return text;
}

export const signInAddress = (back: string): string =>
  back === "/" ? "/sign-in" : `/sign-in?return=${encodeURIComponent(back)}`;

export const homeAddress = (ws: string): string => `/w/${ws}`;
export const dashboardAddress = (ws: string, key: string): string => `/w/${ws}/d/${key}`;
export const searchAddress = (ws: string, q = ""): string =>
  `/w/${ws}/search${q ? `?q=${encodeURIComponent(q)}` : ""}`;
export const recordAddress = (ws: string, table: string, id: number): string => `/w/${ws}/t/${table}/r/${id}`;
export const approvalsAddress = (ws: string, box?: string, id?: number): string =>
  `/w/${ws}/approvals${box ? `/${box}` : ""}${id ? `?approval=${id}` : ""}`;
export const accountAddress = (
  ws: string,
  page: "profile" | "password" | "logins" | "sessions" | "notifications" | "tokens" | "",
): string => `/w/${ws}/account/${page}`;

export type PastTab = "changes" | "trash" | "structure" | "configuration";
export const pastAddress = (ws: string, tab: PastTab | ""): string => `/w/${ws}/past/${tab}`;

export type SettingsTab =
  | "members"
  | "roles"
  | "tables"
  | "record-types"
  | "layouts"
  | "rules"
  | "templates"
  | "log"
  | "config"
  | "webhooks"
  | "sign-ins"
  | "leaks"
  | "automations"
  | "runs"
  | "timers"
  | "actions";
/** `item` is the role group, table, automation or run that is shown. */
export const settingsAddress = (ws: string, tab: SettingsTab | "", item?: string): string =>
  `/w/${ws}/settings/${tab}${item ? `/${item}` : ""}`;

/** What a table page shows, as far as its address says. */
export interface TableState {
  filter: Condition | null;
  sort: string | null;
  q: string;
  group: string | null;
  record: number | null;
}

export const EMPTY_STATE: TableState = { filter: null, sort: null, q: "", group: null, record: null };

export function isCondition(value: unknown): value is Condition {
  if (typeof value !== "object" || value === null) return false;
  if ("field" in value)
    return typeof value.field === "string" && "op" in value && typeof value.op === "string";
  if ("and" in value) return Array.isArray(value.and) && value.and.every(isCondition);
  if ("or" in value) return Array.isArray(value.or) && value.or.every(isCondition);
  if ("not" in value) return isCondition(value.not);
  return false;
}

function conditionFrom(text: string | null): Condition | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isCondition(value) ? value : null;
  } catch {
    return null;
  }
}

export function readTableState(search: URLSearchParams): TableState {
  const record = Number(search.get("record"));
  return {
    filter: conditionFrom(search.get("filter")),
    sort: search.get("sort") || null,
    q: search.get("q") ?? "",
    group: search.get("group") || null,
    record: Number.isSafeInteger(record) && record > 0 ? record : null,
  };
}

export function writeTableState(state: Partial<TableState>): URLSearchParams {
  const search = new URLSearchParams();
  if (state.filter) search.set("filter", JSON.stringify(state.filter));
  if (state.sort) search.set("sort", state.sort);
  if (state.q) search.set("q", state.q);
  if (state.group) search.set("group", state.group);
  if (state.record) search.set("record", String(state.record));
  return search;
}

export function tableAddress(
  ws: string,
  table: string,
  view?: string | null,
  state?: Partial<TableState>,
): string {
  const search = writeTableState(state ?? {}).toString();
  return `/w/${ws}/t/${table}${view ? `/${view}` : ""}${search ? `?${search}` : ""}`;
}

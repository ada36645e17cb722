/** Timers and their rules: what they count, what a change of rules would do, and confirming it (S6, S7). */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Ref, Value, WireValues } from "./types";

export interface Timer {
  key: string;
  table: string;
  label: string;
  owner: string;
  due: string;
  /** The table of the rules; the following name its fields. */
  rules: string;
  active: string | null;
  remind: string | null;
  /** What is written into the record when it falls due, by field. */
  on_due: Record<string, unknown>;
  /** What a rule says to fit a record; with `value`, the rules of this timer are those that say it. */
  matches: { field: string; value: string | null }[];
  criteria: { key: string; label: string; days: string; extend: string | null; most: string | null }[];
  pauses: { key: string; label: string; flag: string | null }[];
}

export const MODES = ["grace", "all", "keep"] as const;
export type Mode = (typeof MODES)[number];

export interface RuleChange {
  /** Null: a new rule. */
  id: number | null;
  /** Null: the rule is taken out. */
  values: WireValues | null;
}

export interface PlanRequest {
  changes: RuleChange[];
  mode: Mode;
  grace: number;
}

export interface ChangedRule {
  id: number | null;
  before: Record<string, Value> | null;
  after: Record<string, Value> | null;
}

export interface Plan {
  token: string;
  records: number;
  overdue: number;
  names: { id: number; label: string | null; before: string | null; after: string | null }[];
  rules: ChangedRule[];
}

export interface RuleLogEntry {
  id: number;
  at: string;
  by: Ref | null;
  mode: Mode;
  grace: number | null;
  rules: ChangedRule[];
  preview: { records?: number; overdue?: number };
  reason: string | null;
}

export const timersKey = (ws: string) => ["ws", ws, "timers"];

export const timersQuery = (ws: string) =>
  queryOptions({
    queryKey: [...timersKey(ws), "list"],
    queryFn: async ({ signal }) =>
      (await request<{ timers: Timer[] }>(`/workspaces/${ws}/timers`, { signal })).timers,
  });

const of = (ws: string, timer: Timer) => `/workspaces/${ws}/tables/${timer.table}/timers/${timer.key}`;

export const planRules = (ws: string, timer: Timer, body: PlanRequest) =>
  request<Plan>(`${of(ws, timer)}/plan`, { method: "POST", body });

export const confirmRules = (
  ws: string,
  timer: Timer,
  body: PlanRequest & { token: string; reason: string },
) => request<Plan>(`${of(ws, timer)}/confirm`, { method: "POST", body });

export const ruleLogQuery = (ws: string, timer: Timer) =>
  queryOptions({
    queryKey: [...timersKey(ws), "log", timer.table, timer.key],
    queryFn: async ({ signal }) =>
      (await request<{ changes: RuleLogEntry[] }>(`${of(ws, timer)}/log`, { signal })).changes,
  });

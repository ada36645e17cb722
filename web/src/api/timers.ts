/** Timers and their rules: what they count, what a change of rules would do, and confirming it (S6, S7). */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";
import type { WireValues } from "./types";

/** `rules` is the table of the rules, whose fields are named; `on_due` is written into the record when it falls due. */
export type Timer = Answer<`/workspaces/${string}/timers`>["timers"][number];
export type Plan = Answer<`/workspaces/${string}/tables/${string}/timers/${string}/plan`, "POST">;
export type ChangedRule = Plan["rules"][number];
export type RuleLogEntry =
  Answer<`/workspaces/${string}/tables/${string}/timers/${string}/log`>["changes"][number];

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

export const timersKey = (ws: string) => ["ws", ws, "timers"];

export const timersQuery = (ws: string) =>
  queryOptions({
    queryKey: [...timersKey(ws), "list"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/timers`, { signal })).timers,
  });

const of = (ws: string, timer: Timer) =>
  `/workspaces/${ws}/tables/${timer.table}/timers/${timer.key}` as const;

export const planRules = (ws: string, timer: Timer, body: PlanRequest) =>
  request(`${of(ws, timer)}/plan`, { method: "POST", body });

export const confirmRules = (
  ws: string,
  timer: Timer,
  body: PlanRequest & { token: string; reason: string },
) => request(`${of(ws, timer)}/confirm`, { method: "POST", body });

export const ruleLogQuery = (ws: string, timer: Timer) =>
  queryOptions({
    queryKey: [...timersKey(ws), "log", timer.table, timer.key],
    queryFn: async ({ signal }) => (await request(`${of(ws, timer)}/log`, { signal })).changes,
  });

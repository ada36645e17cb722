/** Automations for those who build: definitions, trials, runs (docs/reference/automations.md). */
import { queryOptions } from "@tanstack/react-query";
import type { AutomationDocument } from "../automations/document";
import { request } from "./client";
import type { Ref, Value } from "./types";

export const RUN_STATES = ["queued", "waiting", "done", "failed", "cancelled", "stopped"] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface Automation {
  key: string;
  label: string;
  table: string;
  definition: AutomationDocument;
  version: number;
  enabled: boolean;
  shadow: boolean;
  demo: boolean;
  /** Code of the reason why the engine has switched it off. */
  paused: string | null;
  /** Whose rights it uses; null: the engine's own, as a template has set it up. */
  owner: Ref | null;
  template: boolean;
  changed: boolean;
}

export interface ListedAutomation extends Automation {
  /** Runs of the last seven days that ended badly. */
  failed: number;
  last_run: { id: number; state: RunState; at: string } | null;
}

export interface AutomationInFull extends Automation {
  original: AutomationDocument | null;
  cycles: string[][];
}

export interface Warning {
  code: string;
  keys: string[];
  message: string;
}

export interface Run {
  id: number;
  automation: string;
  version: number;
  table: string | null;
  record: number | null;
  state: RunState;
  cause: string | null;
  depth: number;
  attempts: number;
  error: { code: string; message: string } | null;
  created_at: string;
  due: string | null;
  finished_at: string | null;
}

export interface RunStep {
  path: string;
  kind: string;
  state: string;
  input: unknown;
  output: unknown;
  batch: string | null;
  at: string;
}

export interface RunInFull extends Run {
  evidence: Record<string, unknown>;
  steps: RunStep[];
}

export interface Changed {
  table: string;
  record: number;
  kind: string;
  cells: Record<string, [Value, Value]>;
}

export interface Sent {
  kind: string;
  members?: number[];
  text?: Record<string, string>;
  url?: string;
  body?: Record<string, unknown>;
}

export interface Trial {
  changes: Changed[];
  sent: Sent[];
  steps: Pick<RunStep, "path" | "kind" | "state" | "output">[];
  refused: ({ step?: string; code: string } & Record<string, string>) | null;
}

export interface Replay {
  matched: number;
  runs: (Trial & { record: number; at: string })[];
}

export interface Why {
  reasons: { name: string; holds: boolean }[];
  runs: Run[];
  next: number | null;
}

/** What guards an automation that a template brought. */
export interface Guard {
  confirm?: boolean;
  reason?: string;
}

export interface RunQuery {
  automation?: string | null;
  table?: string | null;
  record?: number | null;
  state?: string | null;
}

const base = (ws: string) => `/workspaces/${ws}/automations`;

/** Prefix of every query about automations and runs; invalidate it after a change of one. */
export const automationsKey = (ws: string) => ["ws", ws, "automations"];

export const automationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "list"],
    queryFn: ({ signal }) =>
      request<{ automations: ListedAutomation[]; warnings: Warning[] }>(base(ws), { signal }),
  });

export const automationQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "one", key],
    queryFn: ({ signal }) => request<AutomationInFull>(`${base(ws)}/${key}`, { signal }),
  });

export const addAutomation = (ws: string, definition: AutomationDocument) =>
  request<AutomationInFull>(base(ws), { method: "POST", body: { definition } });

export const changeAutomation = (
  ws: string,
  key: string,
  body: { definition?: AutomationDocument; enabled?: boolean; shadow?: boolean } & Guard,
) => request<AutomationInFull>(`${base(ws)}/${key}`, { method: "PATCH", body });

export const deleteAutomation = (ws: string, key: string, body: Guard) =>
  request<void>(`${base(ws)}/${key}`, { method: "DELETE", body });

export const resetAutomation = (ws: string, key: string, body: Guard) =>
  request<AutomationInFull>(`${base(ws)}/${key}/reset`, { method: "POST", body });

export const tryAutomation = (
  ws: string,
  key: string,
  body: { record: number; definition?: AutomationDocument },
) => request<Trial & { matches: boolean }>(`${base(ws)}/${key}/try`, { method: "POST", body });

export const replayAutomation = (
  ws: string,
  key: string,
  body: { days: number; definition?: AutomationDocument },
) => request<Replay>(`${base(ws)}/${key}/replay`, { method: "POST", body });

export const fetchSecret = async (ws: string, key: string) =>
  (await request<{ secret: string }>(`${base(ws)}/${key}/secret`, { method: "POST", body: {} })).secret;

export const whyQuery = (ws: string, key: string, record: number) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "why", key, record],
    queryFn: ({ signal }) => request<Why>(`${base(ws)}/${key}/why`, { signal, query: { record } }),
    staleTime: 0,
  });

export const runsKey = (ws: string, query: RunQuery) => [...automationsKey(ws), "runs", query];

export const fetchRuns = (ws: string, query: RunQuery, before: number | null, signal: AbortSignal) =>
  request<{ runs: Run[]; next: number | null }>(`/workspaces/${ws}/runs`, {
    signal,
    query: { ...query, before, limit: 50 },
  });

/** How often one looks after a run that is about to go on. */
export const LOOK_AGAIN_MS = 2_000;

export const runQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "run", id],
    queryFn: ({ signal }) => request<RunInFull>(`/workspaces/${ws}/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "queued" ? LOOK_AGAIN_MS : false),
  });

export const retryRun = (ws: string, id: number) =>
  request<RunInFull>(`/workspaces/${ws}/runs/${id}/retry`, { method: "POST", body: {} });

export const cancelRun = (ws: string, id: number) =>
  request<RunInFull>(`/workspaces/${ws}/runs/${id}/cancel`, { method: "POST", body: {} });

export interface NewAddress {
  path: string | null;
  /** What senders sign with, where they must. */
  secret: string | null;
}

export const incomingQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "incoming", key],
    queryFn: async ({ signal }) =>
      (
        await request<{ address: { made_at: string; signed: boolean } | null }>(
          `${base(ws)}/${key}/incoming`,
          {
            signal,
          },
        )
      ).address,
  });

export const openAddress = (ws: string, key: string, signed: boolean) =>
  request<NewAddress>(`${base(ws)}/${key}/incoming`, { method: "POST", body: { signed } });

export const closeAddress = (ws: string, key: string) =>
  request<void>(`${base(ws)}/${key}/incoming`, { method: "DELETE" });

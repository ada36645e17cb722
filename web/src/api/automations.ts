/** Automations for those who build: definitions, trials, runs (docs/reference/automations.md). */
import { queryOptions } from "@tanstack/react-query";
import type { AutomationDocument } from "../automations/document";
import { request } from "./client";
import type { Answer, Schemas } from "./contract";

/** The contract leaves definitions open: their form is `automations/document`. */
type Defined<T> = Omit<T, "definition" | "original"> & { definition: AutomationDocument };

type Listing = Answer<`/workspaces/${string}/automations`>;
/** `paused`: code of the reason why the engine has switched it off; without an `owner` it uses the engine's own rights. */
export type ListedAutomation = Defined<Listing["automations"][number]>;
export type Automation = Omit<ListedAutomation, "failed" | "last_run">;
export type AutomationInFull = Defined<Answer<`/workspaces/${string}/automations/${string}`>> & {
  original: AutomationDocument | null;
};
export type Warning = Listing["warnings"][number];
export type Run = Answer<`/workspaces/${string}/runs`>["runs"][number];
export type RunInFull = Answer<`/workspaces/${string}/runs/${number}`>;
export type RunStep = RunInFull["steps"][number];
export type Replay = Answer<`/workspaces/${string}/automations/${string}/replay`, "POST">;
export type Trial = Omit<Replay["runs"][number], "record" | "label" | "at">;
export type Changed = Trial["changes"][number];
export type Sent = Trial["sent"][number];
export type Why = Answer<`/workspaces/${string}/automations/${string}/why`>;
/** `secret`: what senders sign with, where they must. */
export type NewAddress = Answer<`/workspaces/${string}/automations/${string}/incoming`, "POST">;

export const RUN_STATES = [
  "queued",
  "waiting",
  "done",
  "failed",
  "cancelled",
  "stopped",
] as const satisfies RunState[];
export type RunState = Run["state"];

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

const base = (ws: string) => `/workspaces/${ws}/automations` as const;

/** Prefix of every query about automations and runs; invalidate it after a change of one. */
export const automationsKey = (ws: string) => ["ws", ws, "automations"];

export const automationsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "list"],
    queryFn: ({ signal }) =>
      request(base(ws), { signal }) as Promise<{
        automations: ListedAutomation[];
        warnings: Warning[];
        import_paths: Schemas["BodyPath"][];
      }>,
  });

export const automationQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "one", key],
    queryFn: ({ signal }) => request(`${base(ws)}/${key}`, { signal }) as Promise<AutomationInFull>,
  });

export const addAutomation = (ws: string, definition: AutomationDocument) =>
  request(base(ws), { method: "POST", body: { definition } }) as Promise<AutomationInFull>;

export const changeAutomation = (
  ws: string,
  key: string,
  body: { definition?: AutomationDocument; enabled?: boolean; shadow?: boolean } & Guard,
) => request(`${base(ws)}/${key}`, { method: "PATCH", body }) as Promise<AutomationInFull>;

export const deleteAutomation = (ws: string, key: string, body: Guard) =>
  request(`${base(ws)}/${key}`, { method: "DELETE", body });

export const resetAutomation = (ws: string, key: string, body: Guard) =>
  request(`${base(ws)}/${key}/reset`, { method: "POST", body }) as Promise<AutomationInFull>;

export const tryAutomation = (
  ws: string,
  key: string,
  body: { record: number; definition?: AutomationDocument },
) => request(`${base(ws)}/${key}/try`, { method: "POST", body });

export const replayAutomation = (
  ws: string,
  key: string,
  body: { days: number; definition?: AutomationDocument },
) => request(`${base(ws)}/${key}/replay`, { method: "POST", body });

export const fetchSecret = async (ws: string, key: string) =>
  (await request(`${base(ws)}/${key}/secret`, { method: "POST" })).secret;

export const whyQuery = (ws: string, key: string, record: number) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "why", key, record],
    queryFn: ({ signal }) => request(`${base(ws)}/${key}/why`, { signal, query: { record } }),
    staleTime: 0,
  });

export const runsKey = (ws: string, query: RunQuery) => [...automationsKey(ws), "runs", query];

export const fetchRuns = (ws: string, query: RunQuery, before: number | null, signal: AbortSignal) =>
  request(`/workspaces/${ws}/runs`, {
    signal,
    query: { ...query, before, limit: 50 },
  });

/** How often one looks after a run that is about to go on. */
export const LOOK_AGAIN_MS = 2_000;

export const runQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "run", id],
    queryFn: ({ signal }) => request(`/workspaces/${ws}/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "queued" ? LOOK_AGAIN_MS : false),
  });

export const retryRun = (ws: string, id: number) =>
  request(`/workspaces/${ws}/runs/${id}/retry`, { method: "POST" });

export const cancelRun = (ws: string, id: number) =>
  request(`/workspaces/${ws}/runs/${id}/cancel`, { method: "POST" });

export const incomingQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "incoming", key],
    queryFn: async ({ signal }) =>
      (
        await request(`${base(ws)}/${key}/incoming`, {
          signal,
        })
      ).address,
  });

/** The last body that came to an automation, and the paths that can be named in it. */
export const sampleQuery = (ws: string, key: string) =>
  queryOptions({
    queryKey: [...automationsKey(ws), "sample", key],
    queryFn: ({ signal }) => request(`${base(ws)}/${key}/sample`, { signal }),
    retry: false,
  });

export const openAddress = (ws: string, key: string, signed: boolean) =>
  request(`${base(ws)}/${key}/incoming`, { method: "POST", body: { signed } });

export const closeAddress = (ws: string, key: string) =>
  request(`${base(ws)}/${key}/incoming`, { method: "DELETE" });

/** Import files into a table: the job, its progress and its result. */
import { download, request } from "./client";

export type ImportMode = "create" | "update" | "upsert";

export interface ImportError {
  row: number | null;
  column: string | null;
  field: string | null;
  code: string;
  message: string;
}

export interface ImportResult {
  created: number;
  updated: number;
  skipped: number;
  errors: ImportError[];
  unmapped: string[];
  mapping: Record<string, string>;
  batch: number | string | null;
}

export interface Job {
  id: number | string;
  kind: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: { done: number; total: number | null } | null;
  result: ImportResult | null;
  errors: ImportError[];
}

/** The states of a job that is not finished. */
export const OPEN_JOB: ReadonlySet<Job["state"]> = new Set(["queued", "running"]);

export interface ImportRequest {
  file: File;
  mode: ImportMode;
  key: string | null;
  mapping: Record<string, string> | null;
  dryRun: boolean;
  allOrNothing: boolean;
  clearBlank: boolean;
}

export async function startImport(ws: string, table: string, what: ImportRequest): Promise<Job> {
  const form = new FormData();
  form.set("file", what.file);
  form.set("mode", what.mode);
  if (what.mode !== "create" && what.key) form.set("key", what.key);
  if (what.mapping) form.set("mapping", JSON.stringify(what.mapping));
  if (what.allOrNothing) form.set("all_or_nothing", "true");
  if (what.clearBlank && what.mode !== "create") form.set("clear_blank", "true");
  form.set("dry_run", what.dryRun ? "true" : "false");
  return (await request<{ job: Job }>(`/workspaces/${ws}/tables/${table}/imports`, { method: "POST", form }))
    .job;
}

export const fetchJob = async (ws: string, id: Job["id"], signal?: AbortSignal): Promise<Job> =>
  (await request<{ job: Job }>(`/workspaces/${ws}/jobs/${id}`, signal ? { signal } : {})).job;

export const cancelJob = (ws: string, id: Job["id"]) =>
  request<unknown>(`/workspaces/${ws}/jobs/${id}`, { method: "DELETE" });

/** The refused rows of a finished import with the reasons, to be mended and imported again. */
export const downloadRefused = (ws: string, id: Job["id"], name: string) =>
  download(`/workspaces/${ws}/jobs/${id}/errors`, {}, name);

export const downloadTemplate = (ws: string, table: string, name: string) =>
  download(`/workspaces/${ws}/tables/${table}/import-template`, {}, `${name}.xlsx`);

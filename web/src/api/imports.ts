/** Import files into a table: the job, its progress and its result. */
import { download, request } from "./client";
import type { Schemas } from "./contract";

export type Job = Schemas["Job"];
export type ImportResult = Schemas["ImportResult"];
export type ImportError = ImportResult["errors"][number];

export type ImportMode = "create" | "update" | "upsert";

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
  unowned: boolean;
}

export async function startImport(ws: string, table: string, what: ImportRequest): Promise<Job> {
  const form = new FormData();
  form.set("file", what.file);
  form.set("mode", what.mode);
  if (what.mode !== "create" && what.key) form.set("key", what.key);
  if (what.mapping) form.set("mapping", JSON.stringify(what.mapping));
  if (what.allOrNothing) form.set("all_or_nothing", "true");
  if (what.clearBlank && what.mode !== "create") form.set("clear_blank", "true");
  if (what.unowned && what.mode !== "update") form.set("public", "true");
  form.set("dry_run", what.dryRun ? "true" : "false");
  return (await request(`/workspaces/${ws}/tables/${table}/imports`, { method: "POST", form })).job;
}

export const fetchJob = async (ws: string, id: Job["id"], signal?: AbortSignal): Promise<Job> =>
  (await request(`/workspaces/${ws}/jobs/${id}`, { signal })).job;

export const cancelJob = (ws: string, id: Job["id"]) =>
  request(`/workspaces/${ws}/jobs/${id}`, { method: "DELETE" });

/** The refused rows of a finished import with the reasons, to be mended and imported again. */
export const downloadRefused = (ws: string, id: Job["id"], name: string) =>
  download(`/workspaces/${ws}/jobs/${id}/errors`, {}, name);

export const downloadTemplate = (ws: string, table: string, name: string) =>
  download(`/workspaces/${ws}/tables/${table}/import-template`, {}, `${name}.xlsx`);

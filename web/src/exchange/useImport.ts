/** The course of an import: check (a dry run), then the real one; both are jobs that can be cancelled. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  cancelJob,
  fetchJob,
  type ImportRequest,
  type ImportResult,
  type Job,
  startImport,
} from "../api/imports";
import { isAborted, sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import { deedsOf } from "../undo/stack";

export type ImportStage =
  | { at: "choose"; problem: string | null }
  | { at: "working"; dryRun: boolean; job: Job | null }
  | { at: "checked"; result: ImportResult }
  | { at: "done"; result: ImportResult; job: Job["id"]; cancelled: boolean };

export interface ImportCourse {
  stage: ImportStage;
  start: (what: ImportRequest) => Promise<void>;
  cancel: () => Promise<void>;
  restart: () => void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;

const NOTHING: ImportResult = {
  created: 0,
  updated: 0,
  skipped: 0,
  errors: [],
  unmapped: [],
  mapping: {},
  batch: null,
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function useImport(ws: string, table: string): ImportCourse {
  const [stage, setStage] = useState<ImportStage>({ at: "choose", problem: null });
  const running = useRef<{ job: Job["id"] | null; abort: AbortController } | null>(null);
  const client = useQueryClient();
  useEffect(() => () => running.current?.abort.abort(), []);

  const start = useCallback(
    async (what: ImportRequest) => {
      const abort = new AbortController();
      running.current = { job: null, abort };
      setStage({ at: "working", dryRun: what.dryRun, job: null });
      try {
        let job = await startImport(ws, table, what);
        running.current.job = job.id;
        for (let ms = FIRST_PAUSE_MS; job.state === "queued" || job.state === "running"; ms *= 1.3) {
          setStage({ at: "working", dryRun: what.dryRun, job });
          await pause(Math.min(ms, LONGEST_PAUSE_MS));
          if (abort.signal.aborted) return;
          job = await fetchJob(ws, job.id, abort.signal);
        }
        if (abort.signal.aborted) return;
        const result = { ...NOTHING, ...(job.result ?? {}) };
        const failures = job.errors ?? [];
        if (!what.dryRun) {
          const { batch } = result;
          if (batch !== null)
            deedsOf(ws).note({
              batches: [String(batch)],
              kind: "import",
              table,
              count: result.created + result.updated,
            });
          window.dispatchEvent(new CustomEvent("gezi:refresh"));
          void client.invalidateQueries({ queryKey: rowsKey(ws) });
        }
        if (job.state === "failed" && !job.result) {
          setStage({ at: "choose", problem: failures.map((item) => item.message).join("；") });
        } else if (what.dryRun) {
          setStage(job.state === "cancelled" ? { at: "choose", problem: null } : { at: "checked", result });
        } else {
          setStage({ at: "done", result, job: job.id, cancelled: job.state === "cancelled" });
        }
      } catch (error) {
        if (!isAborted(error)) setStage({ at: "choose", problem: sentence(error) });
      }
    },
    [ws, table, client],
  );

  const cancel = useCallback(async () => {
    const job = running.current?.job;
    if (job !== null && job !== undefined) await cancelJob(ws, job).catch(() => undefined);
  }, [ws]);

  const restart = useCallback(() => setStage({ at: "choose", problem: null }), []);
  return { stage, start, cancel, restart };
}

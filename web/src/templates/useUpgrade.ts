/** The course of an upgrade: done at once, or a job that is watched and can be cancelled. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { cancelJob, fetchJob, type Job, OPEN_JOB } from "../api/imports";
import { Problem } from "../api/problem";
import { type Side, type TemplateDocument, upgradeTemplate } from "../api/templates";
import { useStructure } from "../schema/useStructure";
import { useSettingsChanged } from "../settings/useSettingsChanged";

export interface UpgradeCourse {
  working: boolean;
  percent: number;
  cancel: (() => void) | null;
  /** Whether it is done; false when it was cancelled. Throws what it is refused with. */
  start: (what: {
    token: string;
    choices: Record<string, Side>;
    document: TemplateDocument | null;
  }) => Promise<boolean>;
}

const PAUSE_MS = 600;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function useUpgrade(ws: string, key: string): UpgradeCourse {
  const [working, setWorking] = useState(false);
  const [job, setJob] = useState<Job | null>(null);
  const client = useQueryClient();
  const structure = useStructure();
  const settings = useSettingsChanged();

  const start = useCallback<UpgradeCourse["start"]>(
    async (what) => {
      setWorking(true);
      try {
        const answer = await upgradeTemplate(ws, key, what);
        if (!("job" in answer) || !answer.job) return true;
        let now = await fetchJob(ws, answer.job.id);
        while (OPEN_JOB.has(now.state)) {
          setJob(now);
          await pause(PAUSE_MS);
          now = await fetchJob(ws, now.id);
        }
        if (now.state === "failed") throw new Problem(409, now.errors);
        return now.state === "done";
      } finally {
        setWorking(false);
        setJob(null);
        await Promise.all([structure(), settings()]);
        void client.invalidateQueries();
      }
    },
    [ws, key, client, structure, settings],
  );
  return {
    working,
    percent: job?.progress?.total ? Math.floor((100 * job.progress.done) / job.progress.total) : 0,
    cancel: job ? () => void cancelJob(ws, job.id) : null,
    start,
  };
}

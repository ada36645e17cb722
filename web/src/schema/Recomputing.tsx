/** Says which fields of a table are being recomputed, how far that is, and lets whoever began it stop it. */
import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelJob, fetchJob, OPEN_JOB } from "../api/imports";
import type { Recomputation, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { useStructure } from "./useStructure";
import "./schema.css";

const EVERY_MS = 1000;

export function Recomputing({ table }: { table: Table }) {
  return (
    <>
      {table.recomputing?.map((one) => (
        <Course key={one.job} table={table} what={one} />
      ))}
    </>
  );
}

function Course({ table, what }: { table: Table; what: Recomputation }) {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const refresh = useStructure();
  const [stopping, setStopping] = useState(false);
  // Somebody else's job may not be looked at: then only the mark is shown, until the structure is read again.
  const { data: job } = useQuery({
    queryKey: ["ws", ws, "job", what.job],
    queryFn: ({ signal }) => fetchJob(ws, what.job, signal),
    refetchInterval: ({ state }) =>
      state.error || (state.data && !OPEN_JOB.has(state.data.state)) ? false : EVERY_MS,
    retry: false,
  });
  const over = job !== undefined && !OPEN_JOB.has(job.state);
  useEffect(() => {
    if (over) void refresh();
  }, [over, refresh]);

  const label = table.fields.find((field) => field.key === what.field)?.label ?? what.label;
  const { done = 0, total = null } = job?.progress ?? {};
  return (
    <div className="gz-recomputing" role="status">
      <span>{t("schema.recomputing", { field: label })}</span>
      {job && <Progress size="small" percent={total ? Math.floor((100 * done) / total) : 0} />}
      {job && (
        <Button
          size="small"
          disabled={stopping || over}
          onClick={() => {
            setStopping(true);
            void cancelJob(ws, what.job);
          }}
        >
          {t("schema.stopRecomputing")}
        </Button>
      )}
    </div>
  );
}

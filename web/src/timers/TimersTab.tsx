/** The rules by which records are dealt with after some time, and every change of them. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { timersQuery } from "../api/timers";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { TimerRules } from "./TimerRules";
import "./timers.css";

export function TimersTab() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(timersQuery(ws));
  if (found.isPending) return <Waiting rows={6} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const shown = found.data.filter((timer) => tables.has(timer.rules) && tables.has(timer.table));
  if (shown.length === 0) return <Nothing title={t("timers.none")} hint={t("timers.noneHint")} />;
  return (
    <div className="gz-timers">
      <p className="gz-muted">{t("timers.about")}</p>
      {shown.map((timer) => (
        <TimerRules key={`${timer.table}.${timer.key}`} timer={timer} />
      ))}
    </div>
  );
}

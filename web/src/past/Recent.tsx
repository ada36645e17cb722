/** The latest batches: what each did, and taking one back after a look at what would stay. */
import { useQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { Fragment, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type RecentBatch, recentQuery } from "../api/batches";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { SOURCES } from "../record/History";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { Nothing } from "./Nothing";
import { UndoDialog } from "./UndoDialog";

const STEP = 30;
const MOST = 200;

export function Recent() {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const everybody = useId();
  const [mine, setMine] = useState(true);
  const [limit, setLimit] = useState(STEP);
  const [asking, setAsking] = useState<RecentBatch | null>(null);
  const found = useQuery({ ...recentQuery(ws, mine, limit), placeholderData: (old) => old });
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const shown = found.data.filter((batch) => batch.tables.length > 0);
  return (
    <>
      <div className="gz-past-bar">
        <p className="gz-muted">{t("past.recentHint")}</p>
        {member.admin && (
          <span className="gz-past-switch">
            <Switch
              size="small"
              checked={!mine}
              aria-labelledby={everybody}
              onChange={(on) => setMine(!on)}
            />
            <span id={everybody}>{t("past.everybody")}</span>
          </span>
        )}
      </div>
      {shown.length === 0 && <Nothing title={t("past.recentNone")} hint={t("past.recentNoneHint")} />}
      <ol className="gz-past-list">
        {shown.map((batch) => (
          <Line key={batch.batch} batch={batch} onUndo={() => setAsking(batch)} />
        ))}
      </ol>
      {found.data.length >= limit && limit < MOST && (
        <Button onClick={() => setLimit(Math.min(MOST, limit + STEP))}>{t("table.loadMore")}</Button>
      )}
      {asking && <UndoDialog batch={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function Line({ batch, onUndo }: { batch: RecentBatch; onUndo: () => void }) {
  const { key: ws, display, tables } = useWorkspace();
  const { t } = useTranslation();
  const source = SOURCES.find((one) => one === batch.source);
  const parts = batch.tables.map(({ table, created, updated, deleted, moved, record }) => {
    const label = tables.get(table)?.label ?? table;
    const did = [
      created > 0 && t("past.created", { count: created }),
      updated > 0 && t("past.updated", { count: updated }),
      deleted > 0 && t("past.deleted", { count: deleted }),
      moved > 0 && t("past.moved", { count: moved }),
    ].filter(Boolean);
    const what = `${label}${t("undo.colon")}${did.join(t("undo.comma"))}`;
    if (!record) return { key: table, what, record: null };
    const others = created + updated + deleted + moved > 1;
    return {
      key: table,
      what,
      record: { ...record, label: others ? t("past.andOthers", record) : record.label },
    };
  });
  const undone = batch.undone_by !== null;
  return (
    <li data-undone={undone}>
      <div className="gz-past-what">
        <span>
          {parts.map(({ key, what, record }, at) => (
            <Fragment key={key}>
              {at > 0 && t("past.semicolon")}
              {what}
              {record && (
                <>
                  {" "}
                  <Link to={recordAddress(ws, key, record.id)}>{record.label}</Link>
                </>
              )}
            </Fragment>
          ))}
        </span>
        <span className="gz-past-meta gz-muted">
          <time className="gz-tabular" dateTime={batch.at}>
            {showInstant(batch.at, display)}
          </time>
          <span>{batch.actor?.label ?? t("record.system")}</span>
          {source && <span className="gz-history-source">{t(`record.source.${source}`)}</span>}
        </span>
      </div>
      {undone ? (
        <span className="gz-muted">{t("undo.undone")}</span>
      ) : (
        batch.source !== "template" && (
          <Button size="small" onClick={onUndo}>
            {batch.undoes ? t("undo.redo") : t("undo.undo")}
          </Button>
        )
      )}
    </li>
  );
}

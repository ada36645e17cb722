/** Who changed what and when: before → after, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Change, fetchHistory, rowsKey } from "../api/records";
import type { Field, Table, Value } from "../api/types";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { UndoDialog } from "../past/UndoDialog";
import { Failure } from "../ui/Failure";
import { FieldValue } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import "./history.css";

export function History({ table, id }: { table: Table; id: number }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Change | null>(null);
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(ws, table.key), "history", id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchHistory(ws, table.key, id, pageParam, signal),
    getNextPageParam: (last) => last.next,
  });
  if (found.isPending) return <Waiting rows={6} />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const changes = found.data?.pages.flatMap((page) => page.changes) ?? [];
  if (changes.length === 0) return <p className="gz-muted">{t("record.historyEmpty")}</p>;
  return (
    <div className="gz-history">
      <ol>
        {changes.map((change) => (
          <Entry key={change.id} table={table} change={change} undo={() => setAsking(change)} />
        ))}
      </ol>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("record.loadMore")}
        </Button>
      )}
      {asking?.batch && (
        <UndoDialog
          batch={{ batch: asking.batch, undoes: asking.undoes ?? null }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

export const SOURCES = [
  "api",
  "web",
  "import",
  "automation",
  "button",
  "approval",
  "undo",
  "template",
  "cli",
] as const;
const KINDS = { create: "historyCreate", update: "historyUpdate", delete: "historyDelete" } as const;

function Entry({ table, change, undo }: { table: Table; change: Change; undo: () => void }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const source = SOURCES.find((one) => one === change.source);
  const fieldOf = (key: string) => table.fields.find((field) => field.key === key);
  return (
    <li className="gz-history-entry">
      <div className="gz-history-meta">
        <strong>{change.actor?.label ?? t("record.system")}</strong>
        <span>{t(`record.${KINDS[change.kind] ?? "historyUpdate"}`)}</span>
        {source && source !== "web" && source !== "api" && (
          <span className="gz-history-source">{t(`record.source.${source}`)}</span>
        )}
        {change.run && (
          <Link to={settingsAddress(ws, "runs", String(change.run.id))}>{change.run.label}</Link>
        )}
        <time className="gz-muted gz-tabular" dateTime={change.at}>
          {showInstant(change.at, display)}
        </time>
        {change.undone_by && <span className="gz-muted">{t("record.wasUndone")}</span>}
        {change.undoable && change.batch && (
          <Button type="link" size="small" onClick={undo}>
            {t(change.undoes ? "undo.redo" : "undo.undo")}
          </Button>
        )}
      </div>
      {change.cells.length > 0 && (
        <dl>
          {change.cells.map((cell) => (
            <div key={cell.field}>
              <dt>{cell.label}</dt>
              <dd>
                {change.kind !== "create" && (
                  <>
                    <Cell field={fieldOf(cell.field)} value={cell.before} struck />
                    <span className="gz-muted" aria-hidden="true">
                      →
                    </span>
                  </>
                )}
                <Cell field={fieldOf(cell.field)} value={cell.after} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

function Cell({
  field,
  value,
  struck = false,
}: {
  field: Field | undefined;
  value: Value;
  struck?: boolean;
}) {
  const { t } = useTranslation();
  const empty = <span className="gz-muted">{t("record.empty")}</span>;
  return (
    <span className={struck ? "gz-history-before" : ""}>
      {field ? (
        <FieldValue field={field} value={value} empty={empty} />
      ) : value === null || value === undefined ? (
        empty
      ) : (
        String(value)
      )}
    </span>
  );
}

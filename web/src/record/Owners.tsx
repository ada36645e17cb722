/** Whose the record has been: from whom to whom, why, and by whom. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { fetchOwners, rowsKey } from "../api/records";
import type { Ref, Table } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./history.css";

export function Owners({ table, id }: { table: Table; id: number }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(ws, table.key), "ownership", id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchOwners(ws, table.key, id, pageParam, signal),
    getNextPageParam: (last) => last.next,
  });
  if (found.isPending) return <Waiting rows={4} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <p className="gz-muted">{t("record.ownersEmpty")}</p>;
  const nameOf = (member: Ref | null) =>
    member ? member.label : <span className="gz-muted">{t("record.nobody")}</span>;
  return (
    <div className="gz-history">
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className="gz-history-entry">
            <div className="gz-history-meta">
              <strong>{t(`record.owner.${entry.kind}`)}</strong>
              <span>
                {entry.kind !== "create" && (
                  <>
                    {nameOf(entry.from)} <span aria-hidden="true">→</span>{" "}
                  </>
                )}
                {nameOf(entry.to)}
              </span>
              <span className="gz-muted">
                {t("record.by", { name: entry.by?.label ?? t("record.system") })}
              </span>
              <time className="gz-muted gz-tabular" dateTime={entry.at}>
                {showInstant(entry.at, display)}
              </time>
            </div>
            {entry.reason && <p className="gz-history-reason">{entry.reason}</p>}
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("record.loadMore")}
        </Button>
      )}
    </div>
  );
}

/** Every change of rights, latest first; most can be taken back. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { settingsKey } from "../api/people";
import { sentence } from "../api/problem";
import { fetchRightsLog, type RightsEntry, undoRights } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { useEntryWords } from "./useEntryWords";
import { useSettingsChanged } from "./useSettingsChanged";
import { WhyNotBack } from "./WhyNotBack";

const PAGE = 50;

export function RightsLog() {
  const { key: ws, member, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const changed = useSettingsChanged();
  const wordsOf = useEntryWords();
  const found = useInfiniteQuery({
    queryKey: [...settingsKey(ws), "log"],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => fetchRightsLog(ws, pageParam, signal),
    getNextPageParam: (last) => (last.entries.length < PAGE ? null : (last.entries.at(-1)?.id ?? null)),
  });
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  const undo = (entry: RightsEntry) =>
    modal.confirm({
      title: t("settings.takeBackTitle"),
      content: wordsOf(entry).title,
      okText: t("settings.takeBack"),
      onOk: async () => {
        try {
          await undoRights(ws, entry.id);
          message.success(t("settings.takenBack"));
        } catch (error) {
          message.error(sentence(error), 6);
        }
        void changed();
      },
    });
  if (entries.length === 0) return <Nothing title={t("settings.noLog")} hint={t("settings.noLogHint")} />;
  return (
    <>
      <ul className="gz-log">
        {entries.map((entry) => {
          const words = wordsOf(entry);
          return (
            <li key={entry.id}>
              <div>
                <span>{words.title}</span>
                {words.details && <span className="gz-log-details">{words.details}</span>}
                {entry.reason && (
                  <span className="gz-log-details">
                    {t("settings.reason")}：{entry.reason}
                  </span>
                )}
                <span className="gz-muted gz-log-meta">
                  <time className="gz-tabular" dateTime={entry.at}>
                    {showInstant(entry.at, display)}
                  </time>{" "}
                  {entry.by ?? t("settings.system")}
                </span>
              </div>
              {entry.undoable && member.admin && (
                <Button size="small" onClick={() => undo(entry)}>
                  {t("settings.takeBack")}
                </Button>
              )}
              {!entry.undoable && <WhyNotBack action={entry.action} />}
            </li>
          );
        })}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("settings.loadMore")}
        </Button>
      )}
    </>
  );
}

/** Who signed in, joined, was invited, whose password changed: the latest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { settingsKey } from "../api/people";
import { type AuditEntry, fetchAudit } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";

const ACTS = {
  "session.opened": "settings.session_opened",
  "session.refused": "settings.session_refused",
  "session.closed": "settings.session_closed",
  "session.ended": "settings.session_ended",
  "password.changed": "settings.password_changed",
  "password.reset_made": "settings.password_reset_made",
  "password.reset": "settings.password_reset",
  "token.created": "settings.token_created",
  "token.revoked": "settings.token_revoked",
  "invitation.created": "settings.invitation_created",
  "invitation.revoked": "settings.invitation_revoked",
  "invitation.used": "settings.invitation_used",
  "login.linked": "settings.login_linked",
  "login.unlinked": "settings.login_unlinked",
  "records.exported": "settings.records_exported",
  "records.printed": "settings.records_printed",
  "permission.refused": "settings.permission_refused",
} as const;

export function SignIns() {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const found = useInfiniteQuery({
    queryKey: [...settingsKey(ws), "audit"],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => fetchAudit(ws, pageParam, signal),
    getNextPageParam: (last) => last.next,
  });
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0)
    return <Nothing title={t("settings.noSignIns")} hint={t("settings.noSignInsHint")} />;
  const actOf = ({ action, details }: AuditEntry): string => {
    const words =
      action in ACTS ? t(ACTS[action as keyof typeof ACTS]) : `${t("settings.otherAct")} ${action}`;
    const what = details.name ?? details.route;
    if (typeof what !== "string") return words;
    const rows = typeof details.rows === "number" ? t("settings.takenRows", { count: details.rows }) : "";
    return `${words}：${what.replace("/api/v1/workspaces/{ws}", "")}${rows}`;
  };
  return (
    <>
      <ul className="gz-log">
        {entries.map((entry) => (
          <li key={entry.id} data-bad={entry.action.endsWith(".refused")}>
            <div>
              <span>
                {entry.account && <strong>{entry.account}</strong>} {actOf(entry)}
              </span>
              <span className="gz-muted gz-log-meta">
                <time className="gz-tabular" dateTime={entry.at}>
                  {showInstant(entry.at, display)}
                </time>{" "}
                {entry.by !== null && entry.by !== entry.account && `${t("settings.by")} ${entry.by} · `}
                {entry.address}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("settings.loadMore")}
        </Button>
      )}
    </>
  );
}

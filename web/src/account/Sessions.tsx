/** Where the person is signed in. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endSession, type Session, sessionsQuery } from "../api/joining";
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { deviceOf } from "./device";

export function Sessions() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { display } = useWorkspace();
  const client = useQueryClient();
  const found = useQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: (id: number | null) => (id === null ? endOtherSessions() : endSession(id)),
    onSuccess: () => message.success(t("joining.ended")),
    onError: (error) => message.error(sentence(error)),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const sessions = found.data ?? [];
  return (
    <>
      <div className="gz-account-bar">
        <p className="gz-muted">{t("joining.sessionsHint")}</p>
        <Button disabled={sessions.length < 2} onClick={() => ending.mutate(null)}>
          {t("joining.endOthers")}
        </Button>
      </div>
      <Table<Session>
        size="small"
        rowKey="id"
        loading={found.isPending}
        dataSource={sessions}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: t("joining.device"),
            dataIndex: "user_agent",
            render: (agent: string) => deviceOf(agent) || t("joining.unknownDevice"),
          },
          {
            title: t("joining.signedIn"),
            dataIndex: "created_at",
            render: (at: string) => showInstant(at, display),
          },
          {
            title: t("joining.lastSeen"),
            dataIndex: "last_seen_at",
            render: (at: string) => showInstant(at, display),
          },
          {
            key: "end",
            align: "right",
            render: (_, session) =>
              session.current ? (
                <span className="gz-muted">{t("joining.current")}</span>
              ) : (
                <Button type="link" size="small" danger onClick={() => ending.mutate(session.id)}>
                  {t("joining.end")}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

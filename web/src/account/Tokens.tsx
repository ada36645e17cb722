/** API tokens: a new one is shown once, right after it was made. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { deleteToken, type Token, tokensQuery, workspacesQuery } from "../api/session";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { ShownOnce } from "../ui/ShownOnce";
import { NewToken } from "./NewToken";

export function Tokens() {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const { display, key: ws, tables } = useWorkspace();
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery);
  const workspaces = useQuery(workspacesQuery).data ?? [];
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const revoke = (token: Token) =>
    modal.confirm({
      title: t("account.revokeTitle", { name: token.name }),
      content: t("account.revokeHint"),
      okText: t("account.revoke"),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await deleteToken(token.id);
          message.success(t("account.revoked"));
        } catch (error) {
          message.error(sentence(error));
        }
        await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
      },
    });

  const when = (instant: string | null | undefined) =>
    instant ? showInstant(instant, display) : <span className="gz-muted">{t("account.never")}</span>;

  const limitsOf = (token: Token) => (
    <>
      {t(token.reads ? "account.tokenReads" : "account.tokenWrites")}
      {token.tables && (
        <span className="gz-muted gz-token-tables">
          {token.tables
            .map((key) => (token.workspace === ws ? (tables.get(key)?.label ?? key) : key))
            .join("、")}
        </span>
      )}
    </>
  );

  return (
    <>
      <div className="gz-account-bar">
        <p className="gz-muted">{t("account.tokensHint")}</p>
        <Button type="primary" onClick={() => setOpen(true)}>
          {t("account.create")}
        </Button>
      </div>
      <Table<Token>
        size="small"
        rowKey="id"
        loading={tokens.isPending}
        dataSource={tokens.data ?? []}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: t("account.noTokens") }}
        columns={[
          { title: t("account.tokenName"), dataIndex: "name" },
          {
            title: t("account.workspace"),
            dataIndex: "workspace",
            render: (key: string) => workspaces.find((one) => one.key === key)?.name ?? key,
          },
          { key: "limits", title: t("account.tokenLimits"), render: (_, token) => limitsOf(token) },
          { title: t("account.createdAt"), dataIndex: "created_at", render: when },
          { title: t("account.usedAt"), dataIndex: "last_used_at", render: when },
          {
            key: "revoke",
            align: "right",
            render: (_, token) => (
              <Button size="small" danger type="text" onClick={() => revoke(token)}>
                {t("account.revoke")}
              </Button>
            ),
          },
        ]}
      />
      {open && (
        <NewToken
          onClose={() => setOpen(false)}
          onMade={async (secret) => {
            setOpen(false);
            setShown(secret);
            await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
          }}
        />
      )}
      {shown && <ShownOnce title={t("account.tokens")} secret={shown} onClose={() => setShown(null)} />}
    </>
  );
}

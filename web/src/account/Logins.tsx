/** The provider's logins that open one's account: bound here by one's own act, and taken away here. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Popconfirm, Table } from "antd";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { beginBinding, type Logins as Found, loginsQuery, unbindLogin } from "../api/session";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Waiting } from "../ui/Waiting";

type Login = Found["logins"][number];

export function Logins() {
  const { t } = useTranslation();
  const { display } = useWorkspace();
  const client = useQueryClient();
  const found = useQuery(loginsQuery);
  const binding = useMutation({
    mutationFn: beginBinding,
    onSuccess: ({ address }) => window.location.assign(address),
  });
  const unbinding = useMutation({
    mutationFn: unbindLogin,
    onSuccess: () => client.invalidateQueries({ queryKey: loginsQuery.queryKey }),
  });
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Alert type="error" showIcon title={sentence(found.error)} />;
  const { logins, password, provider } = found.data;
  const problem = binding.error ?? unbinding.error;
  return (
    <>
      <p className="gz-muted" style={{ margin: "12px 0 16px" }}>
        {t(password ? "account.loginsAbout" : "account.loginsOnly")}
      </p>
      {problem && (
        <Alert type="error" showIcon role="alert" title={sentence(problem)} style={{ marginBottom: 16 }} />
      )}
      <Table<Login>
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={logins}
        locale={{ emptyText: t("account.loginsNone") }}
        columns={[
          { title: t("account.loginIssuer"), dataIndex: "issuer" },
          { title: t("account.loginEmail"), dataIndex: "email", render: (text: string) => text || "—" },
          {
            title: t("account.loginUsed"),
            dataIndex: "last_used_at",
            render: (at: string | null) => (at ? showInstant(at, display) : "—"),
          },
          {
            key: "acts",
            align: "right",
            render: (_, login) => (
              <Popconfirm
                title={t("account.loginUnbindSure")}
                onConfirm={() => unbinding.mutate(login.id)}
                okText={t("account.loginUnbind")}
              >
                <Button type="link" danger size="small">
                  {t("account.loginUnbind")}
                </Button>
              </Popconfirm>
            ),
          },
        ]}
      />
      {provider && (
        <Button style={{ marginTop: 16 }} loading={binding.isPending} onClick={() => binding.mutate()}>
          {t("account.loginBind", { provider: provider.label })}
        </Button>
      )}
    </>
  );
}

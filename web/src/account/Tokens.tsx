/** API tokens: a new one is shown once, right after it was made. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { createToken, deleteToken, type Token, tokensQuery, workspacesQuery } from "../api/session";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { ShownOnce } from "../ui/ShownOnce";

interface Values {
  name: string;
  workspace: string;
}

export function Tokens() {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const { key: ws, display } = useWorkspace();
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery);
  const workspaces = useQuery(workspacesQuery).data ?? [];
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [form] = Form.useForm<Values>();

  const creating = useMutation({
    mutationFn: ({ name, workspace }: Values) => createToken(name.trim(), workspace),
    onSuccess: async ({ token }) => {
      setOpen(false);
      form.resetFields();
      setShown(token);
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
    onError: (error) => message.error(sentence(error)),
  });

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
      <Modal
        open={open}
        title={t("account.create")}
        okText={t("account.create")}
        confirmLoading={creating.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ workspace: ws }}
          onFinish={(values) => creating.mutate(values)}
        >
          <Form.Item
            name="name"
            label={t("account.tokenName")}
            rules={[{ required: true, whitespace: true, message: t("account.missing") }]}
          >
            <Input placeholder={t("account.tokenNameHint")} maxLength={100} />
          </Form.Item>
          <Form.Item name="workspace" label={t("account.workspace")} rules={[{ required: true }]}>
            <Select options={workspaces.map((one) => ({ value: one.key, label: one.name }))} />
          </Form.Item>
        </Form>
      </Modal>
      {shown && <ShownOnce title={t("account.tokens")} secret={shown} onClose={() => setShown(null)} />}
    </>
  );
}

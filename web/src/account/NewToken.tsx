/** What a new API token is called and what it may be used for; less than everything is one choice away. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Form, Input, Modal, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { createToken, workspacesQuery } from "../api/session";
import { tablesQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";

interface Values {
  name: string;
  workspace: string;
  reads: boolean;
  tables: string[];
}

interface NewTokenProps {
  onMade: (secret: string | null) => void;
  onClose: () => void;
}

export function NewToken({ onMade, onClose }: NewTokenProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const workspaces = useQuery(workspacesQuery).data ?? [];
  const chosen = Form.useWatch("workspace", form) ?? ws;
  const tables = useQuery(tablesQuery(chosen)).data ?? [];
  const creating = useMutation({
    mutationFn: ({ name, workspace, reads, tables }: Values) =>
      createToken({ name: name.trim(), workspace, reads, ...(tables.length > 0 ? { tables } : {}) }),
    onSuccess: ({ token }) => onMade(token),
    onError: (error) => message.error(sentence(error), 6),
  });
  return (
    <Modal
      open
      title={t("account.create")}
      okText={t("account.create")}
      confirmLoading={creating.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={460}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ workspace: ws, reads: true, tables: [] }}
        onFinish={(values) => creating.mutate(values)}
      >
        <Form.Item
          name="name"
          label={t("account.tokenName")}
          rules={[{ required: true, whitespace: true, message: t("account.missing") }]}
        >
          <Input autoFocus placeholder={t("account.tokenNameHint")} maxLength={100} />
        </Form.Item>
        <Form.Item name="workspace" label={t("account.workspace")} rules={[{ required: true }]}>
          <Select
            options={workspaces.map((one) => ({ value: one.key, label: one.name }))}
            onChange={() => form.setFieldValue("tables", [])}
          />
        </Form.Item>
        <Form.Item name="reads" label={t("account.tokenMay")}>
          <Radio.Group
            options={[
              { value: true, label: t("account.tokenReads") },
              { value: false, label: t("account.tokenWrites") },
            ]}
          />
        </Form.Item>
        <Form.Item name="tables" label={t("account.tokenTables")} extra={t("account.tokenTablesHint")}>
          <Select
            mode="multiple"
            allowClear
            placeholder={t("account.tokenAllTables")}
            showSearch={{ optionFilterProp: "label" }}
            options={tables.map((one) => ({ value: one.key, label: one.label }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Choosing a colleague: to hand a task on, or to have them approve as well. */
import { useQuery } from "@tanstack/react-query";
import { Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";

interface MemberDialogProps {
  kind: "delegate" | "addSigner";
  onCancel: () => void;
  /** Rejects with what the server says. */
  onConfirm: (member: number, before: boolean) => Promise<void>;
}

export function MemberDialog({ kind, onCancel, onConfirm }: MemberDialogProps) {
  const { key: ws, member: me } = useWorkspace();
  const { t } = useTranslation();
  const { data, isPending } = useQuery(membersQuery(ws));
  const [form] = Form.useForm<{ member: number; before: boolean }>();
  const [saving, setSaving] = useState(false);
  const others = (data ?? []).filter((each) => each.state === "active" && each.id !== me.id);

  const send = async (values: { member: number; before?: boolean }) => {
    setSaving(true);
    try {
      await onConfirm(values.member, values.before ?? false);
    } catch (error) {
      form.setFields([{ name: "member", errors: [sentence(error)] }]);
      setSaving(false);
    }
  };

  return (
    <Modal
      open
      title={t(`approvals.${kind}`)}
      okText={t(`approvals.${kind}`)}
      confirmLoading={saving}
      onOk={() => form.submit()}
      onCancel={onCancel}
      width={400}
    >
      {kind === "delegate" && <p className="gz-muted">{t("approvals.delegateHint")}</p>}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ before: false }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="member"
          label={t("approvals.member")}
          rules={[{ required: true, message: t("approvals.chooseMember") }]}
        >
          <Select
            autoFocus
            showSearch={{ optionFilterProp: "label" }}
            loading={isPending}
            options={others.map((each) => ({ value: each.id, label: each.name }))}
          />
        </Form.Item>
        {kind === "addSigner" && (
          <Form.Item name="before">
            <Radio.Group
              options={[
                { value: false, label: t("approvals.addAfter") },
                { value: true, label: t("approvals.addBefore") },
              ]}
            />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** Making a role group that grants nothing yet. */
import { Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { errorsByPlace } from "../api/problem";
import { addRole } from "../api/rights";
import { settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { useSettingsChanged } from "./useSettingsChanged";

interface Values {
  label: string;
  key: string;
  kind: "plain" | "builder" | "admin";
}

const PLACES = ["key", "label"] as const;

export function NewRole({ onClose }: { onClose: () => void }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = useSettingsChanged();
  const [form] = Form.useForm<Values>();
  const [saving, setSaving] = useState(false);
  const send = async ({ label, key, kind }: Values) => {
    setSaving(true);
    try {
      await addRole(ws, {
        key: key.trim(),
        label: { [display.locale]: label.trim() },
        admin: kind === "admin",
        builder: kind === "builder",
      });
      await changed();
      navigate(settingsAddress(ws, "roles", key.trim()));
    } catch (error) {
      const { fields, general } = errorsByPlace(error, PLACES);
      form.setFields([
        { name: "label", errors: [fields.label, ...general].filter((text) => text !== undefined) },
        { name: "key", errors: fields.key ? [fields.key] : [] },
      ]);
      setSaving(false);
    }
  };
  return (
    <Modal
      open
      title={t("settings.newRole")}
      okText={t("settings.newRole")}
      confirmLoading={saving}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={440}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: "plain" }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="label"
          label={t("settings.roleName")}
          rules={[{ required: true, whitespace: true, message: t("account.missing") }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item
          name="key"
          label={t("settings.roleKey")}
          extra={t("settings.roleKeyHint")}
          rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t("settings.roleKeyHint") }]}
        >
          <Input autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name="kind" label={t("settings.roleKind")}>
          <Radio.Group
            className="gz-settings-choices"
            options={[
              { value: "plain", label: t("settings.kindPlain") },
              { value: "builder", label: t("settings.kindBuilder") },
              { value: "admin", label: t("settings.kindAdmin") },
            ]}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

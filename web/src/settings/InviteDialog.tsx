/** Inviting one person: name, role groups, days; then the link, shown once. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { invite, type OneTimeLink } from "../api/people";
import { errorsByPlace } from "../api/problem";
import { rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { ShownOnce } from "../ui/ShownOnce";
import { useSettingsChanged } from "./useSettingsChanged";

interface Values {
  name: string;
  roles: string[];
  days: number;
}

const PLACES = ["name", "roles", "days"] as const;
const MOST_DAYS = 30;

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const changed = useSettingsChanged();
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const [form] = Form.useForm<Values>();
  const [made, setMade] = useState<OneTimeLink | null>(null);
  const [saving, setSaving] = useState(false);
  const [general, setGeneral] = useState<string[]>([]);

  const send = async (values: Values) => {
    setSaving(true);
    try {
      setMade(await invite(ws, { ...values, name: values.name.trim() }));
      await changed();
    } catch (error) {
      const found = errorsByPlace(error, PLACES);
      form.setFields(
        PLACES.map((name) => ({ name, errors: found.fields[name] ? [found.fields[name]] : [] })),
      );
      setGeneral(found.general);
    }
    setSaving(false);
  };

  if (made?.path) {
    return (
      <ShownOnce
        title={t("settings.inviteLink")}
        secret={window.location.origin + made.path}
        hint={`${t("settings.inviteLinkHint")} ${t("settings.validUntil", { time: showInstant(made.expires_at, display) })}`}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      open
      title={t("settings.invite")}
      okText={t("settings.makeLink")}
      confirmLoading={saving}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={440}
    >
      {general.map((text) => (
        <Alert key={text} type="error" showIcon title={text} role="alert" />
      ))}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ roles: [], days: 7 }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="name"
          label={t("settings.inviteName")}
          extra={t("settings.inviteNameHint")}
          rules={[{ required: true, whitespace: true, message: t("account.nameMissing") }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item name="roles" label={t("settings.inviteRoles")} extra={t("settings.inviteNoRole")}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            options={roles.map((role) => ({ value: role.key, label: role.label }))}
          />
        </Form.Item>
        <Form.Item name="days" label={t("settings.inviteDays")} rules={[{ required: true }]}>
          <InputNumber min={1} max={MOST_DAYS} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** How the person is told in this workspace: in the program, by e-mail. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Switch } from "antd";
import { useTranslation } from "react-i18next";
import {
  changeNotificationSettings,
  type NotificationSettings,
  notificationSettingsQuery,
  notificationsKey,
} from "../api/notifications";
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";

export function Notifications() {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const settings = useQuery(notificationSettingsQuery(ws)).data;
  const saving = useMutation({
    mutationFn: (values: NotificationSettings) => changeNotificationSettings(ws, values),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: notificationsKey(ws) });
      message.success(t("frame.saved"));
    },
    onError: (error) => message.error(sentence(error)),
  });
  if (!settings) return null;
  return (
    <Form<NotificationSettings>
      className="gz-account-form"
      layout="vertical"
      initialValues={settings}
      onFinish={(values) => saving.mutate({ ...values, email: values.email.trim() })}
    >
      <Form.Item name="bell" label={t("account.tellInApp")} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item
        name="mail"
        label={t("account.tellByMail")}
        valuePropName="checked"
        extra={settings.sends_mail ? undefined : t("account.mailHint")}
      >
        <Switch />
      </Form.Item>
      <Form.Item name="email" label={t("account.email")}>
        <Input maxLength={254} autoComplete="email" inputMode="email" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {t("frame.save")}
      </Button>
    </Form>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { changeMe, meQuery } from "../api/session";
import { LOCALES } from "../i18n";

interface Values {
  name: string;
  locale: string;
}

export function Profile() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const saving = useMutation({
    mutationFn: ({ name, locale }: Values) => changeMe({ name: name.trim(), locale }),
    onSuccess: async (_, { locale }) => {
      await i18n.changeLanguage(locale);
      await client.invalidateQueries();
      message.success(t("frame.saved"));
    },
    onError: (error) => message.error(sentence(error)),
  });
  if (!me) return null;
  return (
    <Form<Values>
      className="gz-account-form"
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: me.account.name, locale: i18n.language }}
      onFinish={(values) => saving.mutate(values)}
    >
      <Form.Item label={t("frame.account")}>
        <Input value={me.account.account} disabled aria-label={t("frame.account")} />
      </Form.Item>
      <Form.Item
        name="name"
        label={t("account.name")}
        rules={[{ required: true, whitespace: true, message: t("account.nameMissing") }]}
      >
        <Input maxLength={100} autoComplete="name" />
      </Form.Item>
      <Form.Item name="locale" label={t("account.language")}>
        <Select options={LOCALES.map(({ key, label }) => ({ value: key, label }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {t("frame.save")}
      </Button>
    </Form>
  );
}

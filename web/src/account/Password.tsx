import { useMutation } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { errorsByPlace } from "../api/problem";
import { changePassword } from "../api/session";

interface Values {
  current: string;
  new: string;
  again: string;
}

const SHORTEST = 8;

export function Password() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const saving = useMutation({
    mutationFn: (values: Values) => changePassword(values.current, values.new),
    onSuccess: () => {
      form.resetFields();
      message.success(t("account.changed"));
    },
    onError: (error) => {
      const { fields } = errorsByPlace(error, ["current", "new"]);
      form.setFields(
        Object.entries(fields).map(([name, text]) => ({ name: name as "current" | "new", errors: [text] })),
      );
    },
  });
  const general = saving.isError ? errorsByPlace(saving.error, ["current", "new"]).general : [];
  const required = { required: true, message: t("account.missing") };
  return (
    <Form<Values>
      form={form}
      className="gz-account-form"
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => saving.mutate(values)}
    >
      {general.length > 0 && (
        <Alert type="error" showIcon title={general.join("；")} style={{ marginBottom: 16 }} />
      )}
      <Form.Item name="current" label={t("account.current")} rules={[required]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="new"
        label={t("account.next")}
        rules={[required, { min: SHORTEST, message: t("account.tooShort", { n: SHORTEST }) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("account.again")}
        dependencies={["new"]}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              !value || value === getFieldValue("new")
                ? Promise.resolve()
                : Promise.reject(new Error(t("account.different"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {t("account.password")}
      </Button>
    </Form>
  );
}

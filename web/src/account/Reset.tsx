/** Setting another password by a link. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { resetPassword, resetQuery } from "../api/joining";
import { sentence } from "../api/problem";
import { Waiting } from "../ui/Waiting";
import { Plain } from "./Plain";

export function Reset() {
  const { token = "" } = useParams();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const found = useQuery(resetQuery(token));
  const saving = useMutation({
    mutationFn: ({ password }: { password: string }) => resetPassword(token, password),
    onSuccess: () => {
      message.success(t("joining.resetDone"));
      navigate("/sign-in", { replace: true });
    },
  });
  if (found.isPending) return <Waiting page />;
  if (found.isError) {
    return (
      <Plain title={t("joining.resetOver")} about={sentence(found.error)}>
        <Button size="large" block onClick={() => navigate("/")}>
          {t("joining.toSignIn")}
        </Button>
      </Plain>
    );
  }
  return (
    <Plain title={t("joining.reset")} about={t("joining.resetFor", found.data)}>
      <Form<{ password: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => saving.mutate(values)}
      >
        {saving.isError && (
          <Alert
            type="error"
            showIcon
            title={sentence(saving.error)}
            role="alert"
            style={{ marginBottom: 16 }}
          />
        )}
        <Form.Item
          name="password"
          label={t("joining.newPassword")}
          rules={[{ required: true, message: t("frame.passwordMissing") }]}
        >
          <Input.Password size="large" autoComplete="new-password" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={saving.isPending}>
          {t("joining.setPassword")}
        </Button>
      </Form>
    </Plain>
  );
}

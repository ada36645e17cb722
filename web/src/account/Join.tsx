/** Where an invitation leads: signing up, or joining with the account one is signed in with. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { acceptInvitation, invitationQuery, join } from "../api/joining";
import { errorsByPlace, sentence } from "../api/problem";
import { meQuery } from "../api/session";
import { homeAddress, signInAddress } from "../app/address";
import { Waiting } from "../ui/Waiting";
import { Plain } from "./Plain";
import { ProviderButton } from "./ProviderButton";

interface Values {
  account: string;
  name: string;
  password: string;
}

export function Join() {
  const { token = "" } = useParams();
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const invitation = useQuery(invitationQuery(token));
  const me = useQuery(meQuery);
  const [form] = Form.useForm<Values>();

  const signingUp = useMutation({
    mutationFn: (values: Values) => join(token, { ...values, locale: i18n.language }),
    onSuccess: (now) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, now);
      navigate("/", { replace: true });
    },
    onError: (error) => {
      const { fields } = errorsByPlace(error, ["account", "name", "password"]);
      form.setFields(
        Object.entries(fields).map(([name, text]) => ({ name: name as keyof Values, errors: [text] })),
      );
    },
  });
  const accepting = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: async ({ workspace }) => {
      await client.invalidateQueries();
      navigate(homeAddress(workspace), { replace: true });
    },
  });

  if (invitation.isPending || me.isPending) return <Waiting page />;
  if (invitation.isError) {
    return (
      <Plain title={t("joining.over")} about={sentence(invitation.error)}>
        <Button size="large" block onClick={() => navigate("/")}>
          {t("joining.toSignIn")}
        </Button>
      </Plain>
    );
  }
  const { workspace, invited_by, name } = invitation.data;
  const problem = signingUp.error ?? accepting.error;
  const general = problem ? errorsByPlace(problem, ["account", "name", "password"]).general : [];
  return (
    <Plain title={t("joining.title", { workspace })} about={t("joining.invitedBy", { name: invited_by })}>
      {general.map((text) => (
        <Alert key={text} type="error" showIcon title={text} role="alert" style={{ marginBottom: 16 }} />
      ))}
      {me.data ? (
        <>
          <p>{t("joining.signedInAs", { name: me.data.account.name })}</p>
          <Button
            type="primary"
            size="large"
            block
            loading={accepting.isPending}
            onClick={() => accepting.mutate()}
          >
            {t("joining.joinAs", { name: me.data.account.name })}
          </Button>
        </>
      ) : (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ name }}
          onFinish={(values) => signingUp.mutate(values)}
        >
          <Form.Item
            name="account"
            label={t("joining.account")}
            extra={t("joining.accountHint")}
            rules={[{ required: true, whitespace: true, message: t("frame.accountMissing") }]}
          >
            <Input size="large" autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item
            name="name"
            label={t("joining.name")}
            rules={[{ required: true, whitespace: true, message: t("account.nameMissing") }]}
          >
            <Input size="large" autoComplete="name" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("joining.password")}
            rules={[{ required: true, message: t("frame.passwordMissing") }]}
          >
            <Input.Password size="large" autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signingUp.isPending}>
            {t("joining.join")}
          </Button>
          <Button type="link" block onClick={() => navigate(signInAddress(`/join/${token}`))}>
            {t("joining.haveAccount")}
          </Button>
          <ProviderButton next={`/join/${token}`} invitation={token} />
        </Form>
      )}
    </Plain>
  );
}

/** The sign-in page; goes back to where the person came from. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { sentence } from "../api/problem";
import { meQuery, signIn, signInWaysQuery } from "../api/session";
import { safeReturn } from "../app/address";
import { LOCALES } from "../i18n";
import { Logo } from "../ui/Logo";
import { ProviderButton } from "./ProviderButton";
import "./signIn.css";

interface Credentials {
  account: string;
  password: string;
}

export function SignIn() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [search] = useSearchParams();
  const back = safeReturn(search.get("return"));
  const told = useQuery(signInWaysQuery(search.get("problem"), i18n.language)).data?.problem;
  const entering = useMutation({
    mutationFn: ({ account, password }: Credentials) => signIn(account.trim(), password),
    onSuccess: (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      navigate(back, { replace: true });
    },
  });

  return (
    <div className="gz-signin">
      <title>{`${t("frame.signIn")} · ${t("frame.product")}`}</title>
      <main className="gz-signin-card">
        <div className="gz-signin-brand">
          <Logo size={44} />
          <div>
            <h1>{t("frame.product")}</h1>
            <p>{t("frame.tagline")}</p>
          </div>
        </div>
        <Form<Credentials>
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => entering.mutate(values)}
        >
          {(entering.isError || told) && (
            <Alert
              type="error"
              showIcon
              title={entering.isError ? sentence(entering.error) : told}
              style={{ marginBottom: 16 }}
              role="alert"
            />
          )}
          <Form.Item
            name="account"
            label={t("frame.account")}
            rules={[{ required: true, whitespace: true, message: t("frame.accountMissing") }]}
          >
            <Input size="large" autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("frame.password")}
            rules={[{ required: true, message: t("frame.passwordMissing") }]}
          >
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={entering.isPending}>
            {t("frame.signIn")}
          </Button>
        </Form>
        <ProviderButton next={back} />
      </main>
      <footer className="gz-signin-foot">
        <Select
          variant="borderless"
          size="small"
          aria-label={t("frame.language")}
          value={i18n.language}
          onChange={(locale: string) => void i18n.changeLanguage(locale)}
          options={LOCALES.map(({ key, label }) => ({ value: key, label }))}
        />
      </footer>
    </div>
  );
}

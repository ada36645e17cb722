/** The button that leads to the identity provider, where the operator has set one up. */
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Divider } from "antd";
import { useTranslation } from "react-i18next";
import { providerAddress, signInWaysQuery } from "../api/session";

export function ProviderButton({ next, invitation }: { next: string; invitation?: string }) {
  const { t, i18n } = useTranslation();
  const ways = useQuery(signInWaysQuery(null, i18n.language));
  const provider = ways.data?.provider;
  if (!provider) return null;
  return (
    <>
      <Divider plain>{t("frame.or")}</Divider>
      <Button
        size="large"
        block
        icon={<SafetyCertificateOutlined />}
        href={providerAddress(next, invitation)}
        style={{ overflow: "hidden" }}
      >
        {t("frame.signInWith", { provider: provider.label })}
      </Button>
    </>
  );
}

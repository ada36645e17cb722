/** The person's own settings: profile, password, API tokens, one address each. */
import { useQuery } from "@tanstack/react-query";
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { loginsQuery } from "../api/session";
import { accountAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import "./account.css";
import { Logins } from "./Logins";
import { Notifications } from "./Notifications";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";

const PAGES = ["profile", "password", "logins", "sessions", "notifications", "tokens"] as const;
type Page = (typeof PAGES)[number];

export function AccountPage() {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const navigate = useNavigate();
  const { page } = useParams();
  const logins = useQuery(loginsQuery).data;
  const bound = Boolean(logins && (logins.provider || logins.logins.length > 0));
  const active: Page = PAGES.find((one) => one === page) ?? "profile";
  return (
    <div className="gz-account">
      <h1>{t("account.title")}</h1>
      <Tabs
        activeKey={active}
        onChange={(key) => navigate(accountAddress(ws, key as Page))}
        items={[
          { key: "profile", label: t("account.profile"), children: <Profile /> },
          { key: "password", label: t("account.password"), children: <Password /> },
          ...(bound ? [{ key: "logins", label: t("account.logins"), children: <Logins /> }] : []),
          { key: "sessions", label: t("joining.sessions"), children: <Sessions /> },
          { key: "notifications", label: t("account.notifications"), children: <Notifications /> },
          { key: "tokens", label: t("account.tokens"), children: <Tokens /> },
        ]}
      />
    </div>
  );
}

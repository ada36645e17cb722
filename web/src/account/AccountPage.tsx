/** The person's own settings: profile, password, API tokens, one address each. */
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { accountAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import "./account.css";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";

const PAGES = ["profile", "password", "sessions", "tokens"] as const;
type Page = (typeof PAGES)[number];

export function AccountPage() {
  const { t } = useTranslation();
  const { key: ws } = useWorkspace();
  const navigate = useNavigate();
  const { page } = useParams();
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
          { key: "sessions", label: t("joining.sessions"), children: <Sessions /> },
          { key: "tokens", label: t("account.tokens"), children: <Tokens /> },
        ]}
      />
    </div>
  );
}

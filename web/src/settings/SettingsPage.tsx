/** Who belongs to the workspace, who may do what in it, and what it does by itself: for administrators and builders. */
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ActionsTab } from "../actions/ActionsTab";
import { type SettingsTab, settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { AutomationsTab } from "../automations/AutomationsTab";
import { RunsTab } from "../automations/Runs";
import { LayoutTab } from "../layouts/LayoutTab";
import { RecordTypesTab } from "../recordTypes/RecordTypesTab";
import { RulesTab } from "../rules/RulesTab";
import { TemplatesTab } from "../templates/TemplatesTab";
import { TimersTab } from "../timers/TimersTab";
import { NotFound } from "../ui/NotFound";
import { ConfigLog } from "./ConfigLog";
import { Leaks } from "./Leaks";
import { Members } from "./Members";
import { RightsLog } from "./RightsLog";
import { Roles } from "./Roles";
import { SignIns } from "./SignIns";
import { TableRights } from "./TableRights";
import { Webhooks } from "./Webhooks";
import "./settings.css";

/** What others who build may only read. */
const FOR_ADMINS = new Set(["members", "roles", "tables", "log", "leaks"]);

export function SettingsPage() {
  const { key: ws, member } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { page } = useParams();
  if (!member.builder && page === "timers") {
    return (
      <div className="gz-settings">
        <h1>{t("timers.title")}</h1>
        <TimersTab />
      </div>
    );
  }
  if (!member.builder) return <NotFound title={t("settings.shut")} hint={t("settings.forBuilders")} />;
  const items = [
    { key: "members", label: t("settings.members"), children: <Members /> },
    { key: "roles", label: t("settings.roles"), children: <Roles /> },
    { key: "tables", label: t("settings.tables"), children: <TableRights /> },
    { key: "record-types", label: t("recordTypes.title"), children: <RecordTypesTab /> },
    { key: "layouts", label: t("layouts.title"), children: <LayoutTab /> },
    { key: "rules", label: t("rules.title"), children: <RulesTab /> },
    { key: "config", label: t("configLog.title"), children: <ConfigLog /> },
    { key: "log", label: t("settings.rightsLog"), children: <RightsLog /> },
    ...(member.admin ? [{ key: "sign-ins", label: t("settings.signIns"), children: <SignIns /> }] : []),
    { key: "automations", label: t("automations.title"), children: <AutomationsTab /> },
    { key: "runs", label: t("automations.runs"), children: <RunsTab /> },
    { key: "timers", label: t("timers.title"), children: <TimersTab /> },
    { key: "actions", label: t("actions.title"), children: <ActionsTab /> },
    { key: "webhooks", label: t("webhooks.title"), children: <Webhooks /> },
    ...(member.admin ? [{ key: "templates", label: t("templates.title"), children: <TemplatesTab /> }] : []),
    { key: "leaks", label: t("settings.leaks"), children: <Leaks /> },
  ];
  const active = items.find((item) => item.key === page)?.key ?? "members";
  return (
    <div className="gz-settings">
      <h1>{t("settings.title")}</h1>
      {!member.admin && FOR_ADMINS.has(active) && <p className="gz-muted">{t("settings.readOnly")}</p>}
      <Tabs
        activeKey={active}
        destroyOnHidden
        onChange={(key) => navigate(settingsAddress(ws, key as SettingsTab))}
        items={items}
      />
    </div>
  );
}

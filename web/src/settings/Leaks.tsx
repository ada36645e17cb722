/** Computed fields through which a role group reads what it may not read directly. */
import { useQuery } from "@tanstack/react-query";
import { Switch, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EVERYONE, type Leak, leaksQuery, rolesQuery } from "../api/rights";
import { useWorkspace } from "../app/workspace";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";

export function Leaks() {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(leaksQuery(ws));
  const roles = useQuery(rolesQuery(ws)).data ?? [];
  const [everything, setEverything] = useState(false);
  if (found.isPending) return <Waiting rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  if (found.data.length === 0)
    return <Nothing title={t("settings.noLeaks")} hint={t("settings.noLeaksHint")} />;
  const shown = found.data.filter((leak) => everything || !leak.acknowledged);
  const byField = new Map<string, Leak[]>();
  for (const leak of shown) {
    const key = `${leak.table}.${leak.field}`;
    byField.set(key, [...(byField.get(key) ?? []), leak]);
  }
  const roleOf = (key: string) =>
    key === EVERYONE ? t("settings.newcomers") : (roles.find((role) => role.key === key)?.label ?? key);
  const sourceOf = (leak: Leak): string =>
    [
      ...new Set(
        leak.sources.map((one) => {
          const table = tables.get(one.table);
          const field = table?.fields.find((each) => each.key === one.field)?.label ?? one.field;
          const source = `${table?.label ?? one.table}${field ? ` › ${field}` : ""}`;
          return t("settings.leakFrom", { source, why: one.message });
        }),
      ),
    ].join("；");
  return (
    <>
      <div className="gz-settings-bar">
        <p className="gz-muted gz-settings-space">{t("settings.leaksHint")}</p>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
        <label className="gz-settings-switch">
          <Switch size="small" checked={everything} onChange={setEverything} />
          {t("settings.showAcknowledged")}
        </label>
      </div>
      {shown.length === 0 && <Nothing title={t("settings.noNewLeaks")} hint={t("settings.noNewLeaksHint")} />}
      <ul className="gz-log">
        {[...byField].map(([key, leaks]) => {
          const [first] = leaks;
          return (
            <li key={key}>
              <div>
                <span>
                  <strong>{first?.label}</strong>{" "}
                  <Tag color={first?.acknowledged ? undefined : "orange"}>
                    {t(first?.acknowledged ? "settings.acknowledged" : "settings.unacknowledged")}
                  </Tag>
                </span>
                {leaks.map((leak) => (
                  <span key={leak.role} className="gz-log-details">
                    {roleOf(leak.role)}：{sourceOf(leak)}
                  </span>
                ))}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What is wrong with the organisation, so that rights or approvals would find nobody. Silent when all is well. */
import { WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { healthQuery } from "../api/people";
import { useWorkspace } from "../app/workspace";

const NAMED = 8;

export function Health() {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const findings = useQuery(healthQuery(ws)).data?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <section className="gz-health" aria-label={t("settings.health")}>
      <WarningOutlined aria-hidden />
      <div>
        <strong>{t("settings.health")}</strong>
        <span className="gz-muted">{t("settings.healthHint")}</span>
        <ul>
          {findings.map((one) => (
            <li key={one.code}>
              {one.message}：
              {one.items
                .slice(0, NAMED)
                .map((item) => item.label)
                .join("、")}
              {one.items.length > NAMED && ` ${t("settings.andMore", { count: one.items.length })}`}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

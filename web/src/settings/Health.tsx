/** What is wrong with the organisation, so that rights or approvals would find nobody. Silent when all is well. */
import { WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Finding, type Health as HealthAnswer, healthQuery } from "../api/people";
import { recordAddress, settingsAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

const NAMED = 8;

/** Where what was found is mended: the table of the rows; findings about members and automations have none. */
function tableOf(code: string, health: HealthAnswer | undefined): string | null {
  if (code.startsWith("member_") || code.startsWith("automation_")) return null;
  return (code.startsWith("employee_") ? health?.employees : health?.departments) ?? null;
}

function Item({ item, table }: { item: Finding["items"][number]; table: string | null }) {
  const { key: ws } = useWorkspace();
  const address =
    item.key !== null
      ? settingsAddress(ws, "automations", item.key)
      : table !== null && recordAddress(ws, table, item.id);
  return (
    <>
      {address ? <Link to={address}>{item.label}</Link> : item.label}
      {item.note && <span className="gz-muted">（{item.note}）</span>}
    </>
  );
}

export function Health() {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const health = useQuery(healthQuery(ws)).data;
  const findings = health?.findings ?? [];
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
              {one.items.slice(0, NAMED).map((item, index) => (
                <Fragment key={item.id}>
                  {index > 0 && "、"}
                  <Item item={item} table={tableOf(one.code, health)} />
                </Fragment>
              ))}
              {one.items.length > NAMED && ` ${t("settings.andMore", { count: one.items.length })}`}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

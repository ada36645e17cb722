/** Every confirmed change of the rules: who, when, why, and what it did. */
import { useQuery } from "@tanstack/react-query";
import { Collapse } from "antd";
import { useTranslation } from "react-i18next";
import { type ChangedRule, ruleLogQuery, type Timer } from "../api/timers";
import type { Table, Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { showInstant, uiOf } from "../fields";
import { Waiting } from "../ui/Waiting";

export function RuleLog({ timer, rules }: { timer: Timer; rules: Table }) {
  const { t } = useTranslation();
  return (
    <Collapse
      ghost
      size="small"
      className="gz-timers-log"
      items={[{ key: "log", label: t("timers.log"), children: <Entries timer={timer} rules={rules} /> }]}
    />
  );
}

function Entries({ timer, rules }: { timer: Timer; rules: Table }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const found = useQuery(ruleLogQuery(ws, timer));
  if (found.isPending) return <Waiting rows={2} />;
  if (!found.data || found.data.length === 0) return <p className="gz-muted">{t("timers.noLog")}</p>;
  const said = (key: string, value: Value | undefined): string => {
    const field = rules.fields.find((one) => one.key === key);
    if (!field || value === undefined || value === null) return "–";
    return field.options.find((one) => one.key === value)?.label ?? uiOf(field).shown(value, field, display);
  };
  const title = ({ before, after }: ChangedRule): string => {
    const name = String((after ?? before)?.[rules.primary] ?? "");
    return t(before === null ? "timers.added" : after === null ? "timers.removed" : "timers.changed", {
      name,
    });
  };
  const moves = ({ before, after }: ChangedRule): string =>
    rules.fields
      .filter(({ key }) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after?.[key] ?? null))
      .map(
        (field) =>
          `${field.label}：${said(field.key, before?.[field.key])} → ${said(field.key, after?.[field.key])}`,
      )
      .join("；");
  return (
    <ul className="gz-log">
      {found.data.map((entry) => (
        <li key={entry.id}>
          <div>
            {entry.rules.map((rule, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a change has no other identity than its place
              <span key={at}>
                {title(rule)} <span className="gz-log-details">{moves(rule)}</span>
              </span>
            ))}
            {entry.reason && (
              <span className="gz-log-details">
                {t("timers.reason")}：{entry.reason}
              </span>
            )}
            <span className="gz-muted gz-log-meta">
              <time className="gz-tabular" dateTime={entry.at}>
                {showInstant(entry.at, display)}
              </time>{" "}
              {entry.by?.label} · {t(`timers.modes.${entry.mode}`)}
              {entry.grace !== null && ` ${entry.grace}`} ·{" "}
              {t("timers.effect", {
                records: entry.preview.records ?? 0,
                overdue: entry.preview.overdue ?? 0,
              })}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

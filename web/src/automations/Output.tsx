/** What a step came to, in words where they are known: records with links, people, values; else as it was written down. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Trial } from "../api/automations";
import { membersQuery } from "../api/workspace";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { TrialResult } from "./TrialResult";
import { useWords } from "./useWords";

const MANY = 10;

interface Known {
  table?: string;
  records?: number[];
  values?: Record<string, unknown>;
  members?: number[];
  text?: Record<string, string>;
  until?: string;
  branch?: number | null;
  tries?: { at: string; status?: number; code?: string; "zh-CN"?: string; en?: string }[];
  sent?: boolean;
  /** Why a step failed, in both languages. */
  code?: string;
  "zh-CN"?: string;
  en?: string;
}

interface OutputProps {
  output: unknown;
  /** What the records in it are called that the reader may see, by their number, by table. */
  names?: Record<string, Record<string, string>>;
}

const idOf = (value: unknown): number | undefined =>
  typeof value === "number" ? value : (value as { id?: number } | null)?.id;

export function Output({ output, names = {} }: OutputProps) {
  const { key: ws, tables, display } = useWorkspace();
  const { t, i18n } = useTranslation();
  const words = useWords();
  const members = useQuery(membersQuery(ws)).data ?? [];
  if (typeof output !== "object" || output === null || Object.keys(output).length === 0) return null;
  const {
    table,
    records,
    values,
    members: told,
    text,
    until,
    branch,
    tries,
    code,
    "zh-CN": zh,
    en,
    ...rest
  } = output as Known;
  const why = i18n.language === "en" ? en : zh;
  const called = (of: string, id: number | undefined) => names[of]?.[String(id)] ?? `#${id}`;
  const person = (id: number | undefined) => members.find((one) => one.id === id)?.name ?? `#${id}`;
  const label = (key: string, value: unknown): string => {
    const field = tables.get(table ?? "")?.fields.find((one) => one.key === key);
    const option = field?.options.find((one) => one.key === value)?.label;
    if (value === null) return t("automations.emptyValue");
    if (field?.value_type === "member" || field?.value_type === "members")
      return words.list([value].flat().map((one) => person(idOf(one))));
    if (field?.value_type === "relation" || field?.value_type === "relations")
      return words.list([value].flat().map((one) => called(field.settings.table ?? "", idOf(one))));
    return option ?? (typeof value === "object" ? JSON.stringify(value) : String(value));
  };
  if ("changes" in rest && "sent" in rest) {
    const trial = output as Trial;
    const changes = trial.changes.map((one) => ({
      ...one,
      label: names[one.table]?.[String(one.record)] ?? one.label,
    }));
    return <TrialResult trial={{ ...trial, changes }} steps={[]} table={table ?? ""} />;
  }
  const more = Object.entries(rest).filter(
    ([key, value]) =>
      !["created", "found", "count", "submitted"].includes(key) && !(key === "sent" && value === false),
  );
  return (
    <div className="gz-run-output">
      {table && records && (
        <span>
          {words.table(table)}{" "}
          {records.slice(0, MANY).map((id, at) => (
            <span key={id}>
              {at > 0 && "、"}
              <Link to={recordAddress(ws, table, id)}>{called(table, id)}</Link>
            </span>
          ))}
          {records.length > MANY && ` … ${records.length}`}
          {records.length === 0 && "0"}
        </span>
      )}
      {values && (
        <span>
          {Object.entries(values)
            .map(([key, value]) => `${words.path(table ?? "", key)} = ${label(key, value)}`)
            .join("；")}
        </span>
      )}
      {told && (
        <span>
          {t("automations.notifyTo", {
            names: words.list(told.map(person)) || t("automations.emptyValue"),
          })}
        </span>
      )}
      {text && <q>{text[i18n.language === "en" ? "en" : "zh-CN"]}</q>}
      {until && <span>{t("automations.dueAt", { time: showInstant(until, display) })}</span>}
      {branch !== undefined && (
        <span>
          {branch === null ? t("automations.nothingDone") : t("automations.way", { number: branch + 1 })}
        </span>
      )}
      {tries?.map((one) => (
        <span key={one.at}>
          {t("automations.tries")} {showInstant(one.at, display)}{" "}
          {(i18n.language === "en" ? one.en : one["zh-CN"]) ?? one.code ?? `HTTP ${one.status}`}
        </span>
      ))}
      {rest.sent === false && <span className="gz-muted">{t("automations.notSent")}</span>}
      {(why ?? code) && <span className="gz-run-why">{why ?? code}</span>}
      {more.length > 0 && <code>{JSON.stringify(Object.fromEntries(more))}</code>}
    </div>
  );
}

/** One change of the configuration: who did what to which object, and, once opened, what differs. */
import { Button, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigEntry, PropertyChange } from "../api/configLog";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { WhyNotBack } from "./WhyNotBack";

const VERBS = {
  create: "configLog.create",
  change: "configLog.change",
  delete: "configLog.delete",
  restore: "configLog.restore",
  convert: "configLog.convert",
  switch: "configLog.switch",
  reset: "configLog.reset",
  install: "configLog.install",
  upgrade: "configLog.upgrade",
  purge: "configLog.purge",
} as const;

export function ConfigChange({ entry, revert }: { entry: ConfigEntry; revert: () => void }) {
  const { display } = useWorkspace();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const verb = entry.verb in VERBS ? t(VERBS[entry.verb as keyof typeof VERBS]) : t("configLog.change");
  const panel = `config-change-${entry.id}`;
  return (
    <li>
      <div className="gz-config-entry">
        <button
          type="button"
          className="gz-config-head"
          aria-expanded={open}
          aria-controls={panel}
          disabled={entry.changes.length === 0}
          onClick={() => setOpen(!open)}
        >
          <span className="gz-config-what">
            <Tag>{entry.kind_label}</Tag>
            {verb} <strong>{entry.label}</strong>
          </span>
          {!open && entry.changes.length > 0 && (
            <span className="gz-log-details gz-config-glance">
              {entry.changes.map((change) => change.label).join("、")}
            </span>
          )}
        </button>
        {entry.reason && (
          <span className="gz-log-details">
            {t("settings.reason")}：{entry.reason}
          </span>
        )}
        {open && (
          <div id={panel}>
            <Differences changes={entry.changes} more={entry.more} />
          </div>
        )}
        <span className="gz-muted gz-log-meta">
          <time className="gz-tabular" dateTime={entry.at}>
            {showInstant(entry.at, display)}
          </time>{" "}
          {entry.by?.label ?? t("settings.system")}
          {entry.reverts !== null && ` · ${t("configLog.isRevert")}`}
          {entry.reverted_by !== null && ` · ${t("configLog.wasReverted")}`}
        </span>
      </div>
      {entry.revertible && (
        <Button size="small" onClick={revert}>
          {t("configLog.revert")}
        </Button>
      )}
      {!entry.revertible && entry.reverted_by === null && (
        <WhyNotBack action={entry.verb ? `${entry.kind}.${entry.verb}` : entry.kind} />
      )}
    </li>
  );
}

interface DifferencesProps {
  changes: PropertyChange[];
  more: number;
  /** What is to come, not what was. */
  ahead?: boolean;
}

export function Differences({ changes, more, ahead = false }: DifferencesProps) {
  const { t } = useTranslation();
  const before = t(ahead ? "configLog.now" : "configLog.before");
  const after = t(ahead ? "configLog.afterwards" : "configLog.after");
  return (
    <table className="gz-config-diff">
      <thead>
        <tr>
          <th>{t("configLog.property")}</th>
          <th>{before}</th>
          <th>{after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">{change.label}</th>
            <td data-label={before} data-empty={change.before === null}>
              {change.before ?? "—"}
            </td>
            <td data-label={after} data-empty={change.after === null}>
              {change.after ?? "—"}
            </td>
          </tr>
        ))}
      </tbody>
      {more > 0 && (
        <tfoot>
          <tr>
            <td colSpan={3} className="gz-muted">
              {t("configLog.more", { count: more })}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

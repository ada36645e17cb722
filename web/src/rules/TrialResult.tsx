/** What a rule would meet among the rows that are there: how many, and the first of them with their reasons. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Trial } from "../api/rules";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export function TrialResult({ trial }: { trial: Trial }) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const name = tables.get(trial.table)?.label ?? trial.table;
  const words = { count: trial.count, asked: trial.asked, table: name };
  if (trial.count === 0)
    return <Alert type="success" showIcon title={t(`rules.none_${trial.effect}`, words)} />;
  return (
    <div className="gz-rule-trial" role="status">
      <Alert
        type={trial.effect === "breaks" || trial.effect === "moves" ? "warning" : "info"}
        showIcon
        title={t(`rules.some_${trial.effect}`, words)}
      />
      <ul>
        {trial.rows.map((row) => (
          <li key={row.id}>
            <Link to={recordAddress(ws, trial.table, row.id)} target="_blank" rel="noreferrer">
              {row.label || `#${row.id}`}
            </Link>
            <span>{row.message}</span>
            {row.with && row.with.length > 0 && (
              <span className="gz-muted">
                {t("rules.with")}
                {row.with.map((other, at) => (
                  <span key={`${other.table}-${other.id}`}>
                    {at > 0 && "、"}
                    <Link to={recordAddress(ws, other.table, other.id)} target="_blank" rel="noreferrer">
                      {other.label || `#${other.id}`}
                    </Link>
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {trial.count > trial.rows.length && (
        <p className="gz-muted">
          {t("rules.moreRows", { count: trial.count - trial.rows.length, shown: trial.rows.length })}
        </p>
      )}
    </div>
  );
}

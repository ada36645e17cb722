/** What pressing a button on many rows would come to, to be confirmed: what is made and changed, sums, and the rows that it cannot be pressed on. */
import { Modal, Progress } from "antd";
import { useTranslation } from "react-i18next";
import type { Action } from "../api/actions";
import type { Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { Said } from "../automations/Said";
import { Impact } from "../record/Impact";
import { type FieldChange, type Outlook, reasonsOf } from "./outlook";
import "../record/actions.css";

/** Names told with a reason. */
const MOST_NAMES = 5;
const MOST_REASONS = 6;

export interface Looking {
  action: Action;
  /** How many rows there are to look at. */
  total: number;
  found: Outlook;
  state: "looking" | "known";
  problem: string | null;
  nameOf: (id: number) => string;
}

interface PressOutlookProps {
  looking: Looking;
  /** Enough is known. */
  onStop: () => void;
  onConfirm: () => void;
  onCancel: () => void;
}

export function PressOutlook({ looking, onStop, onConfirm, onCancel }: PressOutlookProps) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const { action, total, found, state, problem, nameOf } = looking;
  const known = state === "known";
  const reasons = reasonsOf(found.refused);
  const seen = total - found.rest.length;
  return (
    <Modal
      open
      title={t("press.title", { label: action.label, count: total })}
      width={520}
      okText={known ? t("press.go", { count: found.able }) : t("press.enough")}
      okButtonProps={{ disabled: known ? found.able === 0 : found.parts.length === 0 }}
      onOk={known ? onConfirm : onStop}
      onCancel={onCancel}
      mask={{ closable: false }}
    >
      {!known && (
        <>
          <p role="status">{t("press.looking", { seen, total })}</p>
          <Progress aria-label={action.label} percent={Math.floor((seen / total) * 100)} status="active" />
        </>
      )}
      {problem && (
        <p className="gz-action-problem" role="alert">
          {problem}
        </p>
      )}
      {known && (
        <>
          <Impact question={action.confirm ?? ""} impact={found.impact} tables={tables} t={t} />
          {found.fields.length > 0 && (
            <ul className="gz-action-impact" aria-label={t("press.changes")}>
              {found.fields.map((change) => (
                <Changed key={`${change.table}.${change.field}`} change={change} />
              ))}
            </ul>
          )}
          {!found.complete && <p className="gz-muted">{t("press.incomplete")}</p>}
          {found.refused.length > 0 && (
            <>
              <p>{t("press.unable", { count: found.refused.length })}</p>
              <ul className="gz-action-impact" aria-label={t("press.refused")}>
                {reasons.slice(0, MOST_REASONS).map(({ sentence, ids }) => (
                  <li key={sentence}>
                    {t("press.reason", { sentence, count: ids.length })}
                    <span className="gz-muted">
                      {ids.slice(0, MOST_NAMES).map(nameOf).join("、")}
                      {ids.length > MOST_NAMES ? "…" : ""}
                    </span>
                  </li>
                ))}
                {reasons.length > MOST_REASONS && (
                  <li>
                    {t("press.reasons", {
                      reasons: reasons.length - MOST_REASONS,
                      count: reasons.slice(MOST_REASONS).reduce((rows, { ids }) => rows + ids.length, 0),
                    })}
                  </li>
                )}
              </ul>
            </>
          )}
          {found.rest.length > 0 && <p>{t("press.later", { count: found.rest.length })}</p>}
        </>
      )}
    </Modal>
  );
}

/** One field over all rows: its sums, or what becomes of most of them. */
function Changed({ change }: { change: FieldChange }) {
  const { tables } = useWorkspace();
  const { t } = useTranslation();
  const table = tables.get(change.table);
  const field = table?.fields.find((one) => one.key === change.field);
  const name = `${table?.label ?? change.table} · ${field?.label ?? change.field}`;
  if (change.sum)
    return (
      <li>
        {t("press.sum", { name, count: change.records })}
        <Said field={field} value={change.sum.before} /> <span aria-hidden>→</span>{" "}
        <b>
          <Said field={field} value={change.sum.after} />
        </b>
      </li>
    );
  // Names of other records are not told here, and values that are all different say nothing one by one.
  const bare = field?.value_type.startsWith("relation") ?? false;
  const various = change.others > 0 && change.moves.every((move) => move.records === 1);
  if (bare || various) return <li>{t("press.various", { name, count: change.records })}</li>;
  return (
    <li>
      {name}
      {"："}
      {change.moves.map((move, place) => (
        <span key={JSON.stringify([move.before, move.after])}>
          {place > 0 && "；"}
          <Said field={field} value={move.before as Value} /> <span aria-hidden>→</span>{" "}
          <b>
            <Said field={field} value={move.after as Value} />
          </b>{" "}
          {t("press.rows", { count: move.records })}
        </span>
      ))}
      {change.others > 0 && t("press.others", { count: change.others })}
    </li>
  );
}

/** What a change of rules would do to whose records, and its confirmation with a reason. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Input, InputNumber, Modal, Radio } from "antd";
import { useCallback, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Problem, sentence } from "../api/problem";
import { rowsKey } from "../api/records";
import {
  confirmRules,
  MODES,
  type Mode,
  type Plan,
  planRules,
  type RuleChange,
  type Timer,
  timersKey,
} from "../api/timers";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { Waiting } from "../ui/Waiting";

interface PlanDialogProps {
  timer: Timer;
  title: string;
  changes: RuleChange[];
  onClose: () => void;
}

const DEFAULT_GRACE = 3;

export function PlanDialog({ timer, title, changes, onClose }: PlanDialogProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const id = useId();
  const [mode, setMode] = useState<Mode>("grace");
  const [grace, setGrace] = useState(DEFAULT_GRACE);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);

  const look = useCallback(
    () => planRules(ws, timer, { changes, mode, grace }),
    [ws, timer, changes, mode, grace],
  );
  useEffect(() => {
    let current = true;
    setPlan(null);
    setProblem(null);
    look().then(
      (next) => current && setPlan(next),
      (error: unknown) => current && setProblem(sentence(error)),
    );
    return () => {
      current = false;
    };
  }, [look]);

  const confirm = async () => {
    if (!plan) return;
    if (!reason.trim()) {
      setProblem(t("timers.reasonNeeded"));
      return;
    }
    setBusy(true);
    try {
      await confirmRules(ws, timer, { changes, mode, grace, token: plan.token, reason: reason.trim() });
      message.success(t("timers.confirmed"));
      void client.invalidateQueries({ queryKey: timersKey(ws) });
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
      onClose();
    } catch (error) {
      setBusy(false);
      if (!(error instanceof Problem) || error.status !== 409) {
        setProblem(sentence(error));
        return;
      }
      setPlan(await look().catch(() => null));
      setProblem(t("timers.stale"));
    }
  };
  return (
    <Modal
      open
      width={640}
      title={title}
      okText={t("timers.confirm")}
      okButtonProps={{ disabled: plan === null }}
      confirmLoading={busy}
      onOk={() => void confirm()}
      onCancel={onClose}
    >
      <div className="gz-timers-plan">
        <fieldset>
          <legend>{t("timers.mode")}</legend>
          <Radio.Group
            className="gz-timers-modes"
            value={mode}
            onChange={({ target }) => setMode(target.value as Mode)}
            options={MODES.map((value) => ({ value, label: t(`timers.modes.${value}`) }))}
          />
          {mode === "grace" && (
            <span className="gz-timers-grace">
              <label htmlFor={`${id}-grace`}>{t("timers.grace")}</label>
              <InputNumber
                id={`${id}-grace`}
                size="small"
                min={0}
                max={3650}
                precision={0}
                value={grace}
                onChange={(days) => setGrace(days ?? 0)}
              />
            </span>
          )}
        </fieldset>
        {plan ? <Shown plan={plan} timer={timer} /> : problem === null && <Waiting rows={3} />}
        <label htmlFor={`${id}-reason`}>{t("timers.reason")}</label>
        <Input.TextArea
          id={`${id}-reason`}
          autoSize={{ minRows: 2, maxRows: 5 }}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      </div>
    </Modal>
  );
}

function Shown({ plan, timer }: { plan: Plan; timer: Timer }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const day = (text: string | null) => text ?? t("timers.noDay");
  return (
    <div role="status">
      <p>
        <strong>
          {plan.records > 0 ? t("timers.moves", { count: plan.records }) : t("timers.movesNone")}
        </strong>
        {"；"}
        <span data-bad={plan.overdue > 0} className="gz-timers-overdue">
          {plan.overdue > 0 ? t("timers.overdue", { count: plan.overdue }) : t("timers.overdueNone")}
        </span>
      </p>
      {plan.names.length > 0 && (
        <>
          <p className="gz-muted">{t("timers.firstOnes", { count: plan.names.length })}</p>
          <div className="gz-timers-names">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("timers.record")}</th>
                  <th scope="col">{t("timers.before")}</th>
                  <th scope="col">{t("timers.after")}</th>
                </tr>
              </thead>
              <tbody>
                {plan.names.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <Link to={recordAddress(ws, timer.table, one.id)} target="_blank">
                        {one.label ?? `#${one.id}`}
                      </Link>
                    </td>
                    <td className="gz-tabular">{day(one.before)}</td>
                    <td className="gz-tabular">{day(one.after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

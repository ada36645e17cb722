/** A button being pressed on many rows, part by part: how far it is, and what came of each row. */
import { Button, Modal, Progress } from "antd";
import { useTranslation } from "react-i18next";
import type { Action } from "../api/actions";
import { Refused } from "../ui/Refused";
import type { Pressing } from "./pressing";

export interface Progressing {
  action: Action;
  now: Pressing;
  state: "running" | "stopping" | "ended";
  /** Why it could not go on. */
  problem: string | null;
  nameOf: (id: number) => string;
}

interface PressProgressProps {
  running: Progressing;
  onStop: () => void;
  onContinue: () => void;
  onClose: () => void;
}

export function PressProgress({ running, onStop, onContinue, onClose }: PressProgressProps) {
  const { t } = useTranslation();
  const { action, now, state, problem, nameOf } = running;
  const tried = now.total - now.rest.length;
  const ended = state === "ended";
  return (
    <Modal
      open
      title={t("press.title", { label: action.label, count: now.total })}
      closable={ended}
      keyboard={ended}
      mask={{ closable: false }}
      width={520}
      onCancel={onClose}
      footer={
        ended ? (
          <>
            {now.rest.length > 0 && (
              <Button onClick={onContinue}>{t("press.continue", { count: now.rest.length })}</Button>
            )}
            <Button type="primary" onClick={onClose}>
              {t("press.close")}
            </Button>
          </>
        ) : (
          <Button loading={state === "stopping"} disabled={state === "stopping"} onClick={onStop}>
            {t("press.stop")}
          </Button>
        )
      }
    >
      <Progress
        aria-label={action.label}
        percent={Math.floor((tried / now.total) * 100)}
        status={ended ? (problem ? "exception" : "normal") : "active"}
      />
      <p role="status">
        {t("press.count", { done: now.done, refused: now.refused.length, rest: now.rest.length })}
      </p>
      {problem && (
        <p className="gz-action-problem" role="alert">
          {problem}
        </p>
      )}
      {now.refused.length > 0 && (
        <Refused
          label={t("press.refused")}
          records={now.refused.map(({ id, sentences }) => ({ id, name: nameOf(id), sentences }))}
        />
      )}
    </Modal>
  );
}

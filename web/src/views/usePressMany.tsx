/** Buttons for the ticked rows of a grid: chosen below it, pressed in parts, with what came of each row. */
import { App, Button, Dropdown, Modal, Progress } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../api/actions";
import { sentence } from "../api/problem";
import type { Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { ActionsDialog } from "../record/ActionsDialog";
import { Refused } from "../ui/Refused";
import { deedsOf } from "../undo/stack";
import { useOffer } from "../undo/useOffer";
import { begun, PART, type Pressing, pressInParts, WHOLE } from "./pressing";

interface Chosen {
  action: Action;
  ids: readonly number[];
  nameOf: (id: number) => string;
  clear: () => void;
}

interface Running extends Chosen {
  inputs: Record<string, unknown>;
  now: Pressing;
  state: "running" | "stopping" | "ended";
  /** Begun anew after a stop: several acts, which are taken back one by one. */
  again: boolean;
  /** Why it could not go on. */
  problem: string | null;
}

/** `bulkActions` for the grid, and the dialogs that belong to it. */
export function usePressMany(table: Table) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const writes = useWrites(ws, "press");
  const offer = useOffer(ws);
  const [asking, setAsking] = useState<Chosen | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const stop = useRef(false);

  const tell = ({ action }: Chosen, { message, done, batch }: Pressing, again: boolean) =>
    offer(
      t("press.done", { label: message ?? action.label, count: done }),
      again || !action.undoable ? null : batch,
    );
  const run = async (chosen: Chosen, inputs: Record<string, unknown>, start: Pressing) => {
    const again = start.done > 0;
    stop.current = false;
    let now = start;
    let problem: string | null = null;
    const show = (state: Running["state"]) => setRunning({ ...chosen, inputs, now, state, again, problem });
    show("running");
    try {
      await deedsOf(ws).asOne(() =>
        pressInParts(
          start,
          (ids) => writes.pressAll(table.key, ids, chosen.action, inputs),
          (next) => {
            now = next;
            show(stop.current ? "stopping" : "running");
          },
          () => stop.current,
          chosen.action.limited ? WHOLE : PART,
        ),
      );
    } catch (error) {
      problem = sentence(error);
    }
    if (problem === null && now.rest.length === 0 && now.refused.length === 0) {
      setRunning(null);
      chosen.clear();
      tell(chosen, now, again);
    } else show("ended");
  };
  const choose = (chosen: Chosen) => {
    const { action, ids } = chosen;
    if (action.inputs.length > 0) {
      setAsking(chosen);
      return;
    }
    modal.confirm({
      title: t("press.title", { label: action.label, count: ids.length }),
      content: action.confirm,
      okText: action.label,
      onOk: () => void run(chosen, {}, begun(ids)),
    });
  };
  const close = () => {
    if (!running) return;
    setRunning(null);
    running.clear();
    if (running.now.done > 0) tell(running, running.now, running.again);
  };

  const bulkActions = (
    ids: readonly number[],
    clear: () => void,
    nameOf: (id: number) => string,
  ): ReactNode => (
    <Dropdown
      trigger={["click"]}
      placement="top"
      menu={{
        items: table.buttons.map(({ key, label }) => ({ key, label })),
        onClick: ({ key }) => {
          const action = table.buttons.find((one) => one.key === key);
          if (action) choose({ action, ids, clear, nameOf });
        },
      }}
    >
      <button type="button" className="gz-bar-action">
        {t("press.menu")}
      </button>
    </Dropdown>
  );

  return {
    ...(table.buttons.length > 0 ? { bulkActions } : {}),
    dialogs: (
      <>
        {asking && (
          <ActionsDialog
            action={asking.action}
            title={t("press.title", { label: asking.action.label, count: asking.ids.length })}
            onCancel={() => setAsking(null)}
            onConfirm={async (inputs) => {
              setAsking(null);
              void run(asking, inputs, begun(asking.ids));
            }}
          />
        )}
        {running && (
          <PressProgress
            running={running}
            onStop={() => {
              stop.current = true;
              setRunning({ ...running, state: "stopping" });
            }}
            onContinue={() => void run(running, running.inputs, running.now)}
            onClose={close}
          />
        )}
      </>
    ),
  };
}

interface PressProgressProps {
  running: Running;
  onStop: () => void;
  onContinue: () => void;
  onClose: () => void;
}

function PressProgress({ running, onStop, onContinue, onClose }: PressProgressProps) {
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

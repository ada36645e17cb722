/** Buttons for the ticked rows of a grid: chosen below it, foreseen and confirmed, pressed in parts, with what came of each row. */
import { Dropdown } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, foreseeAll } from "../api/actions";
import { sentence } from "../api/problem";
import type { Table } from "../api/types";
import { useWrites } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { ActionsDialog } from "../record/ActionsDialog";
import { deedsOf } from "../undo/stack";
import { useOffer } from "../undo/useOffer";
import { lookAhead, PART, unseen, WHOLE } from "./outlook";
import { type Looking, PressOutlook } from "./PressOutlook";
import { PressProgress, type Progressing } from "./PressProgress";
import { begun, type Part, type Pressing, pressInParts } from "./pressing";

interface Chosen {
  action: Action;
  ids: readonly number[];
  nameOf: (id: number) => string;
  clear: () => void;
}

/** What was asked for before it was confirmed, and what was done of it already. */
interface Begun extends Chosen {
  inputs: Record<string, unknown>;
  start: Pressing;
}

interface Running extends Chosen, Progressing {
  inputs: Record<string, unknown>;
  /** Begun anew after a stop: several acts, which are taken back one by one. */
  again: boolean;
}

/** `bulkActions` for the grid, and the dialogs that belong to it. */
export function usePressMany(table: Table) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const writes = useWrites(ws, "press");
  const offer = useOffer(ws);
  const [asking, setAsking] = useState<Chosen | null>(null);
  const [looking, setLooking] = useState<(Begun & Looking) | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const stop = useRef(false);
  const steer = useRef<(next: "enough" | "left") => void>(() => undefined);

  const tell = ({ action }: Chosen, { message, done, batch }: Pressing, again: boolean) =>
    offer(
      t("press.done", { label: message ?? action.label, count: done }),
      again || !action.undoable ? null : batch,
    );
  const look = async (chosen: Chosen, inputs: Record<string, unknown>, start: Pressing) => {
    const begins = { ...chosen, inputs, start, total: start.rest.length };
    let state: "going" | "enough" | "left" = "going";
    steer.current = (next) => {
      state = next;
    };
    let found = unseen(start.rest);
    let problem: string | null = null;
    const show = (known: boolean) => {
      if (state !== "left") setLooking({ ...begins, found, state: known ? "known" : "looking", problem });
    };
    setRunning(null);
    show(false);
    try {
      await lookAhead(
        start.rest,
        (ids) => foreseeAll(ws, table.key, ids, chosen.action.key, inputs),
        (next) => {
          found = next;
          show(false);
        },
        () => state !== "going",
        chosen.action.limited ? WHOLE : PART,
      );
    } catch (error) {
      problem = sentence(error);
    }
    show(true);
  };
  const run = async ({ inputs, start, action, ids, nameOf, clear }: Begun, parts: readonly Part[]) => {
    const chosen = { action, ids, nameOf, clear };
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
          parts,
          (part) => writes.pressAll(table.key, part.ids, action, inputs, part.token),
          (next) => {
            now = next;
            show(stop.current ? "stopping" : "running");
          },
          () => stop.current,
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
    if (chosen.action.inputs.length > 0) setAsking(chosen);
    else void look(chosen, {}, begun(chosen.ids));
  };
  /** Thought better of: what was done before stays told. */
  const leave = () => {
    steer.current("left");
    setLooking(null);
    if (looking && looking.start.done > 0) {
      looking.clear();
      tell(looking, looking.start, true);
    }
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
              void look(asking, inputs, begun(asking.ids));
            }}
          />
        )}
        {looking && (
          <PressOutlook
            looking={looking}
            onStop={() => steer.current("enough")}
            onConfirm={() => {
              setLooking(null);
              void run(looking, looking.found.parts);
            }}
            onCancel={leave}
          />
        )}
        {running && (
          <PressProgress
            running={running}
            onStop={() => {
              stop.current = true;
              setRunning({ ...running, state: "stopping" });
            }}
            onContinue={() => void look(running, running.inputs, running.now)}
            onClose={close}
          />
        )}
      </>
    ),
  };
}

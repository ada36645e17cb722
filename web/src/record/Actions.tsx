/** The buttons that make sense now on a record: one bar under its name; the first ones stand out. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Action, actionsOf, type Duplicates, foreseePress, type Use } from "../api/actions";
import { Problem, sentence } from "../api/problem";
import { recordQuery } from "../api/records";
import type { RecordWithRights, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { ActionsDialog } from "./ActionsDialog";
import { DuplicatesDialog } from "./DuplicatesDialog";
import { Impact } from "./Impact";
import "./actions.css";

/** A press that waits for a choice between records that are alike. */
interface Choosing {
  action: Action;
  inputs: Record<string, unknown>;
  use: Use;
  found: Duplicates;
}

/** A record that a button has made. */
interface Made {
  table: string;
  id: number;
}

interface ActionsProps {
  table: Table;
  record: RecordWithRights;
}

export function Actions({ table, record }: ActionsProps) {
  const { key: ws, tables } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const navigate = useNavigate(); // toasts hang outside of the router, so they have no links of their own
  const client = useQueryClient();
  const writes = useWrites(ws, "actions");
  const [asking, setAsking] = useState<Action | null>(null);
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const actions = [...actionsOf(record)].sort((a, b) => Number(b.primary) - Number(a.primary));
  if (actions.length === 0) return null;

  const linkTo = (made: Made) => {
    const label = tables.get(made.table)?.label;
    return (
      label && (
        <Button
          type="link"
          size="small"
          className="gz-action-made"
          onClick={() => navigate(recordAddress(ws, made.table, made.id))}
        >
          {t("record.openMade", { table: label })}
        </Button>
      )
    );
  };
  /** Where a choice is to be made first, that is asked for; what was made before is led to. Else it is thrown again. */
  const refused = (error: unknown, action: Action, inputs: Record<string, unknown>, use: Use) => {
    if (!(error instanceof Problem)) throw error;
    // The record has moved on meanwhile, and with it what may be pressed.
    if (error.status === 409) void client.invalidateQueries(recordQuery(ws, table.key, record.id));
    const there = error.beside("made") as Made | undefined;
    const found = error.beside("duplicates");
    if (there === undefined && found === undefined) throw error;
    setAsking(null);
    if (there)
      return void message.error(
        <>
          {sentence(error)}
          {linkTo(there)}
        </>,
        6,
      );
    setChoosing({ action, inputs, use, found: found as Duplicates });
  };
  /** Rejects when the server refuses; whoever asked shows why. */
  const press = async (
    action: Action,
    inputs: Record<string, unknown>,
    use: Use = {},
    token: string | null = null,
  ) => {
    setRunning(action.key);
    try {
      const done = await writes.press(table.key, record.id, action, inputs, use, token);
      setChoosing(null);
      const first = done.created[0];
      message.success(
        <>
          {done.message ?? action.label}
          {first && linkTo(first)}
        </>,
        first ? 6 : 3,
      );
    } catch (error) {
      refused(error, action, inputs, use);
    } finally {
      setRunning(null);
    }
  };
  /** What it would come to, once it is known and confirmed; null where it is not. */
  const confirmed = async (action: Action, inputs: Record<string, unknown>): Promise<string | null> => {
    setRunning(action.key);
    try {
      const { impact, token } = await foreseePress(ws, table.key, record.id, action.key, inputs);
      const content = <Impact question={action.confirm ?? ""} impact={impact} tables={tables} t={t} />;
      return (await modal.confirm({ title: action.label, content, okText: action.label })) ? token : null;
    } catch (error) {
      refused(error, action, inputs, {});
      return null;
    } finally {
      setRunning(null);
    }
  };
  /** Whether it was pressed, or somebody thought better of it. */
  const begin = async (action: Action, inputs: Record<string, unknown>): Promise<boolean> => {
    const token = action.confirm === null ? null : await confirmed(action, inputs);
    if (action.confirm !== null && token === null) return false;
    await press(action, inputs, {}, token);
    return true;
  };
  const start = (action: Action) => {
    if (action.inputs.length > 0) setAsking(action);
    else begin(action, {}).catch((error: unknown) => void message.error(sentence(error)));
  };

  return (
    <div className="gz-actions" role="toolbar" aria-label={t("record.actions")}>
      {actions.map((action) => (
        <Button
          key={action.key}
          type={action.primary ? "primary" : "default"}
          loading={running === action.key}
          disabled={running !== null && running !== action.key}
          onClick={() => start(action)}
        >
          {action.label}
        </Button>
      ))}
      {asking && (
        <ActionsDialog
          action={asking}
          onCancel={() => setAsking(null)}
          onConfirm={async (inputs) => {
            if (await begin(asking, inputs)) setAsking(null);
          }}
        />
      )}
      {choosing && (
        <DuplicatesDialog
          key={choosing.found.step}
          action={choosing.action}
          found={choosing.found}
          onCancel={() => setChoosing(null)}
          onChoose={(chosen) =>
            press(choosing.action, choosing.inputs, { ...choosing.use, [choosing.found.step]: chosen })
          }
        />
      )}
    </div>
  );
}

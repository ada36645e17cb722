/** Buttons of a record: what the server offers now, and pressing one. */
import { request } from "./client";
import type { RecordWithRights, Row, Touched } from "./types";

export interface ActionInput {
  key: string;
  type: "text" | "long_text" | "date" | "member" | "checkbox";
  label: string;
  required: boolean;
}

export interface Action {
  key: string;
  label: string;
  icon: string | null;
  primary: boolean;
  inputs: ActionInput[];
  /** The question asked before it is done. */
  confirm: string | null;
}

export interface Pressed {
  /** Null when the caller may not see the record any more. */
  record: Row | null;
  created: { table: string; id: number }[];
  touched: Touched[];
  batch: string;
  message: string | null;
}

export const actionsOf = (record: RecordWithRights): Action[] =>
  (record as RecordWithRights & { actions?: Action[] }).actions ?? [];

export const pressButton = (
  ws: string,
  table: string,
  id: number,
  button: string,
  inputs: Record<string, unknown>,
): Promise<Pressed> =>
  request<Pressed>(`/workspaces/${ws}/tables/${table}/records/${id}/actions/${button}`, {
    method: "POST",
    body: { inputs },
  });

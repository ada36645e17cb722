/** Buttons and approvals as they are defined (docs/reference/buttons-and-approvals.md), for those who build. */
import { queryOptions } from "@tanstack/react-query";
import type { Input, Said, StepDocument } from "../automations/document";
import type { Changed } from "./automations";
import { request } from "./client";
import type { Condition, Ref } from "./types";

export interface Held {
  most?: number;
  cap?: string;
  skip?: { when: Condition; flag?: string };
}

/** How much one person may take and how soon; what is not a number is the key of a field of the row that `pool` leads to. */
export interface Limits {
  pool?: string;
  /** The input that names the person; else who presses. */
  who?: string;
  exempt?: string;
  held?: Held;
  daily?: { most?: number; cap?: string };
  previous?: string;
  fresh?: string;
}

export interface Objection {
  when: Condition;
  code: string;
  message: Said;
}

export interface Once {
  table: string;
  field: string;
  code: string;
  message: Said;
}

export interface ButtonDocument {
  key: string;
  table: string;
  label: Said;
  icon?: string;
  enabled?: boolean;
  primary?: boolean;
  when?: Condition;
  /** Role groups that may use it; without it everybody with the right. */
  roles?: string[];
  right?: "edit" | "view";
  system?: boolean;
  lifts?: string[];
  inputs?: Input[];
  confirm?: Said;
  limits?: Limits;
  once?: Once;
  objections?: Objection[];
  do: StepDocument[];
  message?: Said;
}

export type Approver = { department: string } | { head_of: string } | { member: string } | { role: string };

export const MODES = ["any", "all", "sequence"] as const;
export interface Stage {
  key: string;
  label: Said;
  mode?: (typeof MODES)[number];
  when?: Condition;
  approvers: Approver[];
  /** What who decides may fill in although the record is locked. */
  fields?: string[];
}

export const EFFECTS = ["submit", "approve", "reject", "withdraw"] as const;
export interface ApprovalDocument {
  key: string;
  table: string;
  label: Said;
  enabled?: boolean;
  state: string;
  on: Record<(typeof EFFECTS)[number], string>;
  /** The short form of one stage that asks the head of a department. */
  approver?: { department: string; fallback: string };
  stages?: Stage[];
  fallback?: string;
  copied?: Approver[];
  change?: { fields: string[] };
  submitter?: string;
  lifts?: string[];
}

export interface ActionDocuments {
  buttons: ButtonDocument;
  approvals: ApprovalDocument;
}
export type ActionKind = keyof ActionDocuments;
export type ActionDocument = ActionDocuments[ActionKind];

export interface Action<D extends ActionDocument = ActionDocument> {
  key: string;
  table: string;
  label: Said;
  enabled: boolean;
  version: number;
  template: boolean;
  changed: boolean;
  definition: D;
  original: D | null;
  /** Approvals: rounds that wait for a decision now. */
  open?: number;
}

export interface ActionInFull<D extends ActionDocument = ActionDocument> extends Action<D> {
  /** What names it, and so stands against deleting it. */
  used_by: { kind: string; table: string; key: string; label: string }[];
}

export interface ListedActions {
  buttons: Action<ButtonDocument>[];
  approvals: Action<ApprovalDocument>[];
  /** What a template brought and somebody deleted. */
  removed: { kind: string; table: string; key: string; label: Said }[];
}

export interface Why {
  reason?: string;
}

const base = (ws: string) => `/workspaces/${ws}/actions`;
interface Name {
  table: string;
  key: string;
}
const address = (ws: string, kind: ActionKind, { table, key }: Name) =>
  kind === "buttons" ? `${base(ws)}/buttons/${table}/${key}` : `${base(ws)}/approvals/${key}`;

/** Prefix of every query about definitions; invalidate it after a change of one. */
export const actionsKey = (ws: string) => ["ws", ws, "actions"];

/** Servers before version 1 of definitions told the bare documents, which can only be read. */
function told<D extends ActionDocument>(one: Action<D>): Action<D> {
  if ("definition" in one) return one;
  const document = one as D;
  const { key, table, label, enabled = true } = document;
  return {
    key,
    table,
    label,
    enabled,
    version: 0,
    template: false,
    changed: false,
    definition: document,
    original: null,
  };
}

export const actionsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...actionsKey(ws), "list"],
    queryFn: async ({ signal }) => {
      const found = await request<ListedActions>(base(ws), { signal });
      return {
        buttons: found.buttons.map(told),
        approvals: found.approvals.map(told),
        removed: found.removed ?? [],
      };
    },
  });

export const actionQuery = <K extends ActionKind>(ws: string, kind: K, name: Name) =>
  queryOptions({
    queryKey: [...actionsKey(ws), kind, name.table, name.key],
    queryFn: ({ signal }) => request<ActionInFull<ActionDocuments[K]>>(address(ws, kind, name), { signal }),
  });

export const addAction = (ws: string, kind: ActionKind, definition: ActionDocument) =>
  request<ActionInFull>(`${base(ws)}/${kind}`, { method: "POST", body: { definition } });

export const replaceAction = (
  ws: string,
  kind: ActionKind,
  action: Action,
  definition: ActionDocument,
  why: Why,
) =>
  request<ActionInFull>(address(ws, kind, action), {
    method: "PUT",
    body: { definition, version: action.version, ...why },
  });

export const switchAction = (ws: string, kind: ActionKind, action: Action, enabled: boolean, why: Why) =>
  request<ActionInFull>(address(ws, kind, action), {
    method: "PATCH",
    body: { enabled, version: action.version, ...why },
  });

export const deleteAction = (ws: string, kind: ActionKind, action: Action, why: Why) =>
  request<void>(address(ws, kind, action), {
    method: "DELETE",
    body: { version: action.version, ...why },
  });

/** To the template's version; also brings back one that was deleted. */
export const resetAction = (ws: string, kind: ActionKind, name: Name, why: Why) =>
  request<ActionInFull>(`${address(ws, kind, name)}/reset`, { method: "POST", body: why });

export const orderButtons = (ws: string, table: string, keys: string[]) =>
  request<{ keys: string[] }>(`${base(ws)}/order/${table}`, { method: "PUT", body: { keys } });

export interface ButtonTrial {
  member: Ref;
  /** Whether the button is shown to this person on this record. */
  offered: boolean;
  checks: { name: string; holds: boolean; code: string | null; message: string }[];
  impact: { updated: number; created: number; deleted: number };
  changes: Changed[];
  refused: { field: string | null; code: string; message: string }[] | null;
  message: string | null;
}

export interface ApprovalTrial {
  submitter: Ref;
  refused: { code: string; message: string } | null;
  stages: {
    key: string;
    label: Said;
    mode: (typeof MODES)[number];
    applies: boolean;
    fields: string[];
    asked: {
      member: Ref | null;
      role: { key: string; label: string; members?: Ref[] } | null;
      reason: string;
      fallback: boolean;
    }[];
  }[];
  copied: Ref[];
  /** The round that the record is in already. */
  open: { id: number; round: number } | null;
}

export interface Trial<D> {
  record: number;
  /** As whom; else who asks. */
  member?: number;
  inputs?: Record<string, unknown>;
  /** What is not saved yet. */
  definition?: D;
}

export const tryButton = (ws: string, name: Name, body: Trial<ButtonDocument>) =>
  request<ButtonTrial>(`${address(ws, "buttons", name)}/try`, { method: "POST", body });

export const tryApproval = (ws: string, name: Name, body: Trial<ApprovalDocument>) =>
  request<ApprovalTrial>(`${address(ws, "approvals", name)}/try`, { method: "POST", body });

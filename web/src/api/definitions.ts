/** Buttons and approvals as they are defined (docs/reference/buttons-and-approvals.md), for those who build. */
import { queryOptions } from "@tanstack/react-query";
import type { Input, Said, StepDocument } from "../automations/document";
import { request } from "./client";
import type { Answer } from "./contract";
import type { Condition } from "./types";

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

interface Name {
  table: string;
  key: string;
}

/** Prefix of every query about definitions; invalidate it after a change of one. */
export const actionsKey = (ws: string) => ["ws", ws, "actions"];

/** The contract leaves definitions open: their forms are the ones above. */
export const actionsQuery = (ws: string) =>
  queryOptions({
    queryKey: [...actionsKey(ws), "list"],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/actions`, { signal })) as unknown as ListedActions,
  });

export const actionQuery = <K extends ActionKind>(ws: string, kind: K, { table, key }: Name) =>
  queryOptions({
    queryKey: [...actionsKey(ws), kind, table, key],
    queryFn: async ({ signal }) =>
      (await (kind === "buttons"
        ? request(`/workspaces/${ws}/actions/buttons/${table}/${key}`, { signal })
        : request(`/workspaces/${ws}/actions/approvals/${key}`, { signal }))) as unknown as ActionInFull<
        ActionDocuments[K]
      >,
  });

export const addAction = (ws: string, kind: ActionKind, definition: ActionDocument) => {
  const call = { method: "POST", body: { definition: { ...definition } } } as const;
  return kind === "buttons"
    ? request(`/workspaces/${ws}/actions/buttons`, call)
    : request(`/workspaces/${ws}/actions/approvals`, call);
};

export const replaceAction = (
  ws: string,
  kind: ActionKind,
  { table, key, version }: Action,
  definition: ActionDocument,
  why: Why,
) => {
  const call = { method: "PUT", body: { definition: { ...definition }, version, ...why } } as const;
  return kind === "buttons"
    ? request(`/workspaces/${ws}/actions/buttons/${table}/${key}`, call)
    : request(`/workspaces/${ws}/actions/approvals/${key}`, call);
};

export const switchAction = (
  ws: string,
  kind: ActionKind,
  { table, key, version }: Action,
  enabled: boolean,
  why: Why,
) => {
  const call = { method: "PATCH", body: { enabled, version, ...why } } as const;
  return kind === "buttons"
    ? request(`/workspaces/${ws}/actions/buttons/${table}/${key}`, call)
    : request(`/workspaces/${ws}/actions/approvals/${key}`, call);
};

export const deleteAction = (ws: string, kind: ActionKind, { table, key, version }: Action, why: Why) => {
  const call = { method: "DELETE", body: { version, ...why } } as const;
  return kind === "buttons"
    ? request(`/workspaces/${ws}/actions/buttons/${table}/${key}`, call)
    : request(`/workspaces/${ws}/actions/approvals/${key}`, call);
};

/** To the template's version; also brings back one that was deleted. */
export const resetAction = (ws: string, kind: ActionKind, { table, key }: Name, why: Why) => {
  const call = { method: "POST", body: { ...why } } as const;
  return kind === "buttons"
    ? request(`/workspaces/${ws}/actions/buttons/${table}/${key}/reset`, call)
    : request(`/workspaces/${ws}/actions/approvals/${key}/reset`, call);
};

export const orderButtons = (ws: string, table: string, keys: string[]) =>
  request(`/workspaces/${ws}/actions/order/${table}`, { method: "PUT", body: { keys } });

export type ButtonTrial = Answer<`/workspaces/${string}/actions/buttons/${string}/${string}/try`, "POST">;
export type ApprovalTrial = Answer<`/workspaces/${string}/actions/approvals/${string}/try`, "POST">;

export interface Trial<D> {
  record: number;
  /** As whom; else who asks. */
  member?: number;
  inputs?: Record<string, unknown>;
  /** What is not saved yet. */
  definition?: D;
}

/** A document as the contract has it: anything by its keys. */
const opened = <D extends object>({ definition, ...rest }: Trial<D>) => ({
  ...rest,
  ...(definition ? { definition: { ...definition } as Record<string, unknown> } : {}),
});

export const tryButton = (ws: string, { table, key }: Name, trial: Trial<ButtonDocument>) =>
  request(`/workspaces/${ws}/actions/buttons/${table}/${key}/try`, {
    method: "POST",
    body: opened(trial),
  });

export const tryApproval = (ws: string, { key }: Name, trial: Trial<ApprovalDocument>) =>
  request(`/workspaces/${ws}/actions/approvals/${key}/try`, { method: "POST", body: opened(trial) });

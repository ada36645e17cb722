/** Approvals: the caller's boxes, one approval with its stages, and deciding. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import { approvalSeen } from "./seeing";
import type { ProblemItem, Ref, Value, WireValues } from "./types";

export const BOXES = ["todo", "started", "done", "copied"] as const;
export type Box = (typeof BOXES)[number];

export interface RoleRef {
  key: string;
  label: string;
}

export interface ApprovalSummary {
  id: number;
  approval: string;
  label: string;
  table: string;
  table_label: string;
  record: Ref;
  round: number;
  state: "open" | "approved" | "rejected" | "withdrawn";
  stage: string | null;
  submitter: Ref | null;
  submitted_at: string;
  asked: { member: Ref | null; role: RoleRef | null }[];
  decided_by: Ref | null;
  decided_at: string | null;
  comment: string | null;
  note: string | null;
  /** Whether an approved record asks to be changed. */
  change: boolean;
}

export interface ApprovalTask {
  id: number | null;
  attempt: number;
  kind: "asked" | "added";
  state: "waiting" | "open" | "done" | "cancelled";
  member: Ref | null;
  role: RoleRef | null;
  decision: "approve" | "reject" | "return" | null;
  comment: string | null;
  decided_by: Ref | null;
  decided_at: string | null;
  given_by: Ref | null;
}

export interface ApprovalStage {
  key: string;
  label: string;
  mode: "any" | "all" | "sequence";
  state: "skipped" | "done" | "open" | "waiting" | "not_reached";
  /** What who decides may fill in. */
  fields: string[];
  tasks: ApprovalTask[];
}

export interface Approval extends ApprovalSummary {
  stages: ApprovalStage[];
  copied: (Ref | null)[];
  allowed: { decide: boolean; return: boolean; delegate: boolean; add: boolean; withdraw: boolean };
  changes: { field: string; label: string; before: Value; after: Value }[];
}

export interface Decision {
  outcome: "approve" | "reject" | "return";
  comment?: string;
  to?: string;
  values?: WireValues;
}

const base = (ws: string) => `/workspaces/${ws}/approvals`;

/** Prefix of every query about approvals; invalidate it after a decision. */
export const approvalsKey = (ws: string) => ["ws", ws, "approvals"];

export const boxQuery = (ws: string, box: Box) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "box", box],
    queryFn: ({ signal }) =>
      request<{ approvals: ApprovalSummary[]; counts: { todo: number } }>(base(ws), {
        query: { box },
        signal,
      }),
    refetchInterval: 60_000,
  });

export const approvalQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "one", id],
    queryFn: async ({ signal }) => approvalSeen(ws, await request<Approval>(`${base(ws)}/${id}`, { signal })),
  });

export const recordApprovalsQuery = (ws: string, table: string, record: number) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "record", table, record],
    queryFn: async ({ signal }) =>
      (
        await request<{ approvals: Approval[] }>(
          `/workspaces/${ws}/tables/${table}/records/${record}/approvals`,
          { signal },
        )
      ).approvals.map((approval) => approvalSeen(ws, approval)),
  });

export const decide = (ws: string, id: number, body: Decision) =>
  request<Approval>(`${base(ws)}/${id}/decide`, { method: "POST", body });

export const decideAll = (ws: string, ids: number[], outcome: "approve" | "reject", comment: string) =>
  request<{ results: { id: number; state: string | null; errors: ProblemItem[] }[] }>(`${base(ws)}/decide`, {
    method: "POST",
    body: { ids, outcome, ...(comment ? { comment } : {}) },
  });

export const delegate = (ws: string, id: number, member: number) =>
  request<Approval>(`${base(ws)}/${id}/delegate`, { method: "POST", body: { member } });

export const addSigner = (ws: string, id: number, member: number, before: boolean) =>
  request<Approval>(`${base(ws)}/${id}/signers`, { method: "POST", body: { member, before } });

export const withdraw = (ws: string, id: number) =>
  request<Approval>(`${base(ws)}/${id}/withdraw`, { method: "POST", body: {} });

export const askChange = (
  ws: string,
  table: string,
  record: number,
  approval: string,
  values: WireValues,
  reason: string,
) =>
  request<Approval>(`/workspaces/${ws}/tables/${table}/records/${record}/approvals/${approval}/change`, {
    method: "POST",
    body: { values, reason },
  });

/** Approvals: the caller's boxes, one approval with its stages, and deciding. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";
import { approvalSeen } from "./seeing";
import type { WireValues } from "./types";

export type Approval = Answer<`/workspaces/${string}/approvals/${number}`>;
/** `change`: whether an approved record asks to be changed. */
export type ApprovalSummary = Answer<`/workspaces/${string}/approvals`>["approvals"][number];
/** `fields`: what who decides may fill in. */
export type ApprovalStage = Approval["stages"][number];
export type ApprovalTask = ApprovalStage["tasks"][number];
export type RoleRef = NonNullable<ApprovalTask["role"]>;

export const BOXES = ["todo", "started", "done", "copied"] as const;
export type Box = (typeof BOXES)[number];

export interface Decision {
  outcome: "approve" | "reject" | "return";
  comment?: string;
  to?: string;
  values?: WireValues;
}

const base = (ws: string) => `/workspaces/${ws}/approvals` as const;

/** Prefix of every query about approvals; invalidate it after a decision. */
export const approvalsKey = (ws: string) => ["ws", ws, "approvals"];

export const boxQuery = (ws: string, box: Box) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "box", box],
    queryFn: ({ signal }) =>
      request(base(ws), {
        query: { box },
        signal,
      }),
    refetchInterval: 60_000,
  });

export const approvalQuery = (ws: string, id: number) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "one", id],
    queryFn: async ({ signal }) => approvalSeen(ws, await request(`${base(ws)}/${id}`, { signal })),
  });

export const recordApprovalsQuery = (ws: string, table: string, record: number) =>
  queryOptions({
    queryKey: [...approvalsKey(ws), "record", table, record],
    queryFn: async ({ signal }) =>
      (
        await request(`/workspaces/${ws}/tables/${table}/records/${record}/approvals`, { signal })
      ).approvals.map((approval) => approvalSeen(ws, approval)),
  });

export const decide = (ws: string, id: number, body: Decision) =>
  request(`${base(ws)}/${id}/decide`, { method: "POST", body });

export const decideAll = (ws: string, ids: number[], outcome: "approve" | "reject", comment: string) =>
  request(`${base(ws)}/decide`, {
    method: "POST",
    body: { ids, outcome, ...(comment ? { comment } : {}) },
  });

export const delegate = (ws: string, id: number, member: number) =>
  request(`${base(ws)}/${id}/delegate`, { method: "POST", body: { member } });

export const addSigner = (ws: string, id: number, member: number, before: boolean) =>
  request(`${base(ws)}/${id}/signers`, { method: "POST", body: { member, before } });

export const withdraw = (ws: string, id: number) =>
  request(`${base(ws)}/${id}/withdraw`, { method: "POST", body: {} });

export const askChange = (
  ws: string,
  table: string,
  record: number,
  approval: string,
  values: WireValues,
  reason: string,
) =>
  request(`/workspaces/${ws}/tables/${table}/records/${record}/approvals/${approval}/change`, {
    method: "POST",
    body: { values, reason },
  });

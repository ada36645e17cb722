/** Buttons and approvals as they are defined (docs/reference/buttons-and-approvals.md), for those who build. */
import { queryOptions } from "@tanstack/react-query";
import type { Said, StepDocument } from "../automations/document";
import { request } from "./client";
import type { Condition } from "./types";

export type ButtonDocument = {
  key: string;
  table: string;
  label: Said;
  primary?: boolean;
  when?: Condition;
  /** Role groups that may use it; without it everybody with the right. */
  roles?: string[];
  right?: "edit" | "view";
  system?: boolean;
  inputs?: { key: string; label: Said; required?: boolean }[];
  confirm?: Said;
  objections?: { when: Condition; code: string; message: Said }[];
  limits?: unknown;
  do: StepDocument[];
};

export type Approver = {
  department?: string;
  head_of?: string;
  member?: string;
  role?: string;
  fallback?: string;
};

export type ApprovalDocument = {
  key: string;
  table: string;
  label: Said;
  /** The short form: one stage. */
  approver?: Approver;
  stages?: {
    key: string;
    label?: Said;
    mode?: "any" | "all" | "sequence";
    when?: Condition;
    approvers: Approver[];
  }[];
  fallback?: string;
  copied?: Approver[];
  change?: { fields: string[] };
};

export const actionsQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "actions"],
    queryFn: async ({ signal }) => {
      const { buttons, approvals } = await request(`/workspaces/${ws}/actions`, { signal });
      return {
        buttons: buttons.map((each) => each.definition as unknown as ButtonDocument),
        approvals: approvals.map((each) => each.definition as unknown as ApprovalDocument),
      };
    },
  });

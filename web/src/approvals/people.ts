/** Who is asked, as one line. */
import type { ApprovalTask, RoleRef } from "../api/approvals";
import type { Ref } from "../api/types";

export const nameOf = (asked: { member: Ref | null; role: RoleRef | null }): string =>
  asked.member?.label ?? asked.role?.label ?? "–";

export const namesOf = (asked: readonly { member: Ref | null; role: RoleRef | null }[]): string =>
  asked.map(nameOf).join("、");

/** Whether somebody else answered for who was asked. */
export const answeredByAnother = (task: ApprovalTask): boolean =>
  task.decided_by !== null && task.decided_by.id !== task.member?.id;

import { describe, expect, it } from "vitest";
import type { ApprovalDocument, ButtonDocument } from "../api/definitions";
import {
  approvalDocumentOf,
  approvalDraftOf,
  approvalLacks,
  blankApproval,
  blankButton,
  buttonDocumentOf,
  buttonDraftOf,
  buttonLacks,
} from "./drafts";

const said = (text: string) => ({ "zh-CN": text, en: text });
const BUTTON: ButtonDocument = {
  key: "claim",
  table: "tasks",
  label: { "zh-CN": "领取", en: "Claim" },
  icon: "user-add",
  primary: true,
  when: { field: "owner", op: "empty" },
  inputs: [{ key: "reason", type: "text", label: said("原因"), required: true }],
  limits: { pool: "pool", held: { cap: "cap", skip: { when: { field: "done", op: "=", value: true } } } },
  do: [{ set: { owner: { variable: "@me" } } }, { decide: "check", outcome: "approve" }],
  message: { "zh-CN": "已领取", en: "Claimed" },
};
const SHORT: ApprovalDocument = {
  key: "check",
  table: "tasks",
  label: said("审批"),
  state: "status",
  on: { submit: "waiting", approve: "yes", reject: "no", withdraw: "back" },
  approver: { department: "department", fallback: "bosses" },
};

describe("a button that is edited", () => {
  it("says what it said before, as long as nothing is changed", () => {
    expect(buttonDocumentOf(buttonDraftOf(BUTTON))).toEqual(BUTTON);
    const off = { ...BUTTON, enabled: false };
    expect(buttonDocumentOf(buttonDraftOf(off))).toEqual(off);
  });

  it("leaves out what was emptied", () => {
    const draft = buttonDraftOf({ ...BUTTON, confirm: said(" "), roles: [], primary: false, limits: {} });
    const document = buttonDocumentOf(draft);
    for (const part of ["confirm", "roles", "primary", "limits"]) expect(document).not.toHaveProperty(part);
  });

  it("is told what it lacks at the place where it lacks it", () => {
    const draft = blankButton("tasks");
    draft.document.inputs = [{ key: "a", type: "text", label: said("") }];
    draft.document.objections = [{ when: { and: [] }, code: "no", message: said("不行") }];
    expect(buttonLacks(draft)).toEqual([
      { place: "label", lack: "label" },
      { place: "inputs[0]", lack: "inputLabel" },
      { place: "objections[0]", lack: "condition" },
      { place: "do", lack: "steps" },
    ]);
    expect(buttonLacks(buttonDraftOf({ ...BUTTON, do: [{ decide: "", outcome: "reject" }] }))).toEqual([
      { place: "do[0]", lack: "approval" },
    ]);
  });
});

describe("an approval that is edited", () => {
  it("keeps the short form while it still says everything", () => {
    const draft = approvalDraftOf(SHORT);
    expect(draft.stages).toEqual([
      { key: "approval", label: said("审批"), approvers: [{ department: "department" }] },
    ]);
    expect(approvalDocumentOf(draft, SHORT)).toEqual(SHORT);
  });

  it("takes the long form as soon as there is more to say", () => {
    const draft = approvalDraftOf(SHORT);
    const two = [
      ...(draft.stages ?? []),
      { key: "more", label: said("再审"), approvers: [{ role: "bosses" }] },
    ];
    const document = approvalDocumentOf({ ...draft, stages: two }, SHORT);
    expect(document).not.toHaveProperty("approver");
    expect(document.fallback).toBe("bosses");
    expect(document.stages).toHaveLength(2);
    const asked = draft.stages?.map((stage) => ({ ...stage, fields: ["note"] }));
    expect(approvalDocumentOf({ ...draft, stages: asked }, SHORT).stages?.[0]?.fields).toEqual(["note"]);
  });

  it("lacks a name, a state and approvers when it is new", () => {
    expect(approvalLacks(blankApproval("tasks", "bosses"))).toEqual([
      { place: "label", lack: "label" },
      { place: "state", lack: "state" },
      { place: "stages[0]", lack: "label" },
      { place: "stages[0]", lack: "approvers" },
    ]);
  });
});

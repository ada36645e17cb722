/** Buttons and approvals while they are edited, and what they lack before they can be sent. Pure. */
import type { ApprovalDocument, Approver, ButtonDocument, Stage } from "../api/definitions";
import type { Said } from "../automations/document";
import { inBoth, lacksOfSteps, type Problem as StepProblem, spoken } from "../automations/draft";
import { documentsOf, nodesOf, type StepNode } from "../automations/steps";

/** A part that is put; undefined takes it out. */
export type Part<D> = { [K in keyof D]?: D[K] | undefined };

export interface ButtonDraft {
  document: ButtonDocument;
  /** What `document.do` says, with lasting ids. */
  steps: StepNode[];
}

/** What only buttons and approvals can lack. */
export const OWN_LACKS = [
  "inputLabel",
  "message",
  "relation",
  "state",
  "effects",
  "stages",
  "approvers",
  "fallback",
] as const;
export type Lack = StepProblem["lack"] | (typeof OWN_LACKS)[number];

export interface Problem {
  place: string;
  lack: Lack;
}

const NOTHING: Said = { "zh-CN": "", en: "" };
const unsaid = (said: Said | undefined): boolean => !said || inBoth(said)["zh-CN"] === "";

export const newKey = (stem: string): string =>
  `${stem}_${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;

/** A document without what was taken out of it and without lists that hold nothing. */
function tidy<D extends object>(document: D): D {
  const kept = Object.entries(document).filter(
    ([, value]) =>
      value !== undefined &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0) &&
      !(typeof value === "object" && value !== null && Object.keys(value).length === 0),
  );
  return Object.fromEntries(kept) as D;
}

export const buttonDraftOf = (document: ButtonDocument): ButtonDraft => ({
  document,
  steps: nodesOf(document.do),
});

export const blankButton = (table: string): ButtonDraft => ({
  document: { key: newKey("button"), table, label: NOTHING, do: [] },
  steps: [],
});

export function buttonDocumentOf({ document, steps }: ButtonDraft): ButtonDocument {
  const { enabled, confirm, message, limits, once } = document;
  const held = limits?.held && tidy(limits.held);
  const daily = limits?.daily && tidy(limits.daily);
  return {
    ...tidy({
      ...document,
      label: inBoth(document.label),
      inputs: document.inputs?.map((one) => ({ ...tidy(one), label: inBoth(one.label) })),
      objections: document.objections?.map((one) => ({ ...one, message: inBoth(one.message) })),
      confirm: unsaid(confirm) ? undefined : confirm && inBoth(confirm),
      message: unsaid(message) ? undefined : message && inBoth(message),
      once: once && { ...once, message: inBoth(once.message) },
      limits: limits && tidy({ ...limits, held, daily }),
    }),
    ...(enabled === false ? { enabled } : {}),
    do: documentsOf(steps.map(spoken)),
  };
}

export function buttonLacks({ document, steps }: ButtonDraft): Problem[] {
  const found: Problem[] = [];
  const lacking = (place: string, lack: Lack, when: boolean) => {
    if (when) found.push({ place, lack });
  };
  lacking("label", "label", unsaid(document.label));
  document.inputs?.forEach((one, at) => {
    lacking(`inputs[${at}]`, "inputLabel", unsaid(one.label));
  });
  document.objections?.forEach((one, at) => {
    lacking(`objections[${at}]`, "condition", "and" in one.when && one.when.and.length === 0);
    lacking(`objections[${at}]`, "message", unsaid(one.message));
  });
  const { once, limits } = document;
  lacking("once", "relation", once !== undefined && !once.field);
  lacking("once", "message", once !== undefined && unsaid(once.message));
  const skip = limits?.held?.skip?.when;
  lacking("limits", "condition", skip !== undefined && "and" in skip && skip.and.length === 0);
  return [...found, ...lacksOfSteps(steps)];
}

/** A stage that one approver of the short form stands for. */
const shortStage = (document: ApprovalDocument): Stage => ({
  key: "approval",
  label: document.label,
  approvers: document.approver ? [{ department: document.approver.department }] : [],
});

/** The long form, which is the one that is edited. */
export function approvalDraftOf(document: ApprovalDocument): ApprovalDocument {
  const { approver, ...rest } = document;
  return approver ? { ...rest, stages: [shortStage(document)], fallback: approver.fallback } : document;
}

export const blankApproval = (table: string, fallback: string): ApprovalDocument => ({
  key: newKey("approval"),
  table,
  label: NOTHING,
  state: "",
  on: { submit: "", approve: "", reject: "", withdraw: "" },
  stages: [{ key: "stage", label: NOTHING, approvers: [] }],
  fallback,
});

/** As it is sent: the short form stays where it still says everything, so that a template's own is not seen as changed. */
export function approvalDocumentOf(
  draft: ApprovalDocument,
  before: ApprovalDocument | null,
): ApprovalDocument {
  const { enabled, change, stages = [], fallback, ...rest } = draft;
  const parts = {
    ...tidy({
      ...rest,
      label: inBoth(draft.label),
      copied: draft.copied,
      change: change && change.fields.length > 0 ? change : undefined,
      submitter: draft.submitter || undefined,
    }),
    ...(enabled === false ? { enabled } : {}),
  };
  const [only] = stages;
  const head = only?.approvers[0];
  const short =
    before?.approver && stages.length === 1 && only?.approvers.length === 1 && head && "department" in head
      ? !only.when && !only.fields?.length && (only.mode ?? "any") === "any"
      : false;
  if (short && head && "department" in head)
    return { ...parts, approver: { department: head.department, fallback: fallback ?? "" } };
  return {
    ...parts,
    stages: stages.map((one) => ({ ...tidy(one), label: inBoth(one.label) })),
    fallback: fallback ?? "",
  };
}

const openApprover = (one: Approver): boolean => Object.values(one)[0] === "";

export function approvalLacks(draft: ApprovalDocument): Problem[] {
  const found: Problem[] = [];
  const lacking = (place: string, lack: Lack, when: boolean) => {
    if (when) found.push({ place, lack });
  };
  lacking("label", "label", unsaid(draft.label));
  lacking("state", "state", draft.state === "");
  lacking("on", "effects", draft.state !== "" && Object.values(draft.on).includes(""));
  lacking("stages", "stages", (draft.stages ?? []).length === 0);
  draft.stages?.forEach((stage, at) => {
    lacking(`stages[${at}]`, "label", unsaid(stage.label));
    lacking(`stages[${at}]`, "approvers", stage.approvers.length === 0 || stage.approvers.some(openApprover));
  });
  lacking("copied", "approvers", (draft.copied ?? []).some(openApprover));
  lacking("fallback", "fallback", !draft.fallback);
  return found;
}

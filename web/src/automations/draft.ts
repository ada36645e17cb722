/** An automation while it is edited, and what it lacks before it can be sent. Pure. */
import type { Condition } from "../api/types";
import type { AutomationDocument, Said, Trigger, TriggerKind, Values } from "./document";
import { anyUnfilled } from "./expressions";
import { documentsOf, nodesOf, placesOf, type StepNode } from "./steps";

export interface Draft {
  key: string;
  label: Said;
  description: Said;
  table: string;
  trigger: Trigger;
  condition: Condition | null;
  steps: StepNode[];
  demo: boolean;
  /** As the definition said it; switching is another matter. */
  enabled: boolean | undefined;
}

const NOTHING: Said = { "zh-CN": "", en: "" };

export const draftOf = (document: AutomationDocument): Draft => ({
  key: document.key,
  label: document.label,
  description: document.description ?? NOTHING,
  table: document.table,
  trigger: document.trigger,
  condition: document.if ?? null,
  steps: nodesOf(document.do),
  demo: document.demo ?? false,
  enabled: document.enabled,
});

/** Both languages are kept; who writes one only means it for both. */
export function inBoth(said: Said): Said {
  const zh = said["zh-CN"].trim();
  const en = said.en.trim();
  return { "zh-CN": zh || en, en: en || zh };
}

export function documentOf(draft: Draft): AutomationDocument {
  const description = inBoth(draft.description);
  return {
    key: draft.key,
    label: inBoth(draft.label),
    ...(description["zh-CN"] ? { description } : {}),
    table: draft.table,
    trigger: draft.trigger,
    ...(draft.condition ? { if: draft.condition } : {}),
    do: documentsOf(draft.steps.map(spoken)),
    ...(draft.demo ? { demo: true } : {}),
    ...(draft.enabled === undefined ? {} : { enabled: draft.enabled }),
  };
}

/** Texts of notifications in both languages, in nested steps as well. */
export function spoken(node: StepNode): StepNode {
  const { notify } = node.parts;
  return {
    ...node,
    parts: notify ? { ...node.parts, notify: { ...notify, text: inBoth(notify.text) } } : node.parts,
    steps: node.steps.map(spoken),
    ways: node.ways.map((way) => ({ ...way, steps: way.steps.map(spoken) })),
  };
}

export const blankTrigger: Record<TriggerKind, () => Trigger> = {
  created: () => ({ on: "created" }),
  deleted: () => ({ on: "deleted" }),
  import: () => ({ on: "import" }),
  updated: () => ({ on: "updated", fields: [] }),
  becomes: () => ({ on: "becomes", condition: { and: [] } }),
  linked: () => ({ on: "linked", field: "" }),
  button: () => ({ on: "button", button: "" }),
  approval: () => ({ on: "approval", approval: "" }),
  incoming: () => ({ on: "incoming" }),
  schedule: () => ({ on: "schedule", every: "day", at: "09:00" }),
  date: () => ({ on: "date", field: "", days: 0, at: "09:00" }),
};

export const newKey = (): string => `auto_${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;

export const blankDraft = (table: string): Draft => ({
  key: newKey(),
  label: NOTHING,
  description: NOTHING,
  table,
  trigger: { on: "created" },
  condition: null,
  steps: [],
  demo: false,
  enabled: undefined,
});

/** Another automation that does the same, off until somebody has looked at it. */
export const copyOf = (document: AutomationDocument, label: Said): Draft => ({
  ...draftOf(document),
  key: newKey(),
  label,
  enabled: false,
});

export type Lack =
  | "label"
  | "table"
  | "steps"
  | "field"
  | "fields"
  | "condition"
  | "button"
  | "approval"
  | "cron"
  | "time"
  | "target"
  | "values"
  | "value"
  | "name"
  | "recipients"
  | "text"
  | "url"
  | "amount"
  | "wait"
  | "compared";

export interface Problem {
  /** Where in the definition: "trigger", "do[0].branch[1]". */
  place: string;
  lack: Lack;
}

const empty = (condition: Condition | undefined): boolean =>
  !condition || ("and" in condition && condition.and.length === 0);

/** What is missing. The server says the rest, which only it knows. */
export function lacksOf(draft: Draft): Problem[] {
  const found: Problem[] = [];
  const lacking = (place: string, lack: Lack, when: boolean) => {
    if (when) found.push({ place, lack });
  };
  lacking("label", "label", inBoth(draft.label)["zh-CN"] === "");
  lacking("table", "table", draft.table === "");
  const { trigger } = draft;
  lacking("trigger", "fields", trigger.on === "updated" && trigger.fields.length === 0);
  lacking("trigger", "condition", trigger.on === "becomes" && empty(trigger.condition));
  lacking("trigger", "field", (trigger.on === "linked" || trigger.on === "date") && trigger.field === "");
  lacking("trigger", "button", trigger.on === "button" && trigger.button === "");
  lacking("trigger", "approval", trigger.on === "approval" && trigger.approval === "");
  lacking("trigger", "cron", "cron" in trigger && trigger.cron.trim() === "");
  lacking("trigger", "time", "every" in trigger && trigger.at === "");
  return [...found, ...lacksOfSteps(draft.steps)];
}

/** What steps lack, each at its place; there has to be one. */
export function lacksOfSteps(steps: readonly StepNode[]): Problem[] {
  const found: Problem[] = [];
  const lacking = (place: string, lack: Lack, when: boolean) => {
    if (when) found.push({ place, lack });
  };
  lacking("do", "steps", steps.length === 0);
  const places = placesOf(steps);
  const walk = (nodes: readonly StepNode[]) => {
    for (const node of nodes) {
      const place = places.get(node.id) ?? "do";
      for (const lack of lacksOfStep(node)) found.push({ place, lack });
      for (const way of node.ways) {
        lacking(places.get(way.id) ?? place, "steps", way.steps.length === 0);
        walk(way.steps);
      }
      walk(node.steps);
    }
  };
  walk(steps);
  return found;
}

const valuesLack = (values: Values | undefined): Lack[] =>
  none(values) ? ["values"] : anyUnfilled(values) ? ["value"] : [];
const none = (values: Values | undefined): boolean => Object.keys(values ?? {}).length === 0;

function lacksOfStep({ kind, parts, steps }: StepNode): Lack[] {
  const when = (lack: Lack, missing: boolean): Lack[] => (missing ? [lack] : []);
  switch (kind) {
    case "set":
      return valuesLack(parts.set);
    case "create":
      return [
        ...when("table", !parts.create),
        ...valuesLack(parts.values),
        ...when("compared", parts.duplicates?.fields.length === 0),
      ];
    case "update":
      return [...when("target", !parts.update), ...valuesLack(parts.set)];
    case "find":
      return [
        ...when("table", !parts.find),
        ...when("name", !parts.as),
        ...when("value", anyUnfilled(parts.match)),
      ];
    case "each":
      return [...when("target", !parts.each), ...when("steps", steps.length === 0)];
    case "notify": {
      const { to = [], text } = parts.notify ?? {};
      const open = to.some((whom) => ("field" in whom && !whom.field) || ("role" in whom && !whom.role));
      return [
        ...when("recipients", to.length === 0 || open),
        ...when("text", !text || inBoth(text)["zh-CN"] === ""),
      ];
    }
    case "webhook":
      return [
        ...when("url", !/^https?:\/\/[^\s/]/.test(parts.webhook?.url ?? "")),
        ...when("value", anyUnfilled(parts.webhook?.body)),
      ];
    case "submit":
    case "decide":
    case "withdraw":
      return when("approval", !parts[kind]);
    case "wait":
      return when("wait", !parts.wait?.minutes && !parts.wait?.until);
    case "allocate": {
      const part = parts.allocate;
      return when("amount", !part?.amount || !part.over || !part.field || !part.weight);
    }
    default:
      return [];
  }
}

/** The place on screen that a place of the definition belongs to: the longest known one that it begins with. */
export function nearest(places: Iterable<string>, field: string | null): string | null {
  let best: string | null = null;
  for (const place of places) {
    const next = field?.[place.length];
    const within = field?.startsWith(place) && (next === undefined || next === "." || next === "[");
    if (within && (best === null || place.length > best.length)) best = place;
  }
  return best;
}

/** The form of an automation's definition, as the server keeps it (docs/reference/automations.md). Types only. */
import type { Condition } from "../api/types";

export interface Said {
  "zh-CN": string;
  en: string;
}

/** A name in the reader's language; who has only ever written one means it for both. */
export function renamed(label: Said, locale: "zh-CN" | "en", text: string): Said {
  return label["zh-CN"] === label.en ? { "zh-CN": text, en: text } : { ...label, [locale]: text };
}

/** Where a value comes from; null empties the field. */
export type Expression =
  | null
  | { value: string | number | boolean }
  | { field: string }
  | { origin: string }
  | { first: string[] }
  | { variable: "@me" | "@today" | "@now" }
  | { created: string }
  | { found: string }
  | { input: string }
  | { body: string }
  | { record: true };

/** What is asked for before a button does its steps. */
export const INPUT_TYPES = ["text", "long_text", "date", "member", "checkbox"] as const;
export interface Input {
  key: string;
  type: (typeof INPUT_TYPES)[number];
  label: Said;
  required?: boolean;
}

export type Values = Record<string, Expression>;

export type Trigger =
  | { on: "created" | "deleted" | "incoming" }
  | { on: "import"; outcome?: ImportOutcome }
  | { on: "updated"; fields: string[] }
  | { on: "becomes"; condition: Condition }
  | { on: "linked"; field: string }
  | { on: "button"; button: string }
  | { on: "approval"; approval: string; outcome?: Outcome }
  | { on: "schedule"; every: Every; at: string; weekday?: number; day?: number; catch_up?: CatchUp }
  | { on: "schedule"; cron: string; catch_up?: CatchUp }
  | { on: "date"; field: string; days: number; at?: string };

export const OUTCOMES = ["submitted", "approved", "rejected", "withdrawn"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const IMPORT_OUTCOMES = ["done", "failed", "cancelled"] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];
export type Every = "day" | "week" | "month";
export type CatchUp = "once" | "all";

export const TRIGGERS = [
  "created",
  "updated",
  "becomes",
  "deleted",
  "linked",
  "button",
  "approval",
  "date",
  "schedule",
  "import",
  "incoming",
] as const;
export type TriggerKind = (typeof TRIGGERS)[number];

export type Recipient = { field: string } | { role: string } | { member: number } | { variable: "@me" };

/** A step as a definition has it; a kind that this app does not know is kept as it is. */
export type StepDocument = Record<string, unknown> & { when?: Condition };

export type AutomationDocument = {
  key: string;
  label: Said;
  description?: Said;
  table: string;
  trigger: Trigger;
  if?: Condition;
  do: StepDocument[];
  demo?: boolean;
  enabled?: boolean;
};

/** The rules of a table (docs/reference/rules.md) as they are read, tried, saved, switched and taken away. */
import { queryOptions } from "@tanstack/react-query";
import type { Labels } from "../fields";
import { request } from "./client";
import type { Condition } from "./types";

export const KINDS = [
  "validations",
  "steps",
  "locks",
  "invariants",
  "allocations",
  "ranges",
  "acyclic",
] as const;
export type RuleKind = (typeof KINDS)[number];

export const SOURCES = ["ui", "api", "import", "automation", "button", "approval", "undo", "system"] as const;

/** A definition of any kind in one bag: each kind reads only its own parts. */
export interface RuleDocument {
  key?: string;
  enabled?: boolean;
  message?: Partial<Labels>;
  severity?: "warn";
  when?: Condition;
  field?: string;
  must?: Condition;
  required?: string[];
  unique?: string[];
  children?: { table: string; field: string; where?: Condition; min?: number; max?: number } | string[];
  to?: string | string[];
  from?: string | string[];
  requires?: string[];
  guard?: Condition;
  roles?: string[];
  fields?: string[] | "*";
  delete?: boolean;
  except?: { roles?: string[]; sources?: string[] }[];
  parent?: string;
  sum?: string;
  where?: Condition;
  at_most?: Limit;
  at_least?: Limit;
  exactly?: Limit;
  of?: string;
  weight?: string;
  by?: string[];
  ends?: "inclusive" | "exclusive";
  gaps?: boolean;
}

/** A value of the parent along a path, or a number. */
export type Limit = string | { value: string };

export interface Rule {
  kind: RuleKind;
  key: string;
  label: string;
  /** Null where it names something that is gone. */
  rule: RuleDocument | null;
  enabled: boolean;
  broken: boolean;
  template: boolean;
  changed: boolean;
  version: string;
}

export interface RuleWithOriginal extends Rule {
  original: RuleDocument | null;
}

export interface DeletedRule {
  kind: RuleKind;
  key: string;
  label: string;
  original: RuleDocument | null;
}

export interface Trial {
  effect: "breaks" | "locks" | "stands" | "moves";
  asked: number;
  count: number;
  table: string;
  rows: {
    id: number;
    label: string;
    field: string | null;
    message: string;
    with?: { table: string; id: number; label: string }[];
  }[];
}

export interface Steering {
  version?: string | null;
  confirm?: boolean;
  reason?: string;
}

const base = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}/rules`;
const one = (ws: string, table: string, kind: RuleKind, key: string) => `${base(ws, table)}/${kind}/${key}`;

export const rulesKey = (ws: string) => ["ws", ws, "rules"] as const;

export const rulesQuery = (ws: string, table: string) =>
  queryOptions({
    queryKey: [...rulesKey(ws), table],
    queryFn: ({ signal }) => request<{ rules: Rule[]; deleted: DeletedRule[] }>(base(ws, table), { signal }),
  });

export const ruleQuery = (ws: string, table: string, kind: RuleKind, key: string) =>
  queryOptions({
    queryKey: [...rulesKey(ws), table, kind, key],
    queryFn: ({ signal }) => request<RuleWithOriginal>(one(ws, table, kind, key), { signal }),
  });

export const putRule = (
  ws: string,
  table: string,
  kind: RuleKind,
  key: string,
  body: { rule: RuleDocument } & Steering,
) => request<RuleWithOriginal>(one(ws, table, kind, key), { method: "PUT", body });

export const switchRule = (
  ws: string,
  table: string,
  kind: RuleKind,
  key: string,
  body: { enabled: boolean } & Steering,
) => request<RuleWithOriginal>(one(ws, table, kind, key), { method: "PATCH", body });

export const deleteRule = (ws: string, table: string, kind: RuleKind, key: string, body: Steering) =>
  request<void>(one(ws, table, kind, key), { method: "DELETE", body });

export const resetRule = (ws: string, table: string, kind: RuleKind, key: string, body: Steering) =>
  request<RuleWithOriginal>(`${one(ws, table, kind, key)}/reset`, { method: "POST", body });

export const tryRule = (ws: string, table: string, kind: RuleKind, rule: RuleDocument) =>
  request<Trial>(`${base(ws, table)}/${kind}/try`, { method: "POST", body: { rule } });

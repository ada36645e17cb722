/** The rules of a table (docs/reference/rules.md) as they are read, tried, saved, switched and taken away. */
import { queryOptions } from "@tanstack/react-query";
import type { Labels } from "../fields";
import { request } from "./client";
import type { Answer } from "./contract";
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

/** How a record is looked for before it comes. */
export interface Duplicates {
  fields: string[];
  match?: "exact" | "normalised" | "fuzzy";
  likeness?: number;
  leave_out?: string[];
  show?: string[];
}

/** A definition of any kind in one bag: each kind reads only its own parts. */
export interface RuleDocument {
  duplicates?: Duplicates;
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

type Listed = Answer<`/workspaces/${string}/tables/${string}/rules`>;
type Read<R extends { rule: unknown }> = Omit<R, "rule"> & { rule: RuleDocument | null };

/** A rule as it is kept; `rule` is null where it names something that is gone. */
export type Rule = Read<Listed["rules"][number]>;
export type DeletedRule = Omit<Listed["deleted"][number], "original"> & { original: RuleDocument | null };
export type RuleWithOriginal = Rule & { original: RuleDocument | null };
export type Trial = Answer<`/workspaces/${string}/tables/${string}/rules/${string}/try`, "POST">;

export interface Steering {
  version?: string | null;
  confirm?: boolean;
  reason?: string;
}

export const rulesKey = (ws: string) => ["ws", ws, "rules"] as const;

// The contract leaves definitions open; their forms know them (docs/reference/rules.md).
export const rulesQuery = (ws: string, table: string) =>
  queryOptions({
    queryKey: [...rulesKey(ws), table],
    queryFn: async ({ signal }) => {
      const { rules, deleted } = await request(`/workspaces/${ws}/tables/${table}/rules`, { signal });
      return { rules: rules as Rule[], deleted: deleted as DeletedRule[] };
    },
  });

export const ruleQuery = (ws: string, table: string, kind: string, key: string) =>
  queryOptions({
    queryKey: [...rulesKey(ws), table, kind, key],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/tables/${table}/rules/${kind}/${key}`, {
        signal,
      })) as RuleWithOriginal,
  });

export const putRule = (
  ws: string,
  table: string,
  kind: string,
  key: string,
  body: { rule: RuleDocument } & Steering,
) =>
  request(`/workspaces/${ws}/tables/${table}/rules/${kind}/${key}`, {
    method: "PUT",
    body: { ...body, rule: { ...body.rule } },
  });

/** The keys of all rules of the kind, in their new order. */
export const orderRules = (ws: string, table: string, kind: string, keys: string[]) =>
  request(`/workspaces/${ws}/tables/${table}/rules/${kind}`, { method: "PUT", body: { keys } });

export const switchRule = (
  ws: string,
  table: string,
  kind: string,
  key: string,
  body: { enabled: boolean } & Steering,
) => request(`/workspaces/${ws}/tables/${table}/rules/${kind}/${key}`, { method: "PATCH", body });

export const deleteRule = (
  ws: string,
  table: string,
  kind: string,
  key: string,
  body: Omit<Steering, "confirm">,
) => request(`/workspaces/${ws}/tables/${table}/rules/${kind}/${key}`, { method: "DELETE", body });

export const resetRule = (ws: string, table: string, kind: string, key: string, body: Steering) =>
  request(`/workspaces/${ws}/tables/${table}/rules/${kind}/${key}/reset`, { method: "POST", body });

export const tryRule = (ws: string, table: string, kind: string, rule: RuleDocument) =>
  request(`/workspaces/${ws}/tables/${table}/rules/${kind}/try`, {
    method: "POST",
    body: { rule: { ...rule } },
  });

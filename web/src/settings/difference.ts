/** What differs between two states of the rights on one table, as a short list. Pure. */
export type Kind = "granted" | "withdrawn" | "changed";
export type Part = "actions" | "fields" | "buttons" | "views" | "dashboards";

export interface Difference {
  part: Part | "none";
  key: string;
  kind: Kind;
}

type Bag = Record<string, unknown>;
const PARTS = ["actions", "fields", "buttons", "views"] as const;

const bagOf = (value: unknown): Bag => (typeof value === "object" && value !== null ? (value as Bag) : {});

function between(part: Part, before: Bag, after: Bag): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): Difference[] => {
    if (!(key in before)) return [{ part, key, kind: "granted" }];
    if (!(key in after)) return [{ part, key, kind: "withdrawn" }];
    return JSON.stringify(before[key]) === JSON.stringify(after[key]) ? [] : [{ part, key, kind: "changed" }];
  });
}

export function differences(before: unknown, after: unknown): Difference[] {
  const old = bagOf(before);
  const now = bagOf(after);
  const closed: Difference[] =
    old.none === now.none ? [] : [{ part: "none", key: "none", kind: now.none ? "granted" : "withdrawn" }];
  return [...closed, ...PARTS.flatMap((part) => between(part, bagOf(old[part]), bagOf(now[part])))];
}

export const boardDifferences = (before: unknown, after: unknown): Difference[] =>
  between("dashboards", bagOf(before), bagOf(after));

/** Members or role groups that came and went. */
export function moved<T extends string | number>(before: unknown, after: unknown): { came: T[]; went: T[] } {
  const old = Array.isArray(before) ? (before as T[]) : [];
  const now = Array.isArray(after) ? (after as T[]) : [];
  return { came: now.filter((one) => !old.includes(one)), went: old.filter((one) => !now.includes(one)) };
}

/** Steps while they are edited: a tree of nodes with lasting ids, its way to and from a definition, and moves in it. Pure. */
import type { Duplicates } from "../api/rules";
import type { Condition } from "../api/types";
import type { Recipient, Said, StepDocument, Values } from "./document";

export const STEP_KINDS = [
  "set",
  "create",
  "update",
  "find",
  "each",
  "branch",
  "notify",
  "webhook",
  "submit",
  "wait",
  "allocate",
  "decide",
  "withdraw",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

const OF_BUTTONS: readonly StepKind[] = ["set", "create", "submit", "decide", "withdraw"];
/** What a button may do, and what an automation may. */
export const BUTTON_STEPS: ReadonlySet<StepKind> = new Set(OF_BUTTONS);
export const AUTOMATION_STEPS: ReadonlySet<StepKind> = new Set(
  STEP_KINDS.filter((kind) => kind !== "decide" && kind !== "withdraw"),
);

export interface Way {
  id: string;
  when: Condition | null;
  steps: StepNode[];
}

export interface Children {
  from: string;
  values: Values;
}

/** What a step says beside its nested steps; each kind reads only its own. */
export interface StepParts {
  set?: Values;
  create?: string;
  values?: Values;
  children?: Record<string, Children>;
  as?: string;
  /** Of a button: by what a record that is there already is found before another one is made. */
  duplicates?: Duplicates;
  update?: string;
  where?: Condition;
  find?: string;
  match?: Values;
  most?: number;
  each?: string;
  notify?: { to: Recipient[]; text: Said; key?: string };
  webhook?: { url: string; body?: Values };
  submit?: string;
  /** An approval that is decided on, and how. */
  decide?: string;
  outcome?: "approve" | "reject";
  withdraw?: string;
  wait?: { minutes?: number; until?: string };
  allocate?: { amount: string; over: string; field: string; weight: string };
}

export interface StepNode {
  id: string;
  /** "other": of a newer server; shown and kept, not edited. */
  kind: StepKind | "other";
  parts: StepParts;
  when: Condition | null;
  /** Of `each`. */
  steps: StepNode[];
  /** Of `branch`. */
  ways: Way[];
}

let counter = 0;
const nextId = (): string => `s${++counter}`;

/** In the order in which a definition is told apart: `update` and `find` carry other kinds' words as well. */
const TOLD: readonly StepKind[] = [
  "branch",
  "each",
  "update",
  "create",
  "find",
  "notify",
  "webhook",
  "submit",
  "wait",
  "allocate",
  "decide",
  "withdraw",
  "set",
];

export function nodesOf(documents: readonly StepDocument[]): StepNode[] {
  return documents.map((document) => {
    const {
      when,
      do: nested,
      branch,
      ...parts
    } = document as StepDocument & {
      do?: StepDocument[];
      branch?: { when?: Condition; do: StepDocument[] }[];
    };
    const kind = TOLD.find((one) => one in document) ?? "other";
    return {
      id: nextId(),
      kind,
      parts: parts as StepParts,
      when: when ?? null,
      steps: kind === "each" ? nodesOf(nested ?? []) : [],
      ways:
        kind === "branch"
          ? (branch ?? []).map((way) => ({ id: nextId(), when: way.when ?? null, steps: nodesOf(way.do) }))
          : [],
    };
  });
}

const conditional = (when: Condition | null): { when?: Condition } => (when ? { when } : {});

export function documentsOf(nodes: readonly StepNode[]): StepDocument[] {
  return nodes.map((node) => {
    if (node.kind === "branch")
      return { branch: node.ways.map((way) => ({ ...conditional(way.when), do: documentsOf(way.steps) })) };
    const nested = node.kind === "each" ? { do: documentsOf(node.steps) } : {};
    return { ...node.parts, ...nested, ...conditional(node.when) };
  });
}

const BLANK: Record<StepKind, () => StepParts> = {
  set: () => ({ set: {} }),
  create: () => ({ create: "", values: {} }),
  update: () => ({ update: "", set: {} }),
  find: () => ({ find: "", as: "" }),
  each: () => ({ each: "" }),
  branch: () => ({}),
  notify: () => ({ notify: { to: [], text: { "zh-CN": "", en: "" } } }),
  webhook: () => ({ webhook: { url: "https://" } }),
  submit: () => ({ submit: "" }),
  decide: () => ({ decide: "", outcome: "approve" }),
  withdraw: () => ({ withdraw: "" }),
  wait: () => ({ wait: { minutes: 60 } }),
  allocate: () => ({ allocate: { amount: "", over: "", field: "", weight: "" } }),
};

export const newWay = (): Way => ({ id: nextId(), when: null, steps: [] });

/** A new step; `taken` are the names of results that there are already. */
export function newStep(kind: StepKind, taken: readonly string[] = []): StepNode {
  const parts = BLANK[kind]();
  if (kind === "find") parts.as = freeName("found", taken);
  return {
    id: nextId(),
    kind,
    parts,
    when: null,
    steps: [],
    ways: kind === "branch" ? [newWay(), newWay()] : [],
  };
}

export function freeName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.includes(name)) return name;
  }
}

function copied(node: StepNode): StepNode {
  return {
    ...node,
    id: nextId(),
    steps: node.steps.map(copied),
    ways: node.ways.map((way) => ({ ...way, id: nextId(), steps: way.steps.map(copied) })),
  };
}

/** Applies a change to the list of steps that holds the node with this id. */
function inList(
  nodes: readonly StepNode[],
  id: string,
  change: (list: StepNode[], at: number) => StepNode[],
): StepNode[] {
  const at = nodes.findIndex((node) => node.id === id);
  if (at >= 0) return change([...nodes], at);
  return nodes.map((node) => ({
    ...node,
    steps: inList(node.steps, id, change),
    ways: node.ways.map((way) => ({ ...way, steps: inList(way.steps, id, change) })),
  }));
}

export const replaced = (nodes: readonly StepNode[], next: StepNode): StepNode[] =>
  inList(nodes, next.id, (list, at) => list.with(at, next));

export const removed = (nodes: readonly StepNode[], id: string): StepNode[] =>
  inList(nodes, id, (list, at) => list.toSpliced(at, 1));

export const duplicated = (nodes: readonly StepNode[], id: string): StepNode[] =>
  inList(nodes, id, (list, at) => {
    const node = list[at];
    return node ? list.toSpliced(at + 1, 0, copied(node)) : list;
  });

/** Within its own list: by one place, or to the place of another step of that list. */
export const moved = (nodes: readonly StepNode[], id: string, to: -1 | 1 | { over: string }): StepNode[] =>
  inList(nodes, id, (list, at) => {
    const target = typeof to === "number" ? at + to : list.findIndex((node) => node.id === to.over);
    const node = list[at];
    if (!node || target < 0 || target >= list.length) return list;
    return list.toSpliced(at, 1).toSpliced(target, 0, node);
  });

/** Puts a step into the list of `owner` (a loop, a way, or null for the outermost) at a place. */
export function inserted(
  nodes: readonly StepNode[],
  owner: string | null,
  at: number,
  step: StepNode,
): StepNode[] {
  if (owner === null) return nodes.toSpliced(at, 0, step);
  return nodes.map((node) => ({
    ...node,
    steps: node.id === owner ? node.steps.toSpliced(at, 0, step) : inserted(node.steps, owner, at, step),
    ways: node.ways.map((way) => ({
      ...way,
      steps: way.id === owner ? way.steps.toSpliced(at, 0, step) : inserted(way.steps, owner, at, step),
    })),
  }));
}

/** Where every step and way stands in the definition: `do[0].branch[1].do[2]`. */
export function placesOf(nodes: readonly StepNode[], before = "do"): Map<string, string> {
  const places = new Map<string, string>();
  nodes.forEach((node, at) => {
    const here = `${before}[${at}]`;
    places.set(node.id, here);
    for (const [id, place] of placesOf(node.steps, `${here}.do`)) places.set(id, place);
    node.ways.forEach((way, number) => {
      const there = `${here}.branch[${number}]`;
      places.set(way.id, there);
      for (const [id, place] of placesOf(way.steps, `${there}.do`)) places.set(id, place);
    });
  });
  return places;
}

/** The step that a place of a run speaks of ("2.17.1": rows gone over and ways taken stand between), or null. */
export function stepAt(nodes: readonly StepNode[], path: string): StepNode | null {
  const parts = path.split(".").map(Number);
  let list: readonly StepNode[] = nodes;
  let found: StepNode | null = null;
  for (let at = 0; at < parts.length; at += 2) {
    found = list[parts[at] ?? -1] ?? null;
    if (!found) return null;
    list = found.kind === "branch" ? (found.ways[parts[at + 1] ?? -1]?.steps ?? []) : found.steps;
  }
  return found;
}

/** The order in which steps are written: by number, not by letter. */
export function inOrder<T extends { path: string }>(steps: readonly T[]): T[] {
  return [...steps].sort((a, b) => {
    const [left, right] = [a.path.split(".").map(Number), b.path.split(".").map(Number)];
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
      const difference = (left[at] ?? -1) - (right[at] ?? -1);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

export interface Named {
  name: string;
  table: string;
}

export interface Names {
  found: Named[];
  made: Named[];
}

/** What earlier steps have found and made, by the time the step with this id is taken; all of it without one. */
export function namesBefore(nodes: readonly StepNode[], id: string | null): Names {
  const names: Names = { found: [], made: [] };
  const walk = (list: readonly StepNode[]): boolean => {
    for (const node of list) {
      if (node.id === id) return true;
      if (walk(node.steps)) return true;
      for (const way of node.ways) if (way.id === id || walk(way.steps)) return true;
      const { as, find, create } = node.parts;
      if (as && node.kind === "find") names.found.push({ name: as, table: find ?? "" });
      if (as && node.kind === "create") names.made.push({ name: as, table: create ?? "" });
    }
    return false;
  };
  walk(nodes);
  return names;
}

/** How much a role group may do with a table, in one word: the lanes of the board, and what dropping somebody there says. */
import { ACTIONS, type ActionKey, type TableChange, type TableSaid } from "../api/rights";

export const LEVELS = ["full", "edit", "view", "custom", "unsaid", "closed"] as const;
export type Level = (typeof LEVELS)[number];
/** Levels that can be chosen; "custom" is what the matrix says cell by cell. */
export type Choosable = Exclude<Level, "custom">;

const RANGES: Record<Exclude<Choosable, "closed">, readonly ActionKey[]> = {
  full: ACTIONS,
  edit: ["view", "create", "edit"],
  view: ["view"],
  unsaid: [],
};
const CHANGING: readonly ActionKey[] = ["create", "edit", "delete"];

export const isChoosable = (level: Level): level is Choosable => level !== "custom";

export function levelOf(said: TableSaid): Level {
  if (said.none) return "closed";
  const whole = (action: ActionKey) => said.actions[action]?.rows === null;
  const absent = (action: ActionKey) => said.actions[action] === undefined;
  if (ACTIONS.every(absent)) return "unsaid";
  if (!whole("view")) return "custom";
  if (CHANGING.every(whole)) return "full";
  if (whole("create") && whole("edit") && absent("delete")) return "edit";
  return CHANGING.every(absent) ? "view" : "custom";
}

/** What has to be said for a level. Exports and prints on all rows stay as they are where the level does not speak of them. */
export function changeTo(level: Choosable, said: TableSaid): TableChange {
  if (level === "closed") return { none: true };
  const wanted = RANGES[level];
  const actions: TableChange["actions"] = {};
  for (const action of ACTIONS) {
    if (wanted.includes(action)) actions[action] = { rows: null };
    else if (said.actions[action] && !keeps(level, action, said)) actions[action] = null;
  }
  return said.none ? { none: false, actions } : { actions };
}

/** What a drop is tried out for: seeing, and changing and deleting where the level says anything new of them. */
export function tried(
  level: Choosable,
  said: TableSaid,
): { action: ActionKey; draft: { rows: null } | null | "none" }[] {
  if (level === "closed") return [{ action: "view", draft: "none" }];
  const { actions = {} } = changeTo(level, said);
  const changes = (action: ActionKey) =>
    action in actions && (actions[action] === null || said.actions[action]?.rows !== null);
  return (["view", "edit", "delete"] as const)
    .filter((action) => action === "view" || changes(action))
    .map((action) => ({ action, draft: RANGES[level].includes(action) ? { rows: null } : null }));
}

const keeps = (level: Choosable, action: ActionKey, said: TableSaid): boolean =>
  level !== "unsaid" && (action === "export" || action === "print") && said.actions[action]?.rows === null;

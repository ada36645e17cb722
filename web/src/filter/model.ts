/** What the filter form edits: a tree of rules and groups, and its way to and from a condition. Pure. */
import type { Condition, Field } from "../api/types";
import type { FilterOp, FilterOperator, FilterValue } from "../fields";

export interface Rule {
  kind: "rule";
  id: string;
  field: string;
  op: FilterOp;
  value: FilterValue;
}

export interface Group {
  kind: "group";
  id: string;
  join: "and" | "or";
  items: Node[];
}

/** A condition this form cannot edit (a negation, a field or operator it does not offer): kept as it is. */
export interface Opaque {
  kind: "opaque";
  id: string;
  condition: Condition;
}

export type Node = Rule | Group | Opaque;

let counter = 0;
const nextId = (): string => `n${++counter}`;

export const emptyGroup = (join: Group["join"] = "and", items: Node[] = []): Group => ({
  kind: "group",
  id: nextId(),
  join,
  items,
});

export const newRule = (field: string, op: FilterOp): Rule => ({
  kind: "rule",
  id: nextId(),
  field,
  op,
  value: null,
});

function nodeOf(condition: Condition, takes: Takes): Node {
  if ("field" in condition) {
    if (takes(condition.field, condition.op) === null) return { kind: "opaque", id: nextId(), condition };
    return {
      kind: "rule",
      id: nextId(),
      field: condition.field,
      op: condition.op,
      value: (condition.value ?? null) as FilterValue,
    };
  }
  if ("and" in condition)
    return emptyGroup(
      "and",
      condition.and.map((part) => nodeOf(part, takes)),
    );
  if ("or" in condition)
    return emptyGroup(
      "or",
      condition.or.map((part) => nodeOf(part, takes)),
    );
  return { kind: "opaque", id: nextId(), condition };
}

/** The form always shows a group; a single rule is a group of one. */
export function modelOf(condition: Condition | null, takes: Takes): Group {
  if (!condition) return emptyGroup();
  const node = nodeOf(condition, takes);
  return node.kind === "group" ? node : emptyGroup("and", [node]);
}

function filled(value: FilterValue): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

export function isComplete(rule: Rule, takes: FilterOperator["takes"]): boolean {
  if (takes === "none") return true;
  if (!filled(rule.value)) return false;
  if (takes === "range" && Array.isArray(rule.value)) {
    return rule.value.length === 2 && rule.value.every((end) => filled(end as FilterValue));
  }
  return true;
}

/** Of a comparison with a value of the row that looks for others, or of its owner: what stands for it. */
export function aroundOf(value: FilterValue): string | null {
  const [first, ...rest] = Array.isArray(value) ? value : [value];
  const stands = typeof first === "string" && rest.length === 0 && /^@(row|parent)\./.test(first);
  return stands ? first : null;
}

export type Takes = (field: string, op: FilterOp) => FilterOperator["takes"] | null;

/** The condition of a group; half-written rules do not count, an empty group is no condition. */
export function conditionOf(node: Node, takes: Takes): Condition | null {
  if (node.kind === "opaque") return node.condition;
  if (node.kind === "rule") {
    const arity = takes(node.field, node.op);
    if (arity === null || !isComplete(node, arity)) return null;
    return arity === "none"
      ? { field: node.field, op: node.op }
      : { field: node.field, op: node.op, value: node.value };
  }
  const parts = node.items.map((item) => conditionOf(item, takes)).filter((part) => part !== null);
  if (parts.length === 0) return null;
  if (parts.length === 1 && parts[0]) return parts[0];
  return node.join === "and" ? { and: parts } : { or: parts };
}

/** Whether a rule is half-written, so that the condition says less than what is on screen. */
export function isHalf(node: Node, takes: Takes): boolean {
  if (node.kind === "opaque") return false;
  if (node.kind === "group") return node.items.some((item) => isHalf(item, takes));
  const arity = takes(node.field, node.op);
  return arity === null || !isComplete(node, arity);
}

export function replaced(group: Group, id: string, next: Node | null): Group {
  if (group.id === id) return next?.kind === "group" ? next : group;
  const items = group.items.flatMap((item): Node[] => {
    if (item.id === id) return next ? [next] : [];
    return item.kind === "group" ? [replaced(item, id, next)] : [item];
  });
  return { ...group, items };
}

/** How many comparisons a condition makes: the number on the filter button. */
export function countOf(condition: Condition | null): number {
  if (!condition) return 0;
  if ("field" in condition) return 1;
  if ("not" in condition) return countOf(condition.not);
  const parts = "and" in condition ? condition.and : condition.or;
  return parts.reduce((total, part) => total + countOf(part), 0);
}

export function both(a: Condition | null | undefined, b: Condition | null | undefined): Condition | null {
  if (!a) return b ?? null;
  if (!b) return a;
  return { and: [a, b] };
}

/** Keys of the fields a condition compares. */
export function fieldsOf(condition: Condition | null): string[] {
  if (!condition) return [];
  if ("field" in condition) return [condition.field];
  if ("not" in condition) return fieldsOf(condition.not);
  return ("and" in condition ? condition.and : condition.or).flatMap(fieldsOf);
}

export function operatorOf(operators: readonly FilterOperator[], op: FilterOp): FilterOperator | undefined {
  return operators.find((one) => one.op === op);
}

/** After another field was chosen: keeps operator and value only where they still make sense. */
export function withField(
  rule: Rule,
  before: Field | undefined,
  after: Field,
  operators: readonly FilterOperator[],
): Rule {
  const op = operatorOf(operators, rule.op) ? rule.op : (operators[0]?.op ?? "not_empty");
  const sameKind =
    before?.value_type === after.value_type &&
    !["option", "multi_option", "state", "relation", "relations"].includes(after.value_type);
  return { ...rule, field: after.key, op, value: sameKind ? rule.value : null };
}

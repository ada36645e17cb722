/** Tests of what an event brought with it, written as if each path were a field: so the filter form can edit them. Pure. */
import type { Condition, Field } from "../api/types";
import type { FilterOp, FilterOperator } from "../fields";

/** A test as definitions have it. */
interface BodyTest {
  body: string;
  op: FilterOp;
  value?: unknown;
}

/** A path of the last body that came. */
export interface BodyPath {
  readonly path: string;
  readonly type: string;
}

/** Triggers that bring a body instead of a record. */
export const WITH_BODY: ReadonlySet<string> = new Set(["incoming", "import"]);

const MARK = "body:";
/** What the server takes for a path: up to ten names or numbers with dots between them. */
const PATH = /^[^.\s]{1,100}(\.[^.\s]{1,100}){0,9}$/;

export const isBodyPath = (text: string): boolean => PATH.test(text);

export const bodyKey = (path: string): string => `${MARK}${path}`;

const pathOf = (key: string): string | null => (key.startsWith(MARK) ? key.slice(MARK.length) : null);

const isTest = (part: object): part is BodyTest => "body" in part;

function through(condition: Condition, single: (part: Condition) => Condition): Condition {
  if ("and" in condition) return { and: condition.and.map((part) => through(part, single)) };
  if ("or" in condition) return { or: condition.or.map((part) => through(part, single)) };
  if ("not" in condition) return { not: through(condition.not, single) };
  return single(condition);
}

/** Tests of the body as tests of fields called `body:path`. Numbers are edited as text, which keeps them exact. */
export const bodiesAsFields = (condition: Condition): Condition =>
  through(condition, (part) => {
    if (!isTest(part)) return part;
    const { body, op, value } = part as BodyTest;
    return {
      field: bodyKey(body),
      op,
      ...(value === undefined ? {} : { value: typeof value === "number" ? String(value) : value }),
    };
  });

/** And back. */
export const fieldsAsBodies = (condition: Condition): Condition =>
  through(condition, (part) => {
    const path = "field" in part ? pathOf(part.field) : null;
    if (path === null) return part;
    const { field: _, ...rest } = part as { field: string; op: FilterOp; value?: unknown };
    return { body: path, ...rest } as unknown as Condition;
  });

type Shown = "text" | "number" | "checkbox" | "long_text";
const SHOWN: Readonly<Record<string, Shown>> = {
  number: "number",
  boolean: "checkbox",
  list: "long_text",
};

function fieldFor(path: string, type: string): Field {
  const shown = SHOWN[type] ?? "text";
  return {
    key: bodyKey(path),
    label: path,
    type: shown,
    value_type: shown,
    required: false,
    unique: false,
    computed: false,
    read_only: false,
    protected: false,
    options: [],
    settings: {},
  } as Field;
}

/** The field that stands for a path somebody typed; null where it cannot be one. */
export function typedBody(text: string): Field | null {
  const path = (pathOf(text) ?? text).trim();
  return isBodyPath(path) ? fieldFor(path, "text") : null;
}

function* testsOf(condition: Condition): Generator<{ field: string; value?: unknown }> {
  if ("and" in condition) for (const part of condition.and) yield* testsOf(part);
  else if ("or" in condition) for (const part of condition.or) yield* testsOf(part);
  else if ("not" in condition) yield* testsOf(condition.not);
  else yield condition;
}

/** What can be tested: the values and lists that came, and those that the condition (its bodies as fields) names besides. */
export function bodyFields(paths: readonly BodyPath[], condition: Condition | null): Field[] {
  const values = paths.filter(({ type }) => type !== "object");
  const found = new Map(values.map(({ path, type }) => [path, fieldFor(path, type)]));
  for (const { field, value } of condition ? testsOf(condition) : []) {
    const path = pathOf(field);
    if (path !== null && !found.has(path))
      found.set(path, fieldFor(path, typeof value === "boolean" ? "boolean" : "text"));
  }
  return [...found.values()];
}

const operator = (
  op: FilterOp,
  zh: string,
  en: string,
  takes: FilterOperator["takes"] = "one",
): FilterOperator => ({ op, takes, label: { "zh-CN": zh, en } });

const SAME = [operator("=", "等于", "is"), operator("!=", "不等于", "is not")];
const ORDER = [
  operator(">", "大于", ">"),
  operator(">=", "大于等于", "≥"),
  operator("<", "小于", "<"),
  operator("<=", "小于等于", "≤"),
];
const CONTAINS = [operator("contains", "包含", "contains")];
const EMPTY = [
  operator("empty", "为空", "is empty", "none"),
  operator("not_empty", "不为空", "is not empty", "none"),
];

/** What can be asked of a path, by what stands there; null for a field of a record. */
export function bodyOperators(field: Field): readonly FilterOperator[] | null {
  if (pathOf(field.key) === null) return null;
  switch (field.value_type) {
    case "checkbox":
      return [...SAME, ...EMPTY];
    case "long_text":
      return [...CONTAINS, ...EMPTY];
    default:
      return [...SAME, ...ORDER, ...CONTAINS, ...EMPTY];
  }
}

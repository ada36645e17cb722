/** Filter operators by family of types, with their labels. Order is the order of the menu; the first is the default. */
import type { FilterOperator } from "./types";

type Takes = FilterOperator["takes"];
const operator = (op: FilterOperator["op"], takes: Takes, zh: string, en: string): FilterOperator => ({
  op,
  takes,
  label: { "zh-CN": zh, en },
});

const EMPTY = [
  operator("empty", "none", "为空", "is empty"),
  operator("not_empty", "none", "不为空", "is not empty"),
];

export const TEXT_OPERATORS = [
  operator("contains", "one", "包含", "contains"),
  operator("=", "one", "等于", "is"),
  operator("!=", "one", "不等于", "is not"),
  operator("starts_with", "one", "开头是", "starts with"),
  ...EMPTY,
];

export const NUMBER_OPERATORS = [
  operator("=", "one", "=", "="),
  operator("!=", "one", "≠", "≠"),
  operator(">", "one", ">", ">"),
  operator(">=", "one", "≥", "≥"),
  operator("<", "one", "<", "<"),
  operator("<=", "one", "≤", "≤"),
  operator("between", "range", "介于", "between"),
  ...EMPTY,
];

export const DATE_OPERATORS = [
  operator("between", "range", "在…期间", "within"),
  operator("=", "one", "是", "is"),
  operator("<", "one", "早于", "before"),
  operator("<=", "one", "不晚于", "on or before"),
  operator(">", "one", "晚于", "after"),
  operator(">=", "one", "不早于", "on or after"),
  ...EMPTY,
];

export const CHOICE_OPERATORS = [
  operator("in", "many", "是以下之一", "is any of"),
  operator("not_in", "many", "不是以下任一", "is none of"),
  ...EMPTY,
];

export const CHECK_OPERATORS = [operator("=", "one", "是", "is")];

export const EMPTY_OPERATORS = EMPTY;

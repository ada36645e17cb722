import type { Mirror } from "../mirror";
import type { filter as zh } from "../zh/filter";

export const filter: Mirror<typeof zh> = {
  title: "Filter",
  add: "Add condition",
  addGroup: "Add group",
  and: "and",
  or: "or",
  where: "where",
  all: "all of",
  any: "any of",
  remove: "Remove condition",
  removeGroup: "Remove group",
  field: "Field",
  operator: "Operator",
  value: "Value",
  none: "No conditions yet",
  noneHint: "Add conditions to see only what matters to you.",
  ofView: "The view's own conditions always apply",
  clear: "Clear all",
  nested: "Group",
  fixed: "A fixed value",
  comparedWith: "What “{{field}}” is compared with",
  complex: "This condition is more than can be edited here; it holds all the same",
};

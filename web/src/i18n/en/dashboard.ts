import type { Mirror } from "../mirror";
import type { dashboard as zh } from "../zh/dashboard";

export const dashboard: Mirror<typeof zh> = {
  openTable: "Open {{table}}",
  noneOf: "No {{table}} match",
  openAndAdd: "Open {{table}} to see all or add one",
  noData: "No data yet",
  previous: "before: {{value}}",
  leftOut: "{{count}} values are errors and are left out",
  leftOutHint: "The formulas of these records have no result; the table shows the cells",
  change: "against before",
  wan: "×10k",
  yi: "×100M",
  total: "Total",
  count: "{{count}} rows",
  rank: "Rank {{rank}}",
  other: "Empty",
  chart: "Chart of {{label}}",
  asTable: "Show as a table",
  asChart: "Show as a chart",
  item: "Item",
  empty: "This dashboard has no cards yet",
  switch: "Switch dashboard",
};

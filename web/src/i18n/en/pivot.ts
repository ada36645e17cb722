import type { Mirror } from "../mirror";
import type { pivot as zh } from "../zh/pivot";

export const pivot: Mirror<typeof zh> = {
  rows: "Rows",
  columns: "Columns",
  figures: "Figures",
  add: "Add",
  remove: "Remove {{label}}",
  total: "Total",
  other: "Others",
  subtotal: "{{label}} subtotal",
  measure: "{{label}} ({{op}})",
  op_count: "Records",
  op_sum: "Sum",
  op_avg: "Average",
  op_min: "Least",
  op_max: "Greatest",
  op_distinct: "Different values",
  open: "Show these records",
  none: "No records to count",
  noneHint: "Clear the filter, or create some records first.",
  start: "Choose rows, columns and figures",
  startHint:
    "For example: departments as rows, the months of a date as columns, the sum of amounts as figures.",
  export: "Export",
  exportXlsx: "Excel file (.xlsx)",
  exportCsv: "CSV file (.csv)",
  save: "Save to the view",
  saveOwn: "Save as my own view",
};

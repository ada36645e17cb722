import type { Mirror } from "../mirror";
import type { press as zh } from "../zh/press";

export const press: Mirror<typeof zh> = {
  menu: "Run a button",
  title: "{{label}}: {{count}} records",
  done: "{{label}}: {{count}}",
  count: "Done: {{done}} · refused: {{refused}} · left: {{rest}}",
  looking: "Working out what would happen: {{seen}} of {{total}}",
  enough: "Show what is known so far",
  go: "Run on {{count}}",
  changes: "Fields that would change",
  sum: "{{name}}, sum of {{count}}: ",
  various: "{{name}}: {{count}} records",
  rows: "({{count}})",
  others: "; {{count}} other changes",
  incomplete: "There are too many changes: the sums above leave some of them out",
  unable: "It cannot be run on {{count}} of them:",
  reason: "{{sentence}} ({{count}}) ",
  reasons: "{{reasons}} other reasons ({{count}})",
  later: "{{count}} more have not been looked at; they can follow after these.",
  refused: "Records that were refused, and why",
  stop: "Stop",
  continue: "Go on with the {{count}} left",
  close: "Close",
};

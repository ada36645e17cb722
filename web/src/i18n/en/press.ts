import type { Mirror } from "../mirror";
import type { press as zh } from "../zh/press";

export const press: Mirror<typeof zh> = {
  menu: "Run a button",
  title: "{{label}}: {{count}} records",
  done: "{{label}}: {{count}}",
  count: "Done: {{done}} · refused: {{refused}} · left: {{rest}}",
  refused: "Records that were refused, and why",
  stop: "Stop",
  continue: "Go on with the {{count}} left",
  close: "Close",
};

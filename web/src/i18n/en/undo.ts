import type { Mirror } from "../mirror";
import type { undo as zh } from "../zh/undo";

export const undo: Mirror<typeof zh> = {
  undo: "Undo",
  redo: "Redo",
  undone: "Undone",
  redone: "Done again",
  nothingTaken: "Nothing could be undone",
  nothingToUndo: "Nothing to undo",
  final: "“{{label}}” cannot be undone",
  nothingToRedo: "Nothing to redo",
  restored_one: "{{count}} record changed back",
  restored_other: "{{count}} records changed back",
  revived_one: "{{count}} record brought back",
  revived_other: "{{count}} records brought back",
  removed_one: "{{count}} record removed",
  removed_other: "{{count}} records removed",
  comma: ", ",
  colon: ": ",
  kept_one: "{{count}} thing was left as it is:",
  kept_other: "{{count}} things were left as they are:",
  more_one: "{{count}} more",
  more_other: "{{count}} more",
  pasted: "Pasted",
};

/** What the rest of the front end may use of field types. */
import "./palette.css";
import "./paint.css";
import "./panels.css";
import "./values.css";

export { Chip, initials, Person, ReferenceChip } from "./Chip";
export {
  addDays,
  addMonths,
  instantOf,
  readDate,
  readInstant,
  showInstant,
  textOfInstant,
  wallOf,
} from "./dates";
export * as decimal from "./decimal";
export { choosable, labelOf, optionOf, reachable } from "./options";
export { colorClass, colorOfName, PALETTE, type PaletteColor, paletteColor } from "./palette";
export { isWritable, toWire, uiOf } from "./registry";
export type * from "./schema";
export type * from "./types";
export { asFiles, asKeys, asReference, asReferences, asRows, asText, isBlank, isError, same } from "./value";

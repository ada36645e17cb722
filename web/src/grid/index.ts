/** What the rest of the front end may use of the grid. */
export { Grid } from "./Grid";
export type { MenuItem } from "./Menu";
export type * from "./types";
export type * from "./waiting";

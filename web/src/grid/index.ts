/** What the rest of the front end may use of the grid. */
export { Grid } from "./Grid";
export type * from "./types";

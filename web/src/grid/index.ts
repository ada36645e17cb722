/** What the rest of the front end may use of the grid. */
export type * from "./types";

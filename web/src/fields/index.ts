/** What the rest of the front end may use of field types. */
export type * from "./schema";
export type * from "./types";

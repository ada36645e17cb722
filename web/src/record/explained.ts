/** How the inputs of a formula are shown. Pure. */
import type { Field, Value } from "../api/types";

const FIGURES = new Set(["number", "money"]);

/** Whether an input comes as finished text (“95%”, the label of an option), to which nothing must be added; figures get their format. */
export const isFinished = (value: Value | undefined, field: Field | undefined): value is string =>
  typeof value === "string" && field !== undefined && !FIGURES.has(field.value_type);

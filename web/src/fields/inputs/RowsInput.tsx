/** Stands where a sub-table has no place of its own: how many rows there are. The record page shows the rows themselves. */
import { uiOf } from "../registry";
import type { InputProps } from "../types";

export function RowsInput({ field, value, context, id }: InputProps) {
  return (
    <span id={id} className="gz-count">
      {uiOf(field).shown(value, field, context) || "–"}
    </span>
  );
}

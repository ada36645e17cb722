/** Stands where a sub-table has no place of its own: how many rows there are. The record page shows the rows themselves. */
import { say } from "../say";
import type { InputProps } from "../types";
import { asRows } from "../value";

export function RowsInput({ value, context, id }: InputProps) {
  const count = asRows(value).length;
  return (
    <span id={id} className="gz-count">
      {say(context.locale, `${count} 行`, `${count} rows`)}
    </span>
  );
}

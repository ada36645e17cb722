/** What candidates may depend on besides what is stored: what is typed and not saved yet, in the row and in its owner. */
import { useEffect, useMemo, useRef } from "react";
import type { Draft, Table, WireValues } from "../api/types";
import { type FieldContext, isWritable, toWire } from "../fields";
import { isShort } from "./draft";

/** The values of a draft that candidates may depend on. */
export function shortValues(table: Table, draft: Draft): WireValues {
  const fields = table.fields.filter((field) => isWritable(field) && isShort(field));
  return toWire(Object.fromEntries(fields.map((field) => [field.key, draft[field.key] ?? null])), fields);
}

export interface Typed {
  values: WireValues;
  parent?: WireValues;
}

/** A context whose pickers ask with what is typed when they open. Its identity stays. */
export function useLooking(plain: FieldContext, typed: () => Typed): FieldContext {
  const latest = useRef(typed);
  useEffect(() => {
    latest.current = typed;
  });
  return useMemo(
    () => ({
      ...plain,
      candidates: (of, field, q, options) =>
        plain.candidates(of, field, q, { ...options, ...latest.current() }),
    }),
    [plain],
  );
}

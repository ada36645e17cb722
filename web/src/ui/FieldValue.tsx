/** A field's value as its type draws it; nothing for an empty one unless asked. */
import type { ReactNode } from "react";
import type { Field, Value } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { uiOf } from "../fields";

interface FieldValueProps {
  field: Field;
  value: Value | undefined;
  empty?: ReactNode;
}

export function FieldValue({ field, value, empty = null }: FieldValueProps) {
  const { display } = useWorkspace();
  const ui = uiOf(field);
  if (value === undefined || ui.isEmpty(value)) return empty;
  return ui.cell(value, field, display);
}

/** The text of a record's primary field, for titles and announcements. */
export function useTitleOf(): (
  table: { primary: string; fields: readonly Field[] },
  values: Record<string, Value | undefined>,
) => string {
  const { display } = useWorkspace();
  return (table, values) => {
    const field = table.fields.find((one) => one.key === table.primary);
    const value = values[table.primary];
    if (!field || value === undefined || value === null) return "";
    const line = uiOf(field).shown(value, field, display).split("\n")[0] ?? "";
    return line.length > 80 ? `${line.slice(0, 80)}…` : line;
  };
}

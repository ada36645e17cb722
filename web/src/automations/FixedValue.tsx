/** A value that is always the same, edited as its field is. */
import { useQuery } from "@tanstack/react-query";
import { fetchRecord, rowsKey } from "../api/records";
import type { Field, Ref, Value } from "../api/types";
import { membersQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";
import { uiOf } from "../fields";
import { FieldControl } from "../ui/FieldControl";
import { useTitleOf } from "../ui/FieldValue";

export type Plain = string | number | boolean;

interface FixedValueProps {
  table: string;
  field: Field;
  value: Plain;
  onChange: (value: Plain) => void;
}

export function FixedValue({ table, field, value, onChange }: FixedValueProps) {
  const { contextOf } = useWorkspace();
  const reference = useReference(field, value);
  const shown: Value =
    typeof value === "number"
      ? (reference ?? (field.value_type === "relation" ? null : String(value)))
      : value;
  return (
    <FieldControl
      field={{ ...field, required: true }}
      value={shown === "" && field.value_type !== "text" ? null : shown}
      context={contextOf(table)}
      onChange={(next) => {
        const wire = uiOf(field).wire(next);
        onChange(wire === null || wire === undefined || typeof wire === "object" ? "" : (wire as Plain));
      }}
    />
  );
}

/** The record or member with this id, with its name. */
function useReference(field: Field, value: Plain): Ref | null {
  const { key: ws, tables } = useWorkspace();
  const titleOf = useTitleOf();
  const target = field.settings.table ? tables.get(field.settings.table) : undefined;
  const id = typeof value === "number" ? value : 0;
  const people = field.value_type === "member";
  const members = useQuery({ ...membersQuery(ws), enabled: people && id > 0 }).data;
  const record = useQuery({
    queryKey: [...rowsKey(ws, target?.key ?? ""), "one", id],
    queryFn: ({ signal }) => fetchRecord(ws, target?.key ?? "", id, signal),
    enabled: !people && target !== undefined && id > 0,
  }).data;
  if (id === 0) return null;
  if (people) return { id, label: members?.find((one) => one.id === id)?.name ?? `#${id}` };
  if (!target) return null;
  return { id, label: (record && titleOf(target, record.values)) || `#${id}` };
}

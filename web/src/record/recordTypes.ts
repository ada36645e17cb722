/** What the type of a record makes of its table: the fields it shows, their options, what must be filled in. Pure. */
import type { Field, RecordTypes, Table, Value } from "../api/types";
import { isSystem } from "./layout";

/** The table as it is for records with these values. Without types, or of a type without peculiarities, it is the table itself. */
export function forType(table: Table, values: Record<string, Value | undefined>): Table {
  const types = table.record_types;
  if (!types) return table;
  const chosen = values[types.field];
  const type = types.types.find((one) => one.key === chosen);
  const own = type && type.sections.length > 0 ? type.sections : null;
  const shown = own && new Set([types.field, ...own.flatMap((section) => section.fields)]);
  const fields = table.fields
    .filter((field) => !shown || shown.has(field.key) || isSystem(field))
    .map((field) => fieldOfType(types, field, chosen));
  if (!own) return { ...table, fields };
  const first = own.some((section) => section.fields.includes(types.field))
    ? own
    : [{ label: null, fields: [types.field] }, ...own];
  return {
    ...table,
    fields,
    layout: { ...table.layout, tabs: [{ key: "details", label: null, sections: first }] },
  };
}

/** A field as it is for records of the type `chosen`: the options it has there, and whether it must be filled in. */
export function fieldOfType(
  types: RecordTypes | null | undefined,
  field: Field,
  chosen: Value | undefined,
): Field {
  if (!types) return field;
  if (field.key === types.field) return narrow(field, types.allowed);
  const type = types.types.find((one) => one.key === chosen);
  const left = type?.options[field.key];
  const narrowed = left ? narrow(field, left) : field;
  return type?.required.includes(field.key) ? { ...narrowed, required: true } : narrowed;
}

/** Options that the type has not are shown where they are chosen, and not offered: like archived ones. */
function narrow(field: Field, allowed: readonly string[]): Field {
  return {
    ...field,
    options: field.options.map((option) =>
      allowed.includes(option.key) ? option : { ...option, archived: true },
    ),
  };
}

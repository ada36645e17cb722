/** What the type of a record makes of its table: the fields it shows, their options, what must be filled in. Pure. */
import type { Field, Table, Value } from "../api/types";
import { isSystem } from "./layout";

/** The table as it is for records with these values. Without types, or of a type without peculiarities, it is the table itself. */
export function forType(table: Table, values: Record<string, Value | undefined>): Table {
  const types = table.record_types;
  if (!types) return table;
  const chosen = values[types.field];
  const type = types.types.find((one) => one.key === chosen);
  const allowed = new Set(types.allowed);
  const required = new Set(type?.required);
  const own = type && type.sections.length > 0 ? type.sections : null;
  const shown = own && new Set([types.field, ...own.flatMap((section) => section.fields)]);
  const fields = table.fields
    .filter((field) => !shown || shown.has(field.key) || isSystem(field))
    .map((field) => {
      const left =
        field.key === types.field ? allowed : type?.options[field.key] && new Set(type.options[field.key]);
      const narrowed = left ? narrow(field, left) : field;
      return required.has(field.key) ? { ...narrowed, required: true } : narrowed;
    });
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

/** Options that the type has not are shown where they are chosen, and not offered: like archived ones. */
function narrow(field: Field, allowed: ReadonlySet<string>): Field {
  return {
    ...field,
    options: field.options.map((option) =>
      allowed.has(option.key) ? option : { ...option, archived: true },
    ),
  };
}

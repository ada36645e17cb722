/** Small made-up tables for tests. */
import type { Field, FieldType, Table, View } from "../api/types";

export function field(key: string, type: FieldType, more: Partial<Field> = {}): Field {
  return {
    key,
    type,
    label: key.toUpperCase(),
    required: false,
    unique: false,
    computed: false,
    read_only: false,
    protected: false,
    value_type: type,
    options: [],
    settings: {},
    default: null,
    ...more,
  };
}

export const option = (key: string, more: { archived?: boolean } = {}) => ({
  key,
  label: key.toUpperCase(),
  color: "blue",
  archived: more.archived ?? false,
});

export function view(more: Partial<View> = {}): View {
  return {
    key: "all",
    label: "全部",
    type: "grid",
    fields: [],
    filter: null,
    sort: null,
    settings: {},
    widths: {},
    ...more,
  };
}

export function table(fields: Field[], more: Partial<Table> = {}): Table {
  return {
    key: "deals",
    label: "商机",
    labels: { "zh-CN": "商机", en: "Deals" },
    icon: null,
    group: null,
    primary: fields[0]?.key ?? "name",
    parent: null,
    fields,
    views: [],
    buttons: [],
    allowed: { view: true, create: true, edit: true, delete: true, import: true, export: true, print: true },
    layout: { header: [], tabs: [] },
    related: [],
    ...more,
  };
}

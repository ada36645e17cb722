/** The shapes of the REST API (docs/reference/rest.md) as the app uses them. Types only, no code. */

export type FieldType =
  | "text"
  | "long_text"
  | "number"
  | "money"
  | "percent"
  | "date"
  | "datetime"
  | "option"
  | "multi_option"
  | "state"
  | "checkbox"
  | "member"
  | "members"
  | "relation"
  | "relations"
  | "subtable"
  | "autonumber"
  | "phone"
  | "email"
  | "url"
  | "attachment"
  | "formula"
  | "lookup"
  | "rollup";

export type PaletteColor =
  | "gray"
  | "red"
  | "orange"
  | "amber"
  | "yellow"
  | "lime"
  | "green"
  | "teal"
  | "cyan"
  | "blue"
  | "purple"
  | "pink";

export interface Option {
  key: string;
  label: string;
  color: PaletteColor | null;
  archived?: boolean;
}

export interface Transition {
  key: string;
  from: string[];
  to: string;
  label: string;
}

/** The union of all settings by type; which of them are present depends on `Field.type`. */
export interface FieldSettings {
  scale?: number;
  thousands?: boolean;
  currency?: string;
  table?: string;
  inverse?: string | null;
  field?: string;
  transitions?: Transition[] | null;
  manual?: boolean;
  pattern?: string;
  formula?: string;
  scope?: string;
  relation?: string;
  path?: string;
  aggregate?: string;
  where?: Condition | null;
  max_length?: number | null;
  max_files?: number | null;
  max_bytes?: number | null;
}

export interface Field {
  key: string;
  type: FieldType;
  label: string;
  labels: Record<string, string>;
  help: string | null;
  required: boolean;
  unique: boolean;
  computed: boolean;
  read_only: boolean;
  protected: boolean;
  /** What a value looks like: the type itself, or for formula, lookup and rollup the type of the result. */
  value_type: FieldType;
  options: Option[];
  settings: FieldSettings;
  default: unknown;
}

/** A record's or member's reference as the API writes it. */
export interface Ref {
  id: number;
  label: string;
}

export interface FileRef {
  id: number;
  name: string;
  size: number;
  type: string;
}

export interface ErrorValue {
  error: string;
}

export interface SubRow {
  id: number;
  version: number;
  values: Values;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | string[]
  | Ref
  | Ref[]
  | FileRef[]
  | SubRow[]
  | ErrorValue;

export type Values = Record<string, Value | undefined>;

export interface Row {
  id: number;
  version: number;
  values: Values;
}

export interface RecordWithRights extends Row {
  allowed: { edit: boolean; delete: boolean };
}

export type Operator =
  | "="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "in"
  | "not_in"
  | "contains"
  | "starts_with"
  | "empty"
  | "not_empty"
  | "between";

export interface Comparison {
  field: string;
  op: Operator;
  value?: unknown;
}

export type Condition = Comparison | { and: Condition[] } | { or: Condition[] } | { not: Condition };

export type ViewType = "grid" | "kanban" | "calendar" | "gallery" | "form";

export interface ViewSettings {
  stack?: string;
  card?: string[];
  date?: string;
  cover?: string;
  sum?: string[];
}

export interface View {
  key: string;
  label: string;
  type: ViewType;
  fields: string[];
  filter: Condition | null;
  sort: string | null;
  settings: ViewSettings;
  widths: Record<string, number>;
}

export interface Section {
  label: string | null;
  fields: string[];
}

export interface LayoutTab {
  key: string;
  label: string;
  sections: Section[];
}

export interface Layout {
  header: string[];
  tabs: LayoutTab[];
}

export interface Related {
  key: string;
  table: string;
  field: string;
  label: string;
  columns: string[];
}

export interface TableRights {
  view: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  import: boolean;
  export: boolean;
}

export interface ButtonSchema {
  key: string;
  label: string;
}

export interface Table {
  key: string;
  label: string;
  labels: Record<string, string>;
  icon: string | null;
  group: string | null;
  primary: string;
  parent: { table: string; field: string } | null;
  fields: Field[];
  views: View[];
  buttons: ButtonSchema[];
  allowed: TableRights;
  layout: Layout;
  related: Related[];
}

export interface RecordPage {
  records: Row[];
  next: string | null;
  count?: number;
}

export interface Touched extends Row {
  table: string;
}

export interface WriteResult {
  records: Row[];
  batch: number | string | null;
  touched: Touched[];
}

export interface DeleteResult {
  deleted: number[];
  batch: number | string | null;
}

export interface RecordQuery {
  filter?: Condition | null;
  sort?: string | null;
  fields?: string[];
  view?: string | null;
  q?: string | null;
  limit?: number;
  cursor?: string | null;
  offset?: number;
  count?: boolean;
}

export interface Measure {
  op: "count" | "sum" | "avg" | "min" | "max" | "distinct";
  field?: string;
}

export interface AggregateRequest {
  group_by: (string | { field: string; bucket: "day" | "week" | "month" | "quarter" | "year" })[];
  measures: Measure[];
  filter?: Condition | null;
  limit?: number;
  sort?: string;
}

export interface AggregateRow {
  group: Record<string, string | number | boolean | null>;
  labels: Record<string, string>;
  values: Record<string, string | number | null>;
}

export interface ProblemItem {
  row: number | null;
  field: string | null;
  code: string;
  message: string;
}

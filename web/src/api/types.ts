/** The shapes of the REST API (docs/reference/rest.md) as the app uses them. Types only, no code. */
import type { Field, FilterOp, RecordRow, Value } from "../fields";

export type {
  AttachmentFile as FileRef,
  Field,
  FieldOption as Option,
  FieldType,
  RecordRow as Row,
  Reference as Ref,
  Value,
  Values,
} from "../fields";

/** Why a record or some of its fields may not be changed now. */
export interface Lock {
  key: string;
  message: string;
  /** Null: all fields. */
  fields: string[] | null;
  delete: boolean;
}

export interface RecordWithRights extends RecordRow {
  allowed: { edit: boolean; delete: boolean };
  locks?: Lock[];
}

export type Operator = FilterOp;

export interface Comparison {
  field: string;
  op: Operator;
  value?: unknown;
}

export type Condition = Comparison | { and: Condition[] } | { or: Condition[] } | { not: Condition };

export type ViewType = "grid" | "kanban" | "calendar" | "gallery" | "form" | "pivot";

/** Periods that dates are grouped by. */
export type Bucket = "day" | "week" | "month" | "quarter" | "year";

/** Paints rows that a condition holds for, or one cell of them. */
export interface ColorRule {
  when: Condition;
  color: string;
  field?: string;
}

/** What a pivot groups by: a field, dates by a period. */
export interface PivotPeriod {
  field: string;
  bucket?: Bucket;
}

export interface PivotSettings {
  rows: PivotPeriod[];
  columns: PivotPeriod[];
  measures: Measure[];
}

export interface ViewSettings {
  stack?: string;
  card?: string[];
  date?: string;
  cover?: string;
  sum?: string[];
  group?: { field: string; descending?: boolean; collapsed?: boolean; bucket?: Bucket }[];
  footer?: Record<string, Measure["op"] & ("sum" | "avg" | "min" | "max" | "distinct")>;
  row_height?: 24 | 32 | 40 | 56;
  colors?: ColorRule[];
  pivot?: PivotSettings;
  /** What a form says once it is sent, by language. */
  thanks?: { "zh-CN"?: string; en?: string };
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
  /** The caller's own. */
  personal?: boolean;
  locked?: boolean;
  /** Whether the caller may change it once it is not locked. */
  editable?: boolean;
}

export interface Section {
  label: string | null;
  fields: string[];
}

export interface LayoutTab {
  key: string;
  label: string | null;
  hidden?: boolean;
  sections: Section[];
}

export interface Layout {
  header: string[];
  tabs: LayoutTab[];
}

export interface RecordType {
  key: string;
  options: Record<string, string[]>;
  required: string[];
  /** Empty: the page of the table. */
  sections: Section[];
}

export interface RecordTypes {
  field: string;
  allowed: string[];
  start: string | null;
  types: RecordType[];
  /** The whole of it, for those who may change it. */
  written?: WrittenTypes | null;
}

/** The record types of a table as they are set: what is left out is as the table has it. */
export interface WrittenType {
  key: string;
  options?: Record<string, string[]>;
  required?: string[];
  sections?: { label?: { "zh-CN"?: string; en?: string }; fields: string[] }[];
  roles?: string[];
}

export interface WrittenTypes {
  field: string;
  types: WrittenType[];
  /** The type that new rows of a group's members begin with; the first entry that fits counts. */
  defaults?: { role: string; type: string }[];
}

/** Rows of `table` whose relation `field` is the record at hand. */
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

export interface ApprovalSchema {
  key: string;
  label: string;
  /** The field of the state that the approval moves, and its option for what is approved. */
  state: string;
  approved: string;
  /** Fields for which an approved record may ask for a change. */
  change: string[];
}

/** A field whose values are being computed by a job; null: it is not there yet. */
export interface Recomputation {
  job: string;
  field: string | null;
  label: string;
}

export interface Table {
  key: string;
  label: string;
  labels: Record<string, string>;
  icon: string | null;
  group: string | null;
  primary: string;
  /** Set on sub-tables: the table and the relation their rows hang on. */
  parent: { table: string; field: string } | null;
  /** The member whose row it is, where changes of that are logged. */
  ownership?: string | null;
  /** What a record shows, offers and wants by the choice of one field; `allowed` are the types the caller may give. */
  record_types?: RecordTypes | null;
  fields: Field[];
  views: View[];
  buttons: ButtonSchema[];
  approvals?: ApprovalSchema[];
  recomputing?: Recomputation[];
  allowed: TableRights;
  layout: Layout;
  related: Related[];
}

export interface RecordPage {
  records: RecordRow[];
  next: string | null;
  count?: number | null;
}

export interface Touched extends RecordRow {
  table: string;
}

export interface WriteResult {
  records: RecordRow[];
  batch: number | string | null;
  touched?: Touched[];
  /** What rules that only warn had to say. */
  warnings?: ProblemItem[];
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
  /** Key of the view whose colour rules paint the rows. */
  colors?: string | null;
}

export interface Measure {
  op: "count" | "sum" | "avg" | "min" | "max" | "distinct";
  field?: string;
}

export interface AggregateRequest {
  group_by: (string | { field: string; bucket: Bucket })[];
  measures: Measure[];
  filter?: Condition | null;
  q?: string | null;
  limit?: number;
  sort?: string;
}

export interface AggregateRow {
  group: Record<string, string | number | boolean | null | { id: number; label: string }>;
  labels: Record<string, string>;
  values: Record<string, string | number | null>;
  /** By measure, how many values are errors and count in none. */
  errors?: Record<string, number>;
}

export interface ProblemItem {
  row: number | null;
  field: string | null;
  code: string;
  message: string;
}

/** What a form holds and a write sends: values as read, or as the fields' `wire` made them. */
export type Draft = Record<string, Value | undefined>;
export type WireValues = Record<string, unknown>;

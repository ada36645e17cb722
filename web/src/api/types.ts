/** The shapes of the REST API as the app calls them: the contract's own, by the words of the app. Types only, no code. */
import type { Field, Value, Values } from "../fields";
import type { Schemas } from "./contract";

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

/** A record on its own: what its reader may do with it, and why it or some of its fields may not be changed now. */
export type RecordWithRights = Omit<Schemas["RecordWithRights"], "values" | "actions"> & {
  values: Values;
  actions?: Schemas["Button"][];
};
export type Lock = Schemas["RecordWithRights"]["locks"][number];

export type Condition = Schemas["Condition"];
export type Comparison = Extract<Condition, { op: unknown }>;
export type Operator = Comparison["op"];

/** Every answer has all of it; what a screen or a test makes up may leave out what is only told. */
type Told<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

export type View = Told<Schemas["View"], "personal" | "locked" | "editable">;
export type ViewType = View["type"];
export type ViewSettings = Schemas["ViewSettings"];
/** Paints rows that a condition holds for, or one cell of them. */
export type ColorRule = NonNullable<ViewSettings["colors"]>[number];
export type PivotSettings = NonNullable<ViewSettings["pivot"]>;
/** What a pivot groups by: a field, dates by a period. */
export type PivotPeriod = Schemas["Group"];
/** Periods that dates are grouped by. */
export type Bucket = NonNullable<PivotPeriod["bucket"]>;

export type Table = Told<
  Omit<Schemas["Table"], "fields" | "views" | "record_types">,
  "help" | "tree" | "order" | "ownership" | "approvals" | "recomputing"
> & { fields: Field[]; views: View[]; record_types?: RecordTypes | null };
export type Layout = Table["layout"];
export type LayoutTab = Layout["tabs"][number];
export type Section = LayoutTab["sections"][number];
export type TableRights = Schemas["Allowed"];
export type ApprovalSchema = Schemas["Table"]["approvals"][number];
/** Rows of `table` whose relation `field` is the record at hand. */
export type Related = Table["related"][number];
/** A field whose values are being computed by a job; null: it is not there yet. */
export type Recomputation = Schemas["Table"]["recomputing"][number];
/** What a record shows, offers and wants by the choice of one field; `allowed` are the types the caller may give. */
/** The record types of a table as they are set: what is left out is as the table has it. */
export type WrittenTypes = Schemas["WrittenTypes"];
export type WrittenType = WrittenTypes["types"][number];
export type RecordTypes = Told<Schemas["TypesOfRecords"], "written">;
/** Without sections: the page of the table. */
export type RecordType = RecordTypes["types"][number];

export type RecordPage = Schemas["Page"];
export type Touched = Schemas["Touched"];
export type WriteResult = Schemas["Written"];
export type DeleteResult = Schemas["Deleted"];
export type ProblemItem = Schemas["ErrorItem"];

export interface RecordQuery {
  filter?: Condition | null;
  sort?: string | null;
  fields?: string[];
  view?: string | null;
  /** Key of the view whose own order counts where nothing is sorted by. */
  order?: string | null;
  q?: string | null;
  limit?: number;
  cursor?: string | null;
  offset?: number;
  count?: boolean;
  /** Key of the view whose colour rules paint the rows. */
  colors?: string | null;
}

export type Measure = Omit<Schemas["ViewMeasure"], "as">;

export interface AggregateRequest {
  group_by: (string | { field: string; bucket: Bucket })[];
  measures: Measure[];
  filter?: Condition | null;
  q?: string | null;
  limit?: number;
  sort?: string;
}

export type AggregateRow = Schemas["AggregateRows"]["rows"][number];

/** What a form holds and a write sends: values as read, or as the fields' `wire` made them. */
export type Draft = Record<string, Value | undefined>;
export type WireValues = Record<string, unknown>;

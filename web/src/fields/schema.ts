/**
 * The shapes of the workspace's schema and of values as the REST API sends them (docs/reference/rest.md).
 * Structural types only: whoever fetches them may use its own generated types, as long as they fit.
 */

export type Locale = "zh-CN" | "en";
export type Labels = Record<Locale, string>;

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

export interface FieldOption {
  readonly key: string;
  readonly label: string;
  readonly color: string | null;
  readonly archived: boolean;
}

export interface Transition {
  readonly key: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly label: string;
}

/** Settings of all types in one bag: each type reads only its own. */
export interface FieldSettings {
  readonly scale?: number | null;
  readonly thousands?: boolean;
  readonly currency?: string;
  readonly table?: string;
  readonly field?: string;
  readonly inverse?: string | null;
  readonly relation?: string;
  readonly transitions?: readonly Transition[] | null;
  readonly manual?: boolean;
  readonly pattern?: string;
  readonly formula?: string;
  readonly scope?: string;
  readonly path?: unknown;
  readonly aggregate?: string;
  readonly where?: unknown;
  readonly max_length?: number | null;
  readonly check?: string | null;
  readonly max_files?: number | null;
  readonly max_bytes?: number | null;
}

export interface Field {
  readonly key: string;
  readonly type: FieldType;
  readonly label: string;
  readonly labels?: Partial<Labels>;
  readonly help?: string | null;
  readonly required: boolean;
  readonly unique: boolean;
  readonly computed: boolean;
  readonly read_only: boolean;
  /** True, or the reason in the caller's language: carries the orange mark. */
  readonly protected: boolean | string | null;
  /** What the value looks like: the type itself, or the type of a formula's, lookup's or rollup's result. */
  readonly value_type: FieldType;
  readonly options: readonly FieldOption[];
  readonly settings: FieldSettings;
  readonly default?: unknown;
  /** Former API keys, the oldest first; null: since or until whenever. */
  aliases?: { key: string; since: string | null; until: string | null; ended: boolean }[];
}

export interface Table {
  readonly key: string;
  readonly label: string;
  readonly primary: string;
  readonly fields: readonly Field[];
}

export interface Reference {
  readonly id: number;
  readonly label: string;
}

export interface AttachmentFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** What a computed value holds when it could not be computed. */
export interface ErrorValue {
  readonly error: string;
}

export interface RecordRow {
  readonly id: number;
  readonly version: number;
  readonly values: Values;
  /** Of the view's first colour rule that holds. */
  readonly color?: string;
  /** The same of single cells, by field key. */
  readonly colors?: Readonly<Record<string, string>>;
}

/** A value as the API sends it. Decimals are strings; an empty value is null (lists: []). */
export type Value =
  | string
  | boolean
  | null
  | Reference
  | ErrorValue
  | readonly string[]
  | readonly Reference[]
  | readonly AttachmentFile[]
  | readonly RecordRow[];

export interface Values {
  readonly [field: string]: Value | undefined;
}

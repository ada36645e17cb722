/**
 * Fields and values as the contract has them, to be read only. A field here is what is looked at of one: whatever a screen or
 * a test makes up needs no more.
 */
import type { Schemas } from "../api/contract";

export type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

export type Labels = Record<Locale, string>;
export type Locale = Schemas["Account"]["locale"];

export type FieldType = Schemas["FieldType"];
/** Settings of all types in one bag: each type reads only its own. */
export type FieldSettings = Immutable<Schemas["FieldSettings"]>;
export type Transition = Immutable<Schemas["Transition"]>;
export type FieldOption = Immutable<Omit<Schemas["Choice"], "labels" | "color">> & {
  readonly color: string | null;
};

type Asked =
  | "key"
  | "type"
  | "label"
  | "required"
  | "unique"
  | "computed"
  | "read_only"
  | "protected"
  | "value_type";

export type Field = Immutable<Pick<Schemas["Field"], Asked>> &
  Immutable<Partial<Omit<Schemas["Field"], Asked | "options" | "settings">>> & {
    readonly options: readonly FieldOption[];
    readonly settings: FieldSettings;
  };

export interface Table {
  readonly key: string;
  readonly label: string;
  readonly primary: string;
  readonly fields: readonly Field[];
}

export type Reference = Immutable<Schemas["Reference"]>;
export type AttachmentFile = Immutable<Schemas["File"]>;
/** What a computed value holds when it could not be computed. */
export type ErrorValue = Extract<Value, { readonly error: string }>;
/** `color`: of the view's first colour rule that holds; `colors`: the same of single cells. */
export type RecordRow = Immutable<Schemas["Record"]>;
/** A value as the API sends it. Decimals are strings; an empty value is null (lists: []). */
export type Value = Immutable<Schemas["Value"]>;
export type Values = Immutable<Schemas["Values"]>;

/** Calls that change the structure of a workspace: tables, fields, conversions, the trash. */
import { queryOptions } from "@tanstack/react-query";
import type { Labels } from "../fields";
import { request } from "./client";
import type { Answer, Schemas } from "./contract";
import type { FieldType, WrittenTypes } from "./types";

export type FieldUse = Answer<`/workspaces/${string}/tables/${string}/fields/${string}/uses`>["uses"][number];
export type ConversionPreview = Schemas["ConversionPreview"];
export type Outcome = keyof ConversionPreview["samples"];
export type Sample = ConversionPreview["samples"][Outcome][number];
export type FormulaPreview = Answer<`/workspaces/${string}/tables/${string}/formula/preview`, "POST">;
export type FormulaFunction = Answer<`/workspaces/${string}/formulas/functions`>["functions"][number];
export type StructureTrashEntry = Answer<`/workspaces/${string}/schema/trash`>["trash"][number];

export interface ChoiceDraft {
  key?: string;
  label: string;
  color: string;
  archived: boolean;
}

/** What a field gets when it is left open. */
export interface FieldDefault {
  value?: unknown;
  variable?: "@me" | "@today" | "@now" | "@my_department";
  /** `relation.field`: what the related record has. */
  copy?: string;
  department_of?: string;
  /** Again whenever what it comes from changes. */
  follow?: boolean;
  when?: unknown;
}

export interface FieldParts {
  key?: string;
  label?: string;
  help?: string | null;
  required?: boolean;
  unique?: boolean;
  position?: number;
  options?: Record<string, unknown>;
  choices?: ChoiceDraft[];
  default?: FieldDefault | null;
}

export interface TableParts {
  label?: string;
  icon?: string | null;
  help?: string | null;
  /** The field that names the rows. */
  primary?: string;
  position?: number;
  /** The relation to the row that owns a row. */
  parent?: string | null;
  /** The relation to the row above. */
  tree?: string | null;
  /** The number that keeps the order of the rows. */
  order?: string | null;
  /** The member whose row it is. */
  ownership?: string | null;
}

/** A layout as it is sent: labels in both languages, fields by key. */
export interface WrittenLayout {
  header: string[];
  tabs: {
    key: string;
    label: Partial<Labels>;
    hidden: boolean;
    sections: { label?: Partial<Labels>; fields: string[] }[];
  }[];
}

export interface FieldSteering {
  confirm?: boolean;
  unlock?: boolean;
  reason?: string;
}

/** What would take too long is answered with the job that does it. */
export interface Taken {
  job?: { id: string };
}

const fieldsOf = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}/fields` as const;

export const addTable = (ws: string, body: { label: string; icon?: string }) =>
  request(`/workspaces/${ws}/tables`, { method: "POST", body });

export const changeTable = (
  ws: string,
  table: string,
  body: TableParts & { record_types?: WrittenTypes | null; layout?: WrittenLayout | null; reason?: string },
) => request(`/workspaces/${ws}/tables/${table}`, { method: "PATCH", body });

export const deleteTable = (ws: string, table: string, body: FieldSteering) =>
  request(`/workspaces/${ws}/tables/${table}`, { method: "DELETE", body });

export const addField = (
  ws: string,
  table: string,
  body: FieldParts & FieldSteering & { type: FieldType; after?: string; view?: string },
) => request(fieldsOf(ws, table), { method: "POST", body });

export const changeField = (ws: string, table: string, key: string, body: FieldParts & FieldSteering) =>
  request(`${fieldsOf(ws, table)}/${key}`, { method: "PATCH", body });

/** Lets the window of a field's former key end at another instant; one that has passed ends it now. */
export const setAliasEnd = (ws: string, table: string, key: string, alias: string, until: string) =>
  request(`${fieldsOf(ws, table)}/${key}/aliases/${alias}`, {
    method: "PATCH",
    body: { until },
  });

export const deleteField = (ws: string, table: string, key: string, body: FieldSteering) =>
  request(`${fieldsOf(ws, table)}/${key}`, { method: "DELETE", body });

export const fetchUses = (ws: string, table: string, key: string) =>
  request(`${fieldsOf(ws, table)}/${key}/uses`);

export const convertField = (
  ws: string,
  table: string,
  key: string,
  body: {
    type: FieldType;
    dry_run: boolean;
    resolutions?: Record<string, string | null>;
  } & FieldSteering,
) =>
  request(`${fieldsOf(ws, table)}/${key}/convert`, {
    method: "POST",
    body,
  });

/** `label` is that of a field that is not there yet. */
export const previewFormula = (
  ws: string,
  table: string,
  formula: string,
  label: string | null,
  signal?: AbortSignal,
) =>
  request(`/workspaces/${ws}/tables/${table}/formula/preview`, {
    method: "POST",
    body: label ? { formula, label } : { formula },
    signal,
  });

export const formulaFunctions = (ws: string) => request(`/workspaces/${ws}/formulas/functions`);

export const restoreFromTrash = (ws: string, id: number) =>
  request(`/workspaces/${ws}/schema/trash/restore`, {
    method: "POST",
    body: { id },
  });

export const structureTrashQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "structure-trash"],
    queryFn: async ({ signal }) => (await request(`/workspaces/${ws}/schema/trash`, { signal })).trash,
  });

/** Calls that change the structure of a workspace: tables, fields, conversions, the trash. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Field, FieldType, Table, WrittenTypes } from "./types";

export interface ChoiceDraft {
  key?: string;
  label: string;
  color: string;
  archived: boolean;
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
}

export interface FieldSteering {
  confirm?: boolean;
  unlock?: boolean;
  reason?: string;
}

export interface FieldUse {
  kind: string;
  table: string;
  key: string;
  label: string;
  blocking: boolean;
}

export interface Sample {
  text: string;
  rows: number;
  value: string;
  candidates: string[];
}

export type Outcome = "converted" | "ambiguous" | "unparseable";

export interface ConversionPreview extends Record<Outcome, number> {
  empty: number;
  samples: Record<Outcome, Sample[]>;
}

/** What would take too long is answered with the job that does it. */
export interface Taken {
  job?: { id: string };
}

const fieldsOf = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}/fields`;

export const addTable = (ws: string, body: { label: string; icon?: string }) =>
  request<{ table: Table }>(`/workspaces/${ws}/tables`, { method: "POST", body });

export const changeTable = (
  ws: string,
  table: string,
  body: { record_types?: WrittenTypes | null; reason?: string },
) => request<{ table: Table }>(`/workspaces/${ws}/tables/${table}`, { method: "PATCH", body });

export const addField = (
  ws: string,
  table: string,
  body: FieldParts & FieldSteering & { type: FieldType; after?: string; view?: string },
) => request<{ field?: Field } & Taken>(fieldsOf(ws, table), { method: "POST", body });

export const changeField = (ws: string, table: string, key: string, body: FieldParts & FieldSteering) =>
  request<{ field?: Field } & Taken>(`${fieldsOf(ws, table)}/${key}`, { method: "PATCH", body });

/** Lets the window of a field's former key end at another instant; one that has passed ends it now. */
export const setAliasEnd = (ws: string, table: string, key: string, alias: string, until: string) =>
  request<{ field: Field }>(`${fieldsOf(ws, table)}/${key}/aliases/${alias}`, {
    method: "PATCH",
    body: { until },
  });

export const deleteField = (ws: string, table: string, key: string, body: FieldSteering) =>
  request<{ trash: number }>(`${fieldsOf(ws, table)}/${key}`, { method: "DELETE", body });

export const fetchUses = async (ws: string, table: string, key: string) =>
  (await request<{ uses: FieldUse[] }>(`${fieldsOf(ws, table)}/${key}/uses`)).uses;

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
  request<{ field: Field; preview: ConversionPreview } & Taken>(`${fieldsOf(ws, table)}/${key}/convert`, {
    method: "POST",
    body,
  });

export interface FormulaPreview {
  readonly problems: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  readonly kind:
    | "text"
    | "number"
    | "boolean"
    | "date"
    | "datetime"
    | "option"
    | "record"
    | "list"
    | "nothing"
    | null;
  readonly record: { readonly id: number; readonly label: string } | null;
  readonly value: string | { readonly error: string } | null;
  readonly hidden: boolean;
}

export interface FormulaFunction {
  readonly name: string;
  readonly group: string;
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly { readonly formula: string; readonly result: string }[];
}

export const previewFormula = (ws: string, table: string, formula: string, signal?: AbortSignal) =>
  request<FormulaPreview>(`/workspaces/${ws}/tables/${table}/formula/preview`, {
    method: "POST",
    body: { formula },
    ...(signal ? { signal } : {}),
  });

export const formulaFunctions = (ws: string) =>
  request<{ functions: FormulaFunction[] }>(`/workspaces/${ws}/formulas/functions`);

export const restoreFromTrash = (ws: string, id: number) =>
  request<{ table: string; field: string | null }>(`/workspaces/${ws}/schema/trash/restore`, {
    method: "POST",
    body: { id },
  });

export interface StructureTrashEntry {
  id: number;
  action: string;
  label: string;
  table: string | null;
  at: string;
  by: string | null;
}

export const structureTrashQuery = (ws: string) =>
  queryOptions({
    queryKey: ["ws", ws, "structure-trash"],
    queryFn: async ({ signal }) =>
      (await request<{ trash: StructureTrashEntry[] }>(`/workspaces/${ws}/schema/trash`, { signal })).trash,
  });

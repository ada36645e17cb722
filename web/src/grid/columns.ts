/** Columns as the grid works with them: field, look, place. */
import { type Field, type FieldUi, isWritable, type Table, uiOf } from "../fields";
import type { Column } from "./types";
import { edgesOf } from "./windowing";

export interface GridColumn {
  readonly key: string;
  readonly field: Field;
  readonly ui: FieldUi;
  readonly width: number;
  /** May a person write it, rights and locks aside. */
  readonly writable: boolean;
  readonly primary: boolean;
}

export interface ColumnSet {
  readonly list: readonly GridColumn[];
  /** Left edges, the total width last. */
  readonly edges: readonly number[];
  readonly frozen: number;
}

/** More columns than this are not frozen. */
export const MOST_FROZEN = 6;
export const MIN_WIDTH = 56;
export const MAX_WIDTH = 900;

export function resolveColumns(
  table: Table,
  columns: readonly Column[],
  live: ReadonlyMap<string, number>,
): GridColumn[] {
  const fields = new Map(table.fields.map((field) => [field.key, field]));
  return columns.flatMap(({ key, width }) => {
    const field = fields.get(key);
    if (!field) return [];
    const ui = uiOf(field);
    const primary = key === table.primary;
    const wide =
      live.get(key) ??
      width ??
      (primary ? Math.max(200, ui.defaultWidth) : Math.max(ui.defaultWidth, labelWidth(field)));
    return [{ key, field, ui, width: wide, writable: isWritable(field), primary }];
  });
}

/** Room a heading needs: so that a default width never cuts a label. */
function labelWidth(field: Field): number {
  let width = 62 + (field.protected ? 14 : 0) + (field.required ? 9 : 0);
  for (const sign of field.label) width += (sign.codePointAt(0) ?? 0) > 0x2e7f ? 13 : 7.5;
  return Math.min(220, Math.round(width));
}

/** Frozen columns must leave room: on narrow screens one, and never more than half of the view. */
export function columnSet(list: readonly GridColumn[], frozen: number, view: number): ColumnSet {
  const narrow = view > 0 && view < 640;
  let count = Math.min(list.length, narrow ? Math.min(1, frozen) : frozen);
  const fitted =
    narrow && count === 1
      ? list.map((column, index) =>
          index === 0 ? { ...column, width: Math.min(column.width, Math.round(view * 0.42)) } : column,
        )
      : list;
  const edges = edgesOf(fitted.map((column) => column.width));
  while (count > 1 && (edges[count] ?? 0) > view * 0.6) count -= 1;
  return { list: fitted, edges, frozen: count };
}

/** What a person has changed of a view on screen, and how it is saved. Pure. */
import type { Table, View } from "../api/types";
import type { ViewBody } from "../api/views";
import type { TableState } from "../app/address";
import { both } from "../filter/model";
import type { FooterOp } from "../grid";
import { columnsOf, type Personal } from "../table/personal";

/** In the address: no group, though the view has one. */
export const UNGROUPED = "-";

export const groupOf = (view: View | null): string | null => view?.settings.group?.[0]?.field ?? null;

export const footerOf = (view: View | null): Record<string, FooterOp> | null => {
  if (view?.settings.footer) return view.settings.footer;
  const keys = view?.settings.sum ?? [];
  return keys.length ? Object.fromEntries(keys.map((key) => [key, "sum" as const])) : null;
};

export const isViewChanged = (view: View | null, state: TableState, touched: boolean): boolean =>
  state.filter !== null ||
  (state.sort !== null && state.sort !== (view?.sort ?? null)) ||
  (state.group !== null && state.group !== groupOf(view)) ||
  touched;

/** The view as it stands on screen, in the words of the API. */
export function shownParts(table: Table, view: View | null, state: TableState, personal: Personal): ViewBody {
  const { group: _, ...settings } = view?.settings ?? {};
  const group = state.group === UNGROUPED ? null : (state.group ?? groupOf(view));
  const footer = personal.footer ?? view?.settings.footer;
  const columns = columnsOf(table, view, personal);
  return {
    filter: both(view?.filter, state.filter),
    sort: state.sort ?? view?.sort ?? null,
    fields: columns.map((column) => column.key),
    widths: Object.fromEntries(
      columns.flatMap((column) => (column.width ? [[column.key, Math.round(column.width)]] : [])),
    ),
    settings: {
      ...settings,
      ...(group ? { group: [{ field: group }] } : {}),
      ...(footer ? { footer } : {}),
      ...(personal.rowHeight === 32 ? {} : { row_height: personal.rowHeight }),
    },
  };
}

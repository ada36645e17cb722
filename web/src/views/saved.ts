/** What a person has changed of a view on screen, and how it is saved. Pure. */
import type { Table, View } from "../api/types";
import type { ViewBody } from "../api/views";
import type { TableState } from "../app/address";
import { both } from "../filter/model";
import type { Folding, FooterOp } from "../grid";
import { columnsOf, type Personal } from "../table/personal";
import { type GroupKey, groupKeysOf, groupTextOf } from "./grouping";

/** In the address: no group, though the view has one. */
export const UNGROUPED = "-";

/** The view's levels of grouping, as an address says them. */
export const groupOf = (view: View | null): string | null =>
  groupTextOf(
    (view?.settings.group ?? []).map(({ field, descending, bucket }) => ({
      field,
      descending: descending === true,
      bucket: bucket ?? null,
    })),
  );

/** Which groups are closed: as the person left them, else all or none as the view says. */
export const foldingOf = (view: View | null, personal: Personal): Folding =>
  personal.folding ?? { closed: view?.settings.group?.[0]?.collapsed === true, except: [] };

export const footerOf = (view: View | null): Record<string, FooterOp> | null => {
  if (view?.settings.footer) return view.settings.footer;
  const keys = view?.settings.sum ?? [];
  return keys.length ? Object.fromEntries(keys.map((key) => [key, "sum" as const])) : null;
};

/** The first column stays, unless more are said to. */
export const frozenOf = (view: View | null, personal: Personal): number =>
  personal.frozen ?? view?.settings.frozen ?? 1;

export const isViewChanged = (view: View | null, state: TableState, touched: boolean): boolean =>
  state.filter !== null ||
  (state.sort !== null && state.sort !== (view?.sort ?? null)) ||
  (state.group !== null && state.group !== groupOf(view)) ||
  touched;

const savedGroup = ({ field, descending, bucket }: GroupKey, closed: boolean) => ({
  field,
  ...(descending ? { descending } : {}),
  ...(bucket ? { bucket } : {}),
  ...(closed ? { collapsed: true } : {}),
});

/** The view as it stands on screen, in the words of the API. */
export function shownParts(table: Table, view: View | null, state: TableState, personal: Personal): ViewBody {
  const { group: _, frozen: __, ...settings } = view?.settings ?? {};
  const group = state.group === UNGROUPED ? null : (state.group ?? groupOf(view));
  const { closed } = foldingOf(view, personal);
  const footer = personal.footer ?? view?.settings.footer;
  const frozen = frozenOf(view, personal);
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
      ...(group ? { group: groupKeysOf(group).map((key) => savedGroup(key, closed)) } : {}),
      ...(footer ? { footer } : {}),
      ...(frozen === 1 ? {} : { frozen }),
      ...(personal.rowHeight === 32 ? {} : { row_height: personal.rowHeight }),
    },
  };
}

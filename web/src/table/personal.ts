/** A person's own settings of a view, kept in this browser: hidden fields, order, widths, row height, footer, frozen columns, closed groups. */
import { useCallback, useMemo, useState } from "react";
import type { Table, View } from "../api/types";
import type { Column, Folding, FooterOp, RowHeight } from "../grid";

export interface Personal {
  hidden: string[];
  order: string[];
  widths: Record<string, number>;
  rowHeight: RowHeight;
  footer: Record<string, FooterOp> | null;
  /** How many columns stay in place; null: as the view says. */
  frozen: number | null;
  /** Null: as the view says. */
  folding: Folding | null;
}

/** Nothing said: everything is as the view has it. */
export const NOTHING: Personal = {
  hidden: [],
  order: [],
  widths: {},
  rowHeight: 32,
  footer: null,
  frozen: null,
  folding: null,
};

function stored(key: string): Personal {
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Personal>) };
  } catch {
    return NOTHING;
  }
}

export interface PersonalControl {
  personal: Personal;
  set: (part: Partial<Personal>) => void;
  reset: () => void;
  touched: boolean;
}

export function usePersonal(ws: string, table: string, view: string): PersonalControl {
  const key = `gezi.view.${ws}.${table}.${view}`;
  const [state, setState] = useState(() => ({ key, personal: stored(key) }));
  const personal = state.key === key ? state.personal : stored(key);
  if (state.key !== key) setState({ key, personal });

  const set = useCallback(
    (part: Partial<Personal>) => {
      const next = { ...stored(key), ...part };
      localStorage.setItem(key, JSON.stringify(next));
      setState({ key, personal: next });
    },
    [key],
  );
  const reset = useCallback(() => {
    localStorage.removeItem(key);
    setState({ key, personal: NOTHING });
  }, [key]);
  const touched = useMemo(() => JSON.stringify(personal) !== JSON.stringify(NOTHING), [personal]);
  return { personal, set, reset, touched };
}

/** All fields a view could show, in the person's order: the primary field first, then the view's, then the rest. */
export function orderedKeys(table: Table, view: View | null, order: readonly string[]): string[] {
  const known = new Set(table.fields.map((field) => field.key));
  const ofView = view?.fields.length ? view.fields : table.fields.map((field) => field.key);
  const all = [table.primary, ...order, ...ofView, ...known];
  return [...new Set(all)].filter((key) => known.has(key));
}

/** Fields the view itself leaves out are hidden until the person shows them. */
export function hiddenKeys(table: Table, view: View | null, personal: Personal): Set<string> {
  const chosen = new Set(personal.order);
  const ofView = new Set(view?.fields.length ? view.fields : table.fields.map((field) => field.key));
  const hidden = new Set(personal.hidden);
  for (const field of table.fields) {
    if (!ofView.has(field.key) && !chosen.has(field.key)) hidden.add(field.key);
  }
  hidden.delete(table.primary);
  return hidden;
}

export function columnsOf(table: Table, view: View | null, personal: Personal): Column[] {
  const hidden = hiddenKeys(table, view, personal);
  return orderedKeys(table, view, personal.order)
    .filter((key) => !hidden.has(key))
    .map((key) => {
      const width = personal.widths[key] ?? view?.widths[key];
      return width ? { key, width } : { key };
    });
}

/** The state of a table page: what its address says, and how to change it. */
import { useCallback, useMemo } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { readTableState, type TableState, tableAddress, writeTableState } from "../app/address";

export interface TableStateControl {
  state: TableState;
  /** Changes part of the state; `replace` leaves no step behind for the browser's back button. */
  change: (part: Partial<TableState>, replace?: boolean) => void;
}

export function useTableState(ws: string, table: string): TableStateControl {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const state = useMemo(() => readTableState(search), [search]);
  const change = useCallback(
    (part: Partial<TableState>, replace = false) => {
      // The page on screen may be behind its address: while the view that was asked for still loads, what is changed on the
      // old one is meant for the new one; for another table it is meant no more.
      const { pathname, search: now } = window.location;
      const own = tableAddress(ws, table);
      if (pathname !== own && (!pathname.startsWith(`${own}/`) || pathname.startsWith(`${own}/r/`))) return;
      const next = writeTableState({ ...readTableState(new URLSearchParams(now)), ...part }).toString();
      navigate({ pathname, search: next && `?${next}` }, { replace });
    },
    [navigate, ws, table],
  );
  return { state, change };
}

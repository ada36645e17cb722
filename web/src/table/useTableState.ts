/** The state of a table page: what its address says, and how to change it. */
import { useCallback, useMemo } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { readTableState, type TableState, tableAddress } from "../app/address";

export interface TableStateControl {
  state: TableState;
  /** Changes part of the state; `replace` leaves no step behind for the browser's back button. */
  change: (part: Partial<TableState>, replace?: boolean) => void;
}

export function useTableState(ws: string, table: string, view: string | null): TableStateControl {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const state = useMemo(() => readTableState(search), [search]);
  const change = useCallback(
    (part: Partial<TableState>, replace = false) => {
      const now = readTableState(new URLSearchParams(window.location.search));
      navigate(tableAddress(ws, table, view, { ...now, ...part }), { replace });
    },
    [navigate, ws, table, view],
  );
  return { state, change };
}

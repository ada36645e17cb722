/** What a record that is being made would hold if it were saved now: copies, defaults and figures that the server adds. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fetchDraft, rowsKey } from "../api/records";
import type { Table, Values, WireValues } from "../api/types";
import { useWorkspace } from "../app/workspace";

const PAUSE_MS = 350; // while somebody types, nobody is asked

/** Null while nothing is `wanted`, and where the server would refuse what is typed so far. */
export function useForeseen(table: Table, values: WireValues, wanted: boolean): Values | null {
  const { key: ws } = useWorkspace();
  const typed = JSON.stringify(values);
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery({
    queryKey: [...rowsKey(ws, table.key), "draft", settled],
    queryFn: ({ signal }) => fetchDraft(ws, table.key, JSON.parse(settled) as WireValues, signal),
    enabled: wanted,
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  return (wanted && data) || null;
}

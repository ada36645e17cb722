/** Reads the structure again after it has changed: tables, navigation, and the rows drawn from them. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { rowsKey } from "../api/records";
import { navigationQuery, tablesQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";

export function useStructure(): () => Promise<void> {
  const { key: ws } = useWorkspace();
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: tablesQuery(ws).queryKey }),
      client.invalidateQueries({ queryKey: navigationQuery(ws).queryKey }),
    ]);
    await client.invalidateQueries({ queryKey: rowsKey(ws) });
  }, [client, ws]);
}

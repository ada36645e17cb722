/** After a change of who is who or who may what: everything that depends on it is read again. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { settingsKey } from "../api/people";
import { memberQuery, membersQuery, navigationQuery, tablesQuery } from "../api/workspace";
import { useWorkspace } from "../app/workspace";

export function useSettingsChanged(): () => Promise<void> {
  const { key: ws } = useWorkspace();
  const client = useQueryClient();
  return useCallback(async () => {
    const own = [memberQuery(ws), membersQuery(ws), tablesQuery(ws), navigationQuery(ws)];
    await Promise.all([
      client.invalidateQueries({ queryKey: settingsKey(ws) }),
      ...own.map(({ queryKey }) => client.invalidateQueries({ queryKey })),
    ]);
  }, [client, ws]);
}

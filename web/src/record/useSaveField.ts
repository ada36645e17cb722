/** Saves fields of one record one after another, each on the version the one before left. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { isConflict } from "../api/problem";
import { recordQuery } from "../api/records";
import type { Draft, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { toWire } from "../fields";

export type SaveFields = (values: Draft) => Promise<void>;

export function useSaveField(ws: string, table: Table, id: number): SaveFields {
  const writes = useWrites(ws, "record");
  const client = useQueryClient();
  const queue = useRef<Promise<void>>(Promise.resolve());
  return useCallback(
    (values) => {
      const { queryKey } = recordQuery(ws, table.key, id);
      const run = queue.current.then(async () => {
        const version = client.getQueryData(queryKey)?.version;
        try {
          await writes.patch(table.key, [
            { id, ...(version === undefined ? {} : { version }), values: toWire(values, table.fields) },
          ]);
        } catch (error) {
          if (isConflict(error)) await client.refetchQueries({ queryKey });
          throw error;
        }
      });
      queue.current = run.catch(() => undefined);
      return run;
    },
    [client, writes, ws, table, id],
  );
}

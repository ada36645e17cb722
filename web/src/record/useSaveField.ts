/**
 * Saves fields of one record one after another, each on the version the one before left. Where somebody changed other fields meanwhile, ours
 * are saved beside theirs; where they changed the same field, nothing is written and the person is asked.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { isConflict } from "../api/problem";
import { recordQuery } from "../api/records";
import type { Draft, Table, Value, Values } from "../api/types";
import { useWrites } from "../api/writes";
import { same, toWire } from "../fields";

/** `base`: what the person saw when they began; without it the values are written whatever others did. */
export type SaveFields = (values: Draft, base?: Values) => Promise<void>;

/** Somebody else gave the field another value while this one was being typed. */
export class Overtaken extends Error {
  constructor(readonly theirs: Value) {
    super("overtaken");
  }
}

/** The first of the values that somebody else overtook. */
export function overtaken(values: Draft, base: Values, now: Values): Overtaken | null {
  for (const [key, value] of Object.entries(values)) {
    const theirs = now[key] ?? null;
    if (key in base && !same(theirs, base[key] ?? null) && !same(theirs, value ?? null))
      return new Overtaken(theirs);
  }
  return null;
}

const MOST_TRIES = 5;

export function useSaveField(ws: string, table: Table, id: number): SaveFields {
  const writes = useWrites(ws, "record");
  const client = useQueryClient();
  const queue = useRef<Promise<void>>(Promise.resolve());
  return useCallback(
    (values, base) => {
      const { queryKey } = recordQuery(ws, table.key, id);
      const attempt = async (tries: number): Promise<void> => {
        const now = client.getQueryData(queryKey);
        const lost = now && base ? overtaken(values, base, now.values) : null;
        if (lost) throw lost;
        const version = now?.version;
        try {
          await writes.patch(table.key, [
            { id, ...(version === undefined ? {} : { version }), values: toWire(values, table.fields) },
          ]);
        } catch (error) {
          if (!isConflict(error)) throw error;
          await client.refetchQueries({ queryKey });
          if (tries >= MOST_TRIES) throw error;
          await attempt(tries + 1);
        }
      };
      const run = queue.current.then(() => attempt(1));
      queue.current = run.catch(() => undefined);
      return run;
    },
    [client, writes, ws, table, id],
  );
}

/** Keeps what is on the screen up with what others do: whatever shows rows of a table that changed is read again, by the normal way. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { LiveChange, News } from "../api/changes";
import { rowsKey } from "../api/records";
import { memberQuery, navigationQuery, tablesQuery } from "../api/workspace";
import { Feed } from "./feed";
import "./live.css";
import { light } from "./lit";
import { isOwn } from "./own";

type Listener = (changes: readonly LiveChange[] | "all") => void;

const listeners = new Set<Listener>();

/** Calls back with what others changed; "all": everything may be different, or could not be read for a while. */
export function useNews(callback: Listener): void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => {
    const listener: Listener = (changes) => latest.current(changes);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

const LISTS_MS = 400;
const DASHBOARDS_MS = 4000;
const STRUCTURE_MS = 1000;
const MOST_LIT = 50;

/** Calls `run` once with all that was put in, some time after the first of it. */
function collector<T>(ms: number, run: (items: ReadonlySet<T>) => void) {
  let waiting: Set<T> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    put(items: Iterable<T>): void {
      if (waiting) {
        for (const item of items) waiting.add(item);
        return;
      }
      waiting = new Set(items);
      timer = setTimeout(() => {
        const found = waiting ?? new Set<T>();
        waiting = null;
        run(found);
      }, ms);
    },
    stop: () => clearTimeout(timer),
  };
}

export function Live({ ws }: { ws: string }) {
  const client = useQueryClient();
  useEffect(() => {
    const lists = collector<string>(LISTS_MS, (tables) => {
      for (const table of tables) void client.invalidateQueries({ queryKey: rowsKey(ws, table) });
    });
    const dashboards = collector<string>(DASHBOARDS_MS, () => {
      void client.invalidateQueries({ queryKey: [...rowsKey(ws), "dashboard"] });
      void client.invalidateQueries({ queryKey: [...rowsKey(ws), "batches"] });
    });
    const structure = collector<number>(STRUCTURE_MS, () => {
      for (const { queryKey } of [memberQuery(ws), tablesQuery(ws), navigationQuery(ws)])
        void client.invalidateQueries({ queryKey });
      // With other rights, other rows and values are to be seen; what may not be seen any more must not stay on the screen.
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
      for (const listener of listeners) listener("all");
    });
    const told = (news: News, restructured: boolean) => {
      if (restructured) structure.put([news.structure]);
      if (news.resync) {
        void client.invalidateQueries({ queryKey: rowsKey(ws) });
        for (const listener of listeners) listener("all");
        return;
      }
      const others = news.changes.filter((change) => !isOwn(change));
      if (others.length === 0) return;
      lists.put(others.map((change) => change.table));
      dashboards.put(["all"]);
      const seen = others.flatMap(({ table, id, kind }) =>
        id !== null && (kind === "create" || kind === "update") ? [{ table, id }] : [],
      );
      if (seen.length <= MOST_LIT) light(seen);
      for (const listener of listeners) listener(others);
    };
    const back = () => {
      void client.refetchQueries({
        queryKey: rowsKey(ws),
        predicate: ({ state }) => state.status === "error" || state.isInvalidated,
      });
      for (const listener of listeners) listener("all");
    };
    const refused = () => void client.invalidateQueries({ queryKey: memberQuery(ws).queryKey });
    const feed = new Feed(ws, told, back, refused);
    feed.start();
    return () => {
      feed.stop();
      lists.stop();
      dashboards.stop();
      structure.stop();
    };
  }, [client, ws]);
  return null;
}

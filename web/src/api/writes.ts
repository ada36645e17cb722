/**
 * The one way the screens write records: through here caches learn of it, and views on screen (grid, board) hear about
 * rows that others of our own components changed.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { noteOwn, noteOwnDeleted } from "../live/own";
import { type DeedKind, deedsOf } from "../undo/stack";
import {
  type Action,
  type Pressed,
  type PressedAll,
  pressButton,
  pressButtonOnAll,
  type Use,
} from "./actions";
import {
  type Arrangement,
  arrangeRecord,
  createRecords,
  deleteRecords,
  type Patch,
  patchRecords,
  recordQuery,
  rowsKey,
} from "./records";
import type { DeleteResult, ProblemItem, RecordWithRights, Row, WireValues, WriteResult } from "./types";

export interface Written {
  kind: "create" | "update" | "delete" | "undo";
  table: string;
  rows: readonly Row[];
  /** Rows of any table whose computed values moved. */
  touched: readonly (Row & { table: string })[];
  deleted: readonly number[];
  warnings: readonly ProblemItem[];
  /** Who wrote, so that it need not listen to itself. */
  origin: string;
}

const listeners = new Set<(written: Written) => void>();

function announce(written: Written): void {
  for (const listener of listeners) listener(written);
}

/** Rows of these tables changed in ways that only reading them again shows: an undo, an import. */
export function announceTables(tables: readonly string[], origin: string): void {
  for (const table of tables)
    announce({ kind: "undo", table, rows: [], touched: [], deleted: [], warnings: [], origin });
}

/** Calls back for every write of this browser but one's own. */
export function useWritten(origin: string, callback: (written: Written) => void): void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => {
    const listener = (written: Written) => {
      if (written.origin !== origin) latest.current(written);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [origin]);
}

const CLOSING_MS = 1500;

export interface Writes {
  /** `once`: a key under which the same records may be sent again and are made once. */
  create: (table: string, values: WireValues[], once?: string) => Promise<WriteResult>;
  patch: (table: string, records: Patch[]) => Promise<WriteResult>;
  /** Puts a record behind or before another one in a view's own order, with values that change with it. */
  arrange: (table: string, view: string, move: Arrangement) => Promise<WriteResult>;
  remove: (table: string, ids: number[]) => Promise<DeleteResult>;
  /** A button of a record; see `actions` of a record. */
  press: (
    table: string,
    id: number,
    button: Action,
    inputs: Record<string, unknown>,
    use?: Use,
    token?: string | null,
  ) => Promise<Pressed>;
  /** A button on several records: each succeeds or is refused by itself. */
  pressAll: (
    table: string,
    ids: readonly number[],
    button: Action,
    inputs: Record<string, unknown>,
    token: string,
  ) => Promise<PressedAll>;
}

export function useWrites(ws: string, origin: string): Writes {
  const client = useQueryClient();
  return useMemo(() => {
    const merge = (table: string, row: Row) =>
      client.setQueryData<RecordWithRights>(recordQuery(ws, table, row.id).queryKey, (old) =>
        old
          ? { ...old, version: Math.max(old.version, row.version), values: { ...old.values, ...row.values } }
          : old,
      );
    const deeds = deedsOf(ws);
    const note = (kind: DeedKind, table: string, batch: WriteResult["batch"], count: number) => {
      if (batch !== null && batch !== undefined) deeds.note({ batches: [String(batch)], kind, table, count });
    };
    const noteButton = (button: Action, table: string, batch: WriteResult["batch"], count: number) => {
      if (button.undoable) note("button", table, batch, count);
      else if (batch) deeds.note({ batches: [], kind: "button", table, count, final: button.label });
    };
    const settle = (kind: Written["kind"], table: string, result: WriteResult) => {
      const touched = result.touched ?? [];
      noteOwn(table, result.records);
      for (const row of touched) noteOwn(row.table, [row]);
      for (const row of result.records) merge(table, row);
      for (const row of touched) merge(row.table, row);
      announce({
        kind,
        table,
        rows: result.records,
        touched,
        deleted: [],
        warnings: result.warnings ?? [],
        origin,
      });
      void client.invalidateQueries({ queryKey: rowsKey(ws) });
    };
    return {
      create: async (table, values, once) => {
        const result = await deeds.track(createRecords(ws, table, values, once));
        note("create", table, result.batch, result.records.length);
        settle("create", table, result);
        return result;
      },
      patch: async (table, records) => {
        const result = await deeds.track(patchRecords(ws, table, records));
        note("update", table, result.batch, result.records.length);
        settle("update", table, result);
        return result;
      },
      arrange: async (table, view, move) => {
        const result = await deeds.track(arrangeRecord(ws, table, view, move));
        note("update", table, result.batch, 1);
        settle("update", table, result);
        return result;
      },
      press: async (table, id, button, inputs, use, token) => {
        const done = await deeds.track(pressButton(ws, table, id, button.key, inputs, use, token));
        noteButton(button, table, done.batch, 1);
        const records = done.record ? [done.record] : [];
        settle("update", table, { records, batch: done.batch, touched: done.touched, warnings: [] });
        return done;
      },
      pressAll: async (table, ids, button, inputs, token) => {
        const done = await deeds.track(pressButtonOnAll(ws, table, ids, button.key, inputs, token));
        noteButton(button, table, done.batch, done.done);
        if (done.done > 0) {
          announceTables([table], origin);
          void client.invalidateQueries({ queryKey: rowsKey(ws) });
        }
        return done;
      },
      remove: async (table, ids) => {
        const result = await deeds.track(deleteRecords(ws, table, ids));
        note("delete", table, result.batch, result.deleted.length);
        noteOwnDeleted(table, result.deleted);
        const gone = new Set(result.deleted.map((id) => JSON.stringify(recordQuery(ws, table, id).queryKey)));
        // Whatever still shows the record is about to close: it is not asked for again, and forgotten afterwards.
        setTimeout(() => {
          for (const id of result.deleted)
            client.removeQueries({ queryKey: recordQuery(ws, table, id).queryKey });
        }, CLOSING_MS);
        announce({
          kind: "delete",
          table,
          rows: [],
          touched: [],
          deleted: result.deleted,
          warnings: [],
          origin,
        });
        void client.invalidateQueries({
          queryKey: rowsKey(ws),
          predicate: (query) => !gone.has(JSON.stringify(query.queryKey)),
        });
        return result;
      },
    };
  }, [client, ws, origin]);
}

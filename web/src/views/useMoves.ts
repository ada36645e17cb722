/** Moving records to another place of a view: shown at once, saved with the version, put back with the server's sentence when refused. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { isConflict, Problem, sentence } from "../api/problem";
import { fetchRecord, rowsKey } from "../api/records";
import type { Draft, Field, Row, Table, Value } from "../api/types";
import { useWrites } from "../api/writes";
import { isWritable, toWire, type Values } from "../fields";
import { useAsk } from "../undo/useAsk";
import { useOffer } from "../undo/useOffer";

/** Where a record is put: beside another one. */
export interface Spot {
  card: number;
  side: "before" | "after";
}

/** A record on its way: shown in its new place until the server has answered. */
export interface Move {
  row: Row;
  from: string;
  to: string;
  /** null: wherever the order of the view puts it. */
  spot: Spot | null;
}

/** The places that records stand in by one of their fields: the lanes of a board, the days of a month. */
export interface Places {
  field: Field;
  /** Where the change is said to come from. */
  source: "kanban" | "calendar";
  of: (row: Row) => string;
  name: (place: string) => string;
  /** The field's value that puts a record there. */
  value: (row: Row, place: string) => Value;
  may: (from: string, to: string) => boolean;
  /** Key of the view in which records stay where they are put; null where it is sorted. */
  arranged: string | null;
}

/** A move the server wants more for: these fields have to be filled in first. */
export interface Wanting {
  move: Move;
  fields: Field[];
  problems: Record<string, string>;
  /** What has to change for the move, apart from what is filled in. */
  moved: Values;
  /** The whole record as it would stand; a card has but a few of its fields. */
  values: Values;
}

export interface Moves {
  moves: ReadonlyMap<number, Move>;
  wanting: Wanting | null;
  move: (move: Move, also?: Draft) => Promise<void>;
  cancel: () => void;
}

function fieldsWanted(error: unknown, table: Table, moved: Field): Wanting["fields"] {
  if (!(error instanceof Problem) || error.status !== 422) return [];
  const keys = error.errors.map((item) => item.field);
  if (keys.some((key) => key === null || key === moved.key)) return [];
  return table.fields.filter((field) => keys.includes(field.key) && isWritable(field));
}

export function useMoves(ws: string, table: Table, places: Places): Moves {
  const [moves, setMoves] = useState<ReadonlyMap<number, Move>>(new Map());
  const [wanting, setWanting] = useState<Wanting | null>(null);
  const writes = useWrites(ws, places.source);
  const client = useQueryClient();
  const offer = useOffer(ws);
  const { message } = App.useApp();
  const { t } = useTranslation();

  const askAgain = useAsk();
  const forget = useCallback((id: number) => {
    setMoves((old) => {
      const next = new Map(old);
      next.delete(id);
      return next;
    });
  }, []);

  const move = useCallback(
    async function move(what: Move, also: Draft = {}): Promise<void> {
      const { row, from, to, spot } = what;
      const { field, arranged } = places;
      setMoves((old) => new Map(old).set(row.id, what));
      try {
        const values = { ...toWire(also, table.fields), [field.key]: places.value(row, to) };
        const changed = from === to ? {} : { version: row.version, values };
        const { batch } =
          arranged && spot
            ? await writes.arrange(table.key, arranged, {
                record: row.id,
                [spot.side]: spot.card,
                ...changed,
              })
            : await writes.patch(table.key, [{ id: row.id, version: row.version, values }]);
        setWanting(null);
        if (from !== to) offer(t("table.moved", { label: places.name(to) }), batch);
        await client.invalidateQueries({ queryKey: rowsKey(ws, table.key) });
        forget(row.id);
      } catch (error) {
        const fields = fieldsWanted(error, table, field);
        if (fields.length > 0 && error instanceof Problem) {
          const problems: Record<string, string> = {};
          for (const item of error.errors) if (item.field) problems[item.field] = item.message;
          const whole = await fetchRecord(ws, table.key, row.id).catch(() => row);
          const moved = { [field.key]: places.value(row, to) };
          setWanting({ move: what, fields, problems, moved, values: { ...whole.values, ...moved } });
          return;
        }
        setWanting(null);
        forget(row.id);
        const now = isConflict(error) ? await fetchRecord(ws, table.key, row.id).catch(() => null) : null;
        if (!now) message.error(sentence(error), 6);
        else {
          const place = places.of(now);
          const again = () => move({ row: now, from: place, to, spot }, also);
          // Somebody changed other fields: the record moves all the same. Somebody moved it: one is asked.
          if (place === from && now.version > row.version) return again();
          if (place !== to)
            askAgain(
              t("table.movedMeanwhile", { label: places.name(place) }),
              places.may(place, to)
                ? { text: t("table.moveStill", { label: places.name(to) }), again }
                : null,
            );
        }
        await client.invalidateQueries({ queryKey: rowsKey(ws, table.key) });
      }
    },
    [places, writes, table, client, ws, forget, message, offer, askAgain, t],
  );

  const cancel = useCallback(() => {
    setWanting((old) => {
      if (old) forget(old.move.row.id);
      return null;
    });
  }, [forget]);

  return { moves, wanting, move, cancel };
}

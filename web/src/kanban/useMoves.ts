/** Moving cards: shown at once, saved with the version, put back with the server's sentence when refused. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { isConflict, Problem, sentence } from "../api/problem";
import { fetchRecord, rowsKey } from "../api/records";
import type { Draft, Field, Table } from "../api/types";
import { useWrites } from "../api/writes";
import { isWritable, toWire } from "../fields";
import { useAsk } from "../undo/useAsk";
import { useOffer } from "../undo/useOffer";
import { type Move, mayMove, NO_VALUE } from "./lanes";

/** A move the server wants more for: these fields have to be filled in first. */
export interface Wanting {
  move: Move;
  fields: Field[];
  problems: Record<string, string>;
}

export interface Moves {
  moves: ReadonlyMap<number, Move>;
  wanting: Wanting | null;
  move: (move: Move, also?: Draft) => Promise<void>;
  cancel: () => void;
}

function fieldsWanted(error: unknown, table: Table, stack: Field): Wanting["fields"] {
  if (!(error instanceof Problem) || error.status !== 422) return [];
  const keys = error.errors.map((item) => item.field);
  if (keys.some((key) => key === null || key === stack.key)) return [];
  return table.fields.filter((field) => keys.includes(field.key) && isWritable(field));
}

/** `view` is the key of the board where its cards stay where they are put; null where it is sorted. */
export function useMoves(ws: string, table: Table, stack: Field | null, view: string | null): Moves {
  const [moves, setMoves] = useState<ReadonlyMap<number, Move>>(new Map());
  const [wanting, setWanting] = useState<Wanting | null>(null);
  const writes = useWrites(ws, "kanban");
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
      if (!stack) return;
      const { row, from, to, spot } = what;
      const nameOf = (lane: string) =>
        stack.options.find((option) => option.key === lane)?.label ?? t("table.noValue");
      setMoves((old) => new Map(old).set(row.id, what));
      try {
        const values = { ...toWire(also, table.fields), [stack.key]: to === NO_VALUE ? null : to };
        const changed = from === to ? {} : { version: row.version, values };
        const { batch } =
          view && spot
            ? await writes.arrange(table.key, view, { record: row.id, [spot.side]: spot.card, ...changed })
            : await writes.patch(table.key, [{ id: row.id, version: row.version, values }]);
        setWanting(null);
        if (from !== to) offer(t("table.moved", { label: nameOf(to) }), batch);
        await client.invalidateQueries({ queryKey: rowsKey(ws, table.key) });
        forget(row.id);
      } catch (error) {
        const fields = fieldsWanted(error, table, stack);
        if (fields.length > 0 && error instanceof Problem) {
          const problems: Record<string, string> = {};
          for (const item of error.errors) if (item.field) problems[item.field] = item.message;
          setWanting({ move: what, fields, problems });
          return;
        }
        setWanting(null);
        forget(row.id);
        const now = isConflict(error) ? await fetchRecord(ws, table.key, row.id).catch(() => null) : null;
        if (!now) message.error(sentence(error), 6);
        else {
          const lane = String(now.values[stack.key] ?? NO_VALUE);
          const again = () => move({ row: now, from: lane, to, spot }, also);
          // Somebody changed other fields: the card moves all the same. Somebody moved it: one is asked.
          if (lane === from && now.version > row.version) return again();
          if (lane !== to)
            askAgain(
              t("table.movedMeanwhile", { label: nameOf(lane) }),
              mayMove(table, stack, lane, to)
                ? { text: t("table.moveStill", { label: nameOf(to) }), again }
                : null,
            );
        }
        await client.invalidateQueries({ queryKey: rowsKey(ws, table.key) });
      }
    },
    [stack, view, writes, table, client, ws, forget, message, offer, askAgain, t],
  );

  const cancel = useCallback(() => {
    setWanting((old) => {
      if (old) forget(old.move.row.id);
      return null;
    });
  }, [forget]);

  return { moves, wanting, move, cancel };
}

/** What pressing a button on many rows would come to: asked for in parts, added up. Pure. */
import type { ForeseenAll } from "../api/actions";
import { sum } from "../fields/decimal";
import type { Part } from "./pressing";

/** How many rows are asked about at once; the server goes as far as it gets in its time. */
export const PART = 200;
/** As many as one request takes: a limited button counts all that is chosen before it takes any. */
export const WHOLE = 1_000;
/** After so long no further part is asked about: what is known by then can be confirmed, the rest comes after it. */
export const LONGEST_MS = 20_000;
const MOST_MOVES = 3;

type Impact = ForeseenAll["impact"];
export type FieldChange = ForeseenAll["fields"][number];

export interface Outlook {
  parts: readonly Part[];
  /** Rows that would go through. */
  able: number;
  refused: readonly { id: number; sentences: readonly string[] }[];
  impact: Impact;
  fields: readonly FieldChange[];
  /** False where `fields` leaves some of it out. */
  complete: boolean;
  /** Rows that were not looked at. */
  rest: readonly number[];
}

export const unseen = (ids: readonly number[]): Outlook => ({
  parts: [],
  able: 0,
  refused: [],
  impact: { created: 0, updated: 0, deleted: 0, tables: [] },
  fields: [],
  complete: true,
  rest: ids,
});

function addImpact(one: Impact, other: Impact): Impact {
  const tables = new Map(one.tables.map((each) => [each.table, each]));
  for (const each of other.tables) {
    const old = tables.get(each.table);
    tables.set(each.table, {
      table: each.table,
      created: each.created + (old?.created ?? 0),
      updated: each.updated + (old?.updated ?? 0),
      deleted: each.deleted + (old?.deleted ?? 0),
    });
  }
  return {
    created: one.created + other.created,
    updated: one.updated + other.updated,
    deleted: one.deleted + other.deleted,
    tables: [...tables.values()],
  };
}

function addField(one: FieldChange, other: FieldChange): FieldChange {
  const moves = new Map(one.moves.map((move) => [JSON.stringify([move.before, move.after]), move]));
  for (const move of other.moves) {
    const key = JSON.stringify([move.before, move.after]);
    moves.set(key, { ...move, records: move.records + (moves.get(key)?.records ?? 0) });
  }
  const all = [...moves.values()].sort((a, b) => b.records - a.records);
  return {
    ...one,
    records: one.records + other.records,
    sum:
      one.sum && other.sum
        ? {
            before: sum([one.sum.before, other.sum.before]),
            after: sum([one.sum.after, other.sum.after]),
          }
        : null,
    moves: all.slice(0, MOST_MOVES),
    others: one.others + other.others + Math.max(0, all.length - MOST_MOVES),
  };
}

/** What is known after the answer to the next part. */
export function withPart(before: Outlook, answer: ForeseenAll): Outlook {
  const ids = answer.results.map((one) => one.id);
  const seen = new Set(ids);
  const fields = new Map(before.fields.map((one) => [`${one.table}.${one.field}`, one]));
  for (const one of answer.fields) {
    const key = `${one.table}.${one.field}`;
    const old = fields.get(key);
    fields.set(key, old ? addField(old, one) : one);
  }
  const refused = answer.results
    .filter((one) => !one.ok)
    .map(({ id, errors }) => ({ id, sentences: errors.map((error) => error.message) }));
  return {
    parts: [...before.parts, { ids, token: answer.token }],
    able: before.able + ids.length - refused.length,
    refused: [...before.refused, ...refused],
    impact: addImpact(before.impact, answer.impact),
    fields: [...fields.values()],
    complete: before.complete && answer.complete,
    rest: before.rest.filter((id) => !seen.has(id)),
  };
}

/** Asks part by part until all is known, it is stopped, or it takes too long. */
export async function lookAhead(
  ids: readonly number[],
  ask: (ids: readonly number[]) => Promise<ForeseenAll>,
  report: (now: Outlook) => void,
  stopped: () => boolean,
  size: number,
): Promise<Outlook> {
  const end = Date.now() + LONGEST_MS;
  let now = unseen(ids);
  while (now.rest.length > 0 && !stopped() && (now.parts.length === 0 || Date.now() < end)) {
    now = withPart(now, await ask(now.rest.slice(0, size)));
    report(now);
  }
  return now;
}

export interface Reason {
  sentence: string;
  ids: readonly number[];
}

/** Why rows are refused, the reason of most of them first. */
export function reasonsOf(refused: Outlook["refused"]): Reason[] {
  const found = new Map<string, number[]>();
  for (const { id, sentences } of refused) {
    const sentence = sentences.join("；");
    found.set(sentence, [...(found.get(sentence) ?? []), id]);
  }
  return [...found].map(([sentence, ids]) => ({ sentence, ids })).sort((a, b) => b.ids.length - a.ids.length);
}

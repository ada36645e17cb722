/** Buttons of a record: what the server offers now, and pressing one. */
import { request } from "./client";
import type { Answer, Schemas } from "./contract";
import type { RecordWithRights } from "./types";

export type Action = Schemas["Button"];
export type ActionInput = Action["inputs"][number];
/** `record` is null when the caller may not see it any more. */
export type Pressed = Answer<
  `/workspaces/${string}/tables/${string}/records/${number}/actions/${string}`,
  "POST"
>;

/** By a step's name: the record to take in place of a new one; null for a new one all the same. */
export type Use = Record<string, number | null>;

/** What is told beside `button.duplicates`: records like the one that a step would make. */
export interface Duplicates {
  step: string;
  table: string;
  records: readonly {
    id: number | null;
    label: string | null;
    usable: boolean;
    shown: readonly { field: string; label: string; text: string | null }[];
  }[];
}

export const actionsOf = (record: RecordWithRights): Action[] =>
  (record as RecordWithRights & { actions?: Action[] }).actions ?? [];

export type PressedAll = Answer<`/workspaces/${string}/tables/${string}/actions/${string}`, "POST">;

/** Presses a button on each of these rows by itself; all of it is one batch. */
export const pressButtonOnAll = (
  ws: string,
  table: string,
  ids: readonly number[],
  button: string,
  inputs: Record<string, unknown>,
  token: string,
): Promise<PressedAll> =>
  request(`/workspaces/${ws}/tables/${table}/actions/${button}`, {
    method: "POST",
    body: { ids: [...ids], inputs, token },
  });

export type ForeseenAll = Answer<`/workspaces/${string}/tables/${string}/actions/${string}/preview`, "POST">;

/** What it would come to on these rows, or on the first of them, and the token that confirms it. */
export const foreseeAll = (
  ws: string,
  table: string,
  ids: readonly number[],
  button: string,
  inputs: Record<string, unknown>,
): Promise<ForeseenAll> =>
  request(`/workspaces/${ws}/tables/${table}/actions/${button}/preview`, {
    method: "POST",
    body: { ids: [...ids], inputs },
  });

export type Foreseen = Answer<
  `/workspaces/${string}/tables/${string}/records/${number}/actions/${string}/preview`,
  "POST"
>;

/** What a press would come to, and the token that confirms it. */
export const foreseePress = (
  ws: string,
  table: string,
  id: number,
  button: string,
  inputs: Record<string, unknown>,
): Promise<Foreseen> =>
  request(`/workspaces/${ws}/tables/${table}/records/${id}/actions/${button}/preview`, {
    method: "POST",
    body: { inputs },
  });

export const pressButton = (
  ws: string,
  table: string,
  id: number,
  button: string,
  inputs: Record<string, unknown>,
  use: Use = {},
  token: string | null = null,
): Promise<Pressed> =>
  request(`/workspaces/${ws}/tables/${table}/records/${id}/actions/${button}`, {
    method: "POST",
    body: { inputs, use, token },
  });

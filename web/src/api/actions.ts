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
): Promise<PressedAll> =>
  request(`/workspaces/${ws}/tables/${table}/actions/${button}`, {
    method: "POST",
    body: { ids: [...ids], inputs },
  });

export const pressButton = (
  ws: string,
  table: string,
  id: number,
  button: string,
  inputs: Record<string, unknown>,
): Promise<Pressed> =>
  request(`/workspaces/${ws}/tables/${table}/records/${id}/actions/${button}`, {
    method: "POST",
    body: { inputs },
  });

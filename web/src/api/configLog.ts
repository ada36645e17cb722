/** The configuration log: every change of what is configurable, with its difference, and taking one back. */
import { request } from "./client";
import type { Answer } from "./contract";

export type ConfigPage = Answer<`/workspaces/${string}/config-log`>;
/** `more` counts the properties that differ beyond those that are told. */
export type ConfigEntry = ConfigPage["entries"][number];
export type PropertyChange = ConfigEntry["changes"][number];

export interface ConfigFilter {
  kind: string | null;
  table: string | null;
  by: number | null;
  since: string | null;
  until: string | null;
}

export const fetchConfigLog = (
  ws: string,
  filter: ConfigFilter,
  cursor: number | null,
  signal?: AbortSignal,
): Promise<ConfigPage> =>
  request(`/workspaces/${ws}/config-log`, { query: { ...filter, cursor, limit: 50 }, signal });

/** One entry, with what stands against taking it back. */
export const fetchConfigEntry = (
  ws: string,
  id: number,
  signal?: AbortSignal,
): Promise<ConfigEntry & { conflicts: string[] }> =>
  request(`/workspaces/${ws}/config-log/${id}`, { signal });

export const revertConfigEntry = (
  ws: string,
  id: number,
  body: { confirm?: boolean; unlock?: boolean; reason?: string },
): Promise<{ entries: ConfigEntry[] }> =>
  request(`/workspaces/${ws}/config-log/${id}/revert`, { method: "POST", body });

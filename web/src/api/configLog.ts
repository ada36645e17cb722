/** The configuration log: every change of what is configurable, with its difference, and taking one back. */
import { request } from "./client";
import type { Ref } from "./types";

export interface PropertyChange {
  path: string;
  label: string;
  before: string | null;
  after: string | null;
}

export interface ConfigEntry {
  id: number;
  at: string;
  by: Ref | null;
  source: string;
  kind: string;
  kind_label: string;
  verb: string;
  label: string;
  table: string | null;
  field: string | null;
  object: string | null;
  reason: string | null;
  changes: PropertyChange[];
  /** Properties that differ beyond those that are told. */
  more: number;
  revertible: boolean;
  reverts: number | null;
  reverted_by: number | null;
}

export interface ConfigPage {
  entries: ConfigEntry[];
  next: number | null;
  kinds: { key: string; label: string }[];
}

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

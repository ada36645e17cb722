/** Versions that this tab wrote or was answered: news of them is no news. */
import type { LiveChange } from "../api/changes";

const KEPT_MS = 10_000;

interface Known {
  readonly version: number;
  readonly at: number;
}

const known = new Map<string, Known>();
const gone = new Map<string, number>();

export function noteOwn(table: string, rows: readonly { id: number; version: number }[]): void {
  const at = Date.now();
  if (known.size > 5000) known.clear();
  for (const row of rows) known.set(`${table}:${row.id}`, { version: row.version, at });
}

export function noteOwnDeleted(table: string, ids: readonly number[]): void {
  for (const id of ids) gone.set(`${table}:${id}`, Date.now());
}

export function isOwn(change: LiveChange, now = Date.now()): boolean {
  const key = `${change.table}:${change.id}`;
  if (change.kind === "delete") return now - (gone.get(key) ?? 0) < KEPT_MS;
  const own = known.get(key);
  if (!own || change.version === null || change.version > own.version) return false;
  // What is computed moves without a new version.
  return change.kind !== "computed" || now - own.at < KEPT_MS;
}

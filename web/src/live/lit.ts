/** Records that somebody else just changed: they light up for a moment wherever they are shown. */
import { useSyncExternalStore } from "react";

export const LIT_MS = 1600;

let lit: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function put(next: ReadonlySet<string>): void {
  lit = next;
  for (const listener of listeners) listener();
}

export function light(records: readonly { table: string; id: number }[]): void {
  const keys = records.map(({ table, id }) => `${table}:${id}`);
  put(new Set([...lit, ...keys]));
  setTimeout(() => put(new Set([...lit].filter((key) => !keys.includes(key)))), LIT_MS);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLit = (table: string, id: number): boolean =>
  useSyncExternalStore(subscribe, () => lit.has(`${table}:${id}`));

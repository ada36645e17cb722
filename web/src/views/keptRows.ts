/**
 * Keeps new rows that wait for the server beyond the page, in this browser: each request by itself, so that tabs do not
 * write over each other. They belong to one member of one workspace and go when that person signs out.
 */
import type { Keeper, Parcel } from "../grid";

const PREFIX = "gezi.waiting.";
/** The server knows a key for 48 hours; later the same rows could be made a second time. */
const KNOWN_MS = 47 * 3_600_000;

function read(text: string | null): Parcel | null {
  try {
    const found = JSON.parse(text ?? "null") as Partial<Parcel> | null;
    return found &&
      typeof found.key === "string" &&
      typeof found.since === "number" &&
      Array.isArray(found.rows)
      ? { key: found.key, since: found.since, rows: found.rows }
      : null;
  } catch {
    return null;
  }
}

function stored(prefix: string): [string, Parcel][] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .flatMap((name): [string, Parcel][] => {
        const parcel = read(localStorage.getItem(name));
        return parcel ? [[name, parcel]] : [];
      });
  } catch {
    return []; // Forbidden storage holds nothing.
  }
}

export function keptRows(ws: string, member: number, table: string): Keeper {
  const prefix = `${PREFIX}${ws}.${member}.${table}.`;
  return {
    load: () =>
      stored(prefix)
        .map(([, parcel]) => ({ ...parcel, forgotten: Date.now() - parcel.since > KNOWN_MS }))
        .sort((one, other) => one.since - other.since),
    keep: (parcel) => {
      try {
        localStorage.setItem(prefix + parcel.key, JSON.stringify(parcel));
        return true;
      } catch {
        return false;
      }
    },
    drop: (key) => {
      try {
        localStorage.removeItem(prefix + key);
      } catch {
        // Forbidden storage holds nothing.
      }
    },
  };
}

/** How many new rows wait, in any table. */
export const countKept = (): number => stored(PREFIX).reduce((sum, [, { rows }]) => sum + rows.length, 0);

/** Signing out: the next person at this browser is not to find them. */
export function forgetKept(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // Forbidden storage holds nothing.
  }
}

/** Sort texts of the API ("-total,name") and their parts. Pure. */
import type { SortKey } from "../grid";

export function sortKeysOf(text: string | null | undefined): SortKey[] {
  const seen = new Set<string>();
  const keys: SortKey[] = [];
  for (const part of (text ?? "").split(",")) {
    const descending = part.startsWith("-");
    const field = part.replace(/^[-+]/, "").trim();
    if (!field || seen.has(field)) continue;
    seen.add(field);
    keys.push({ field, descending });
  }
  return keys;
}

export function sortTextOf(keys: readonly SortKey[]): string | null {
  return keys.length
    ? keys.map(({ field, descending }) => (descending ? `-${field}` : field)).join(",")
    : null;
}

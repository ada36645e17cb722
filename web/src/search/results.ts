/** What a search shows: pages by name, then records table by table; and which part of a text was found. Pure. */
import type { Hit } from "../api/search";
import type { NavigationItem } from "../api/workspace";

export interface PageResult {
  kind: "page";
  id: string;
  item: NavigationItem;
}

export interface RecordResult {
  kind: "record";
  id: string;
  hit: Hit;
}

export type Result = PageResult | RecordResult;

export interface ResultGroup {
  key: string;
  label: string;
  results: Result[];
}

/** Tables in the order of their best hit; inside, the order of the answer. */
export function groupsOf(
  hits: readonly Hit[],
  pages: readonly NavigationItem[],
  pagesLabel: string,
): ResultGroup[] {
  const groups = new Map<string, ResultGroup>();
  if (pages.length > 0) {
    const results = pages.map((item): Result => ({ kind: "page", id: `${item.kind}-${item.key}`, item }));
    groups.set("", { key: "", label: pagesLabel, results });
  }
  for (const hit of hits) {
    const group = groups.get(hit.table.key) ?? { ...hit.table, results: [] };
    group.results.push({ kind: "record", id: `${hit.table.key}-${hit.id}`, hit });
    groups.set(hit.table.key, group);
  }
  return [...groups.values()];
}

export interface Piece {
  text: string;
  found: boolean;
}

/** A text in pieces, those that are one of the words marked; upper and lower case are the same. */
export function pieces(text: string, words: readonly string[]): Piece[] {
  const wanted = words.filter((word) => word !== "").map((word) => word.toLowerCase());
  const plain = text.toLowerCase();
  // Letters that change their number in lower case would shift every place behind them.
  if (wanted.length === 0 || plain.length !== text.length) return [{ text, found: false }];
  const marks = new Array<boolean>(text.length).fill(false);
  for (const word of wanted)
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length))
      marks.fill(true, at, at + word.length);
  const found: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = found.at(-1);
    const mark = marks[at] ?? false;
    if (last && last.found === mark) last.text += text[at];
    else found.push({ text: text[at] ?? "", found: mark });
  }
  return found;
}

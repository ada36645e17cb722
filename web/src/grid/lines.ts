/** Lines of the body: rows, and the headings of groups between them. Pure arithmetic; rows themselves live elsewhere. */
import type { RowGroup } from "./types";

export interface LineMap {
  readonly total: number;
  /** Index in the source of the row on a line; -1 for a heading. */
  indexAt(line: number): number;
  headingAt(line: number): RowGroup | null;
  /** Line of a row by its index in the source; -1 while its group is closed. */
  lineOf(index: number): number;
}

export function plainLines(count: number): LineMap {
  return { total: count, indexAt: (line) => line, headingAt: () => null, lineOf: (index) => index };
}

interface Segment {
  readonly group: RowGroup;
  /** Line of the heading. */
  readonly line: number;
  /** Index of the first row. */
  readonly index: number;
  readonly open: boolean;
}

export function groupedLines(groups: readonly RowGroup[], closed: ReadonlySet<string>): LineMap {
  const segments: Segment[] = [];
  let line = 0;
  let index = 0;
  for (const group of groups) {
    const open = !closed.has(group.key);
    segments.push({ group, line, index, open });
    line += 1 + (open ? group.count : 0);
    index += group.count;
  }
  const total = line;
  const find = (value: number, edge: "line" | "index"): Segment | undefined => {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.[edge] ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    return segments[low];
  };
  return {
    total,
    indexAt: (at) => {
      const segment = find(at, "line");
      return !segment || at === segment.line ? -1 : segment.index + at - segment.line - 1;
    },
    headingAt: (at) => {
      const segment = find(at, "line");
      return segment && at === segment.line ? segment.group : null;
    },
    lineOf: (at) => {
      const segment = find(at, "index");
      return segment?.open && at < segment.index + segment.group.count
        ? segment.line + 1 + at - segment.index
        : -1;
    },
  };
}

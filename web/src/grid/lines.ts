/** Lines of the body: rows, and the headings of groups between them. Pure arithmetic; rows themselves live elsewhere. */
import type { Folding, RowGroup } from "./types";

export interface LineMap {
  readonly total: number;
  /** Index in the source of the row on a line; -1 for a heading. */
  indexAt(line: number): number;
  headingAt(line: number): RowGroup | null;
  /** Line of a row by its index in the source; -1 while its group is closed. */
  lineOf(index: number): number;
  /** Line of a group's heading; -1 while a group around it is closed. */
  lineOfHeading(key: string): number;
}

export function plainLines(count: number): LineMap {
  return {
    total: count,
    indexAt: (line) => line,
    headingAt: () => null,
    lineOf: (index) => index,
    lineOfHeading: () => -1,
  };
}

export const isClosed = ({ closed, except }: Folding, key: string): boolean =>
  closed !== except.includes(key);

interface Segment {
  readonly group: RowGroup;
  /** Line of the heading. */
  readonly line: number;
  /** Index of the first row. */
  readonly index: number;
  /** Rows of the group's own under the heading: none while it is closed or holds groups. */
  readonly rows: number;
}

/** `groups` from the top down, each followed by those inside it. */
export function groupedLines(groups: readonly RowGroup[], folding: Folding): LineMap {
  const except = new Set(folding.except);
  const segments: Segment[] = [];
  const headings = new Map<string, number>();
  let line = 0;
  let index = 0;
  let closedAt = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    if (group.level > closedAt) continue;
    const open = folding.closed === except.has(group.key);
    closedAt = open ? Number.POSITIVE_INFINITY : group.level;
    const rows = open && group.leaf ? group.count : 0;
    segments.push({ group, line, index, rows });
    headings.set(group.key, line);
    line += 1 + rows;
    if (group.leaf || !open) index += group.count;
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
      return segment && at < segment.index + segment.rows ? segment.line + 1 + at - segment.index : -1;
    },
    lineOfHeading: (key) => headings.get(key) ?? -1,
  };
}

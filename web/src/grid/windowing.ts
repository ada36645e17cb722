/** Which rows and columns are on the screen: arithmetic only, at any table size. */

export interface Span {
  /** First index shown. */
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Lines of equal height that touch [offset, offset + viewport), with some more on both sides. */
export function lineSpan(
  offset: number,
  viewport: number,
  height: number,
  count: number,
  overscan: number,
): Span {
  const first = Math.floor(offset / height) - overscan;
  const last = Math.ceil((offset + viewport) / height) + overscan;
  const from = Math.max(0, Math.min(count, first));
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** Left edges of columns, with the total width as last element. */
export function edgesOf(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width);
  return edges;
}

/** Index of the column at x; the last one beyond the right edge. */
export function columnAt(edges: readonly number[], x: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Columns behind the `frozen` first that touch the view; `viewport` is the width right of the frozen ones. */
export function columnSpan(
  edges: readonly number[],
  frozen: number,
  scrollLeft: number,
  viewport: number,
  overscan: number,
): Span {
  const count = edges.length - 1;
  const base = edges[Math.min(frozen, count)] ?? 0;
  if (frozen >= count) return { from: count, to: count };
  const from = Math.max(frozen, columnAt(edges, base + scrollLeft) - overscan);
  const to = Math.min(count, columnAt(edges, base + scrollLeft + Math.max(0, viewport - 1)) + 1 + overscan);
  return { from, to: Math.max(from, to) };
}

/** Smallest scroll that shows [start, end) in a viewport; the present one when it already does. */
export function reveal(scroll: number, viewport: number, start: number, end: number): number {
  if (start < scroll || end - start > viewport) return start;
  if (end > scroll + viewport) return end - viewport;
  return scroll;
}

/** Numbers of the pages that hold rows [from, to). */
export function pagesOf(span: Span, size: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(span.from / size); page * size < span.to; page += 1) pages.push(page);
  return pages;
}

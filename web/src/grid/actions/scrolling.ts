/** What is in view, and bringing something into view. */
import type { GridModel } from "../model";
import { PAGE_SIZE } from "../pages";
import { anchored } from "../scroll";
import type { Cell } from "../selection";
import { lineSpan, reveal, type Span } from "../windowing";

export const OVERSCAN_LINES = 4;
const PREFETCH_LINES = 40;

/** Lines on the screen, with some around. */
export function linesInView(model: GridModel, overscan = OVERSCAN_LINES): Span {
  const { place, height } = model.view;
  const count = model.lineCount + (model.props.canCreate ? 1 : 0);
  return lineSpan(place.offset, height, model.rowHeight, count, overscan);
}

/** Pages that hold the lines on the screen. */
export function pagesInView(model: GridModel, around = PREFETCH_LINES): number[] {
  const { from, to } = linesInView(model, around);
  const last = Math.min(to, model.lines.total);
  // Line by line: the rows of closed groups lie between those of open ones and are not read.
  const pages = new Set<number>();
  for (let line = from; line < last; line += 1) {
    const index = model.lines.indexAt(line);
    if (index >= 0) pages.add(Math.floor(index / PAGE_SIZE));
  }
  return pages.size === 0 && model.count === null ? [0] : [...pages];
}

export function scrollTo(model: GridModel, offset: number, left = model.view.left): void {
  const place = anchored(offset, model.extent);
  model.view = { ...model.view, place, left };
  model.scroller?.scrollTo({ top: place.top, left });
  model.emit();
}

/** Scrolls as little as needed to show a cell. */
export function show(model: GridModel, cell: Cell): void {
  const { place, height, left, width } = model.view;
  if (height === 0) return;
  const top = cell.line * model.rowHeight;
  const offset = reveal(place.offset, height, top, top + model.rowHeight);
  const { edges, frozen } = model.columns;
  const base = edges[frozen] ?? 0;
  let toLeft = left;
  if (cell.column >= frozen) {
    const start = (edges[cell.column] ?? 0) - base;
    toLeft = reveal(left, width - base, start, (edges[cell.column + 1] ?? 0) - base);
  }
  if (offset !== place.offset || toLeft !== left) scrollTo(model, offset, toLeft);
}

/** What is selected: one active cell and a rectangle that reaches from it. Pure; lines and columns are indexes. */

export interface Cell {
  readonly line: number;
  readonly column: number;
}

/** `anchor` is the active cell; the rectangle spans from it to `focus`. */
export interface Selection {
  readonly anchor: Cell;
  readonly focus: Cell;
}

export interface Rect {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Bounds {
  readonly lines: number;
  readonly columns: number;
}

export const at = (line: number, column: number): Selection => ({
  anchor: { line, column },
  focus: { line, column },
});

export function rectOf({ anchor, focus }: Selection): Rect {
  return {
    top: Math.min(anchor.line, focus.line),
    bottom: Math.max(anchor.line, focus.line),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export const sizeOf = (rect: Rect) => (rect.bottom - rect.top + 1) * (rect.right - rect.left + 1);

export const isSingle = (selection: Selection) => sizeOf(rectOf(selection)) === 1;

export function contains(rect: Rect, cell: Cell): boolean {
  return (
    cell.line >= rect.top && cell.line <= rect.bottom && cell.column >= rect.left && cell.column <= rect.right
  );
}

const clamp = (value: number, limit: number) => Math.max(0, Math.min(limit - 1, value));

export function clampCell(cell: Cell, bounds: Bounds): Cell {
  return { line: clamp(cell.line, bounds.lines), column: clamp(cell.column, bounds.columns) };
}

/** Moves the active cell, or with `extend` the far corner of the rectangle. */
export function move(
  selection: Selection,
  step: { line: number; column: number },
  bounds: Bounds,
  extend = false,
): Selection {
  const from = extend ? selection.focus : selection.anchor;
  const to = clampCell({ line: from.line + step.line, column: from.column + step.column }, bounds);
  return extend ? { anchor: selection.anchor, focus: to } : { anchor: to, focus: to };
}

/** Goes to the edge of the table in one direction (Ctrl+arrow). */
export function jump(
  selection: Selection,
  step: { line: number; column: number },
  bounds: Bounds,
  extend = false,
): Selection {
  const far = { line: step.line * bounds.lines, column: step.column * bounds.columns };
  return move(selection, far, bounds, extend);
}

/** Next or previous cell in reading order (Tab): at the end of a line goes on in the next. */
export function step(selection: Selection, direction: 1 | -1, bounds: Bounds): Selection {
  const index = selection.anchor.line * bounds.columns + selection.anchor.column + direction;
  const last = bounds.lines * bounds.columns - 1;
  const to = Math.max(0, Math.min(last, index));
  return at(Math.floor(to / bounds.columns), to % bounds.columns);
}

export function all(bounds: Bounds): Selection {
  return { anchor: { line: 0, column: 0 }, focus: { line: bounds.lines - 1, column: bounds.columns - 1 } };
}

/** The columns of one line inside the rectangle, [-1, -1] when the line is outside: what a row needs to paint itself. */
export function columnsIn(rect: Rect | null, line: number): readonly [number, number] {
  return rect && line >= rect.top && line <= rect.bottom ? [rect.left, rect.right] : [-1, -1];
}

/** Keeps a selection inside bounds that have shrunk; null when nothing is left. */
export function confine(selection: Selection | null, bounds: Bounds): Selection | null {
  if (!selection || bounds.lines < 1 || bounds.columns < 1) return null;
  const [anchor, focus] = [clampCell(selection.anchor, bounds), clampCell(selection.focus, bounds)];
  const same = (a: Cell, b: Cell) => a.line === b.line && a.column === b.column;
  return same(anchor, selection.anchor) && same(focus, selection.focus) ? selection : { anchor, focus };
}

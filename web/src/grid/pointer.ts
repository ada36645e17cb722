/** Mouse and touch in the body: selecting, dragging, filling, opening. Cells are found by their data attributes, dragging by arithmetic. */
import { arrange } from "./actions/arranging";
import { begin, commit, obstacle, toggle } from "./actions/editing";
import { fill, fillArea } from "./actions/filling";
import { toggleGroup } from "./actions/folding";
import { select, selectCell, selectLine } from "./actions/moving";
import { addRow, toggleCheck } from "./actions/rows";
import { scrollTo } from "./actions/scrolling";
import type { GridModel } from "./model";
import { type Anchor, spot } from "./Popup";
import { at, type Cell, clampCell, contains } from "./selection";
import { columnAt } from "./windowing";

export interface Hit {
  readonly line: number;
  /** -1: the row's number. */
  readonly column: number;
  readonly act: string | null;
}

export function hitOf(target: EventTarget | null): Hit | null {
  if (!(target instanceof Element)) return null;
  const line = target.closest<HTMLElement>("[data-line]")?.dataset.line;
  if (line === undefined) return null;
  const column = target.closest<HTMLElement>("[data-col]")?.dataset.col;
  return {
    line: Number(line),
    column: column === undefined ? -1 : Number(column),
    act: target.closest<HTMLElement>("[data-act]")?.dataset.act ?? null,
  };
}

/** The cell under a point of the screen, also outside the view. */
export function cellAt(model: GridModel, x: number, y: number, gutter: number, headHeight: number): Cell {
  const box = model.scroller?.getBoundingClientRect() ?? { left: 0, top: 0, width: 1 };
  const zoom = model.scroller?.offsetWidth ? box.width / model.scroller.offsetWidth : 1;
  const { edges, frozen } = model.columns;
  const inX = (x - box.left) / zoom - gutter;
  const inY = (y - box.top) / zoom - headHeight + model.view.place.offset;
  const base = edges[frozen] ?? 0;
  const column = columnAt(edges, inX < base ? Math.max(0, inX) : inX + model.view.left);
  return clampCell({ line: Math.floor(inY / model.rowHeight), column }, model.bounds);
}

const EDGE = 28;
const STEP_MS = 40;

/** Follows a pressed mouse until it is let go, scrolling when it leaves the view. */
function drag(
  model: GridModel,
  gutter: number,
  headHeight: number,
  onCell: (cell: Cell) => void,
  onEnd: () => void,
): void {
  let [x, y] = [0, 0];
  let known = false;
  const follow = () => onCell(cellAt(model, x, y, gutter, headHeight));
  const timer = setInterval(() => {
    const box = model.scroller?.getBoundingClientRect();
    if (!box || !known) return;
    const top = box.top + headHeight;
    const bottom = top + model.view.height;
    const down =
      y > bottom - 4
        ? Math.min(6, 1 + (y - bottom) / EDGE)
        : y < top
          ? -Math.min(6, 1 + (top - y) / EDGE)
          : 0;
    const left = box.left + gutter + (model.columns.edges[model.columns.frozen] ?? 0);
    const aside = x > box.right - 4 ? 1 : x < left && model.view.left > 0 && x > box.left + gutter ? -1 : 0;
    if (down === 0 && aside === 0) return;
    const most = Math.max(0, (model.columns.edges.at(-1) ?? 0) + gutter - (model.scroller?.clientWidth ?? 0));
    scrollTo(
      model,
      model.view.place.offset + down * model.rowHeight,
      Math.max(0, Math.min(most, model.view.left + aside * 40)),
    );
    follow();
  }, STEP_MS);
  const move = (event: MouseEvent) => {
    [x, y, known] = [event.clientX, event.clientY, true];
    follow();
  };
  const up = () => {
    clearInterval(timer);
    window.removeEventListener("mousemove", move);
    window.removeEventListener("mouseup", up);
    onEnd();
  };
  window.addEventListener("mousemove", move);
  window.addEventListener("mouseup", up);
}

const focus = (model: GridModel) => model.input?.focus({ preventScroll: true });

/** What the row's own buttons do; true when it was one of them. */
function act(model: GridModel, hit: Hit, event: MouseEvent): boolean {
  const row = model.rowAt(hit.line);
  if (hit.act === "tick") void toggleCheck(model, hit.line, event.shiftKey);
  else if (hit.act === "open") {
    if (row) model.props.onOpen?.(row.id);
  } else if (hit.act === "explain") {
    const column = model.columns.list[hit.column];
    if (row && column && row.id > 0) model.props.onExplain?.(row.id, column.key);
  } else if (hit.act === "add") addRow(model);
  else if (hit.act === "group") {
    const heading = model.headingAt(hit.line);
    if (heading) {
      select(model, at(hit.line, model.selection?.anchor.column ?? 0), false);
      toggleGroup(model, heading.key);
    }
  } else return false;
  return true;
}

export function onMouseDown(model: GridModel, event: MouseEvent, gutter: number, headHeight: number): void {
  const hit = hitOf(event.target);
  if (!hit || event.button === 1) return;
  event.preventDefault();
  if (event.button !== 0) return;
  focus(model);
  if (hit.act === "fill") {
    startFill(model, gutter, headHeight);
    return;
  }
  if (hit.act === "lift") {
    lift(model, hit.line, gutter, headHeight);
    return;
  }
  if (hit.act !== null || hit.line >= model.lineCount || model.lines.headingAt(hit.line)) return;
  if (hit.column < 0) {
    selectLine(model, hit.line, event.shiftKey);
    drag(
      model,
      gutter,
      headHeight,
      (cell) => selectLine(model, cell.line, true),
      () => undefined,
    );
    return;
  }
  const cell = { line: hit.line, column: hit.column };
  selectCell(model, cell, event.shiftKey, true);
  const onBox = event.target instanceof Element && event.target.closest(".gz-check") !== null;
  if (onBox && !event.shiftKey) {
    toggle(model);
    return;
  }
  let last = cell;
  drag(
    model,
    gutter,
    headHeight,
    (to) => {
      if (to.line === last.line && to.column === last.column) return;
      last = to;
      if (model.selection) select(model, { anchor: model.selection.anchor, focus: to }, false);
    },
    () => undefined,
  );
}

function startFill(model: GridModel, gutter: number, headHeight: number): void {
  const from = model.rect;
  if (!from) return;
  drag(
    model,
    gutter,
    headHeight,
    (to) => {
      model.fillArea = fillArea(from, to);
      model.emit();
    },
    () => {
      const area = model.fillArea;
      model.fillArea = null;
      model.emit();
      if (area) void fill(model, from, area);
    },
  );
}

/** Drags a row to another place of the order. */
function lift(model: GridModel, from: number, gutter: number, headHeight: number): void {
  const put = (next: GridModel["lifted"]) => {
    model.lifted = next;
    model.emit();
  };
  selectLine(model, from, false);
  drag(
    model,
    gutter,
    headHeight,
    (cell) => {
      if (cell.line !== model.lifted?.to) put({ from, to: cell.line });
    },
    () => {
      const { lifted } = model;
      put(null);
      if (lifted) void arrange(model, lifted.from, lifted.to);
    },
  );
}

/** Clicks: buttons of rows; on touch screens selecting, and a second tap edits. Links open with Ctrl, or when tapped in the active cell. */
export function onClick(model: GridModel, event: MouseEvent, touch: boolean): void {
  const hit = hitOf(event.target);
  if (!hit) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link && !(event.ctrlKey || event.metaKey)) event.preventDefault();
  if (act(model, hit, event)) return;
  if (!touch || hit.line >= model.lineCount) return;
  if (hit.column < 0) {
    const row = model.rowAt(hit.line);
    if (row && row.id > 0) model.props.onOpen?.(row.id);
    return;
  }
  const active = model.selection?.anchor;
  const again = active?.line === hit.line && active.column === hit.column;
  if (model.editing) commit(model);
  selectCell(model, { line: hit.line, column: hit.column }, false, true);
  if (again) openEditor(model);
}

/** The right button: on a cell outside the selection it selects that one first. */
export function onContextMenu(model: GridModel, event: MouseEvent, open: (at: Anchor) => void): void {
  const hit = hitOf(event.target);
  if (!hit || hit.line >= model.lineCount || model.headingAt(hit.line)) return;
  event.preventDefault();
  const { rect } = model;
  const cell = { line: hit.line, column: Math.max(0, hit.column) };
  if (hit.column < 0 && !(rect && contains(rect, cell) && rect.right === model.bounds.columns - 1))
    selectLine(model, hit.line, false);
  else if (!rect || !contains(rect, cell)) selectCell(model, cell, false, true);
  else if (model.editing) commit(model);
  focus(model);
  open(spot(event.clientX, event.clientY));
}

export function onDoubleClick(model: GridModel, event: MouseEvent): void {
  const hit = hitOf(event.target);
  if (!hit || hit.act !== null || hit.column < 0 || hit.line >= model.lineCount) return;
  openEditor(model);
}

function openEditor(model: GridModel): void {
  const { active } = model;
  if (!active) return;
  const reason = obstacle(model, active.row, active.column);
  if (
    reason !== null &&
    active.column.ui.editor.kind === "record" &&
    active.row.id > 0 &&
    !active.column.field.computed
  ) {
    model.props.onOpen?.(active.row.id);
    return;
  }
  focus(model);
  if (active.column.ui.editor.kind === "toggle") return;
  begin(model);
}

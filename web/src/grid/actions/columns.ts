/** Width and order of columns. */
import { MAX_WIDTH, MIN_WIDTH } from "../columns";
import type { GridModel } from "../model";
import { linesInView } from "./scrolling";

/** Follows the pointer until it is let go. */
function follow(start: PointerEvent, onMove: (event: PointerEvent) => void, onEnd: () => void): void {
  const move = (event: PointerEvent) => {
    if (event.pointerId === start.pointerId) onMove(event);
  };
  const end = (event: PointerEvent) => {
    if (event.pointerId !== start.pointerId) return;
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    onEnd();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
}

/** Page zoom by CSS: what one pixel of layout measures on the screen. */
function zoomOf(model: GridModel): number {
  const element = model.scroller;
  return element?.offsetWidth ? element.getBoundingClientRect().width / element.offsetWidth : 1;
}

function setWidth(model: GridModel, key: string, width: number): void {
  model.liveWidths.set(key, Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width))));
  model.relayout();
  model.emit();
}

export function dragWidth(model: GridModel, start: PointerEvent, index: number): void {
  const column = model.columns.list[index];
  if (!column) return;
  const zoom = zoomOf(model);
  let moved = false;
  follow(
    start,
    (event) => {
      moved = true;
      setWidth(model, column.key, column.width + (event.clientX - start.clientX) / zoom);
    },
    () => {
      if (moved) model.props.onResize?.(column.key, model.liveWidths.get(column.key) ?? column.width);
    },
  );
}

const PADDING = 26;
const EXPLAIN = 22;

/** Makes a column as wide as its heading and the loaded rows on the screen need. */
export function fitColumn(model: GridModel, index: number): void {
  const column = model.columns.list[index];
  const canvas = document.createElement("canvas").getContext("2d");
  if (!column || !canvas) return;
  const font = model.scroller ? getComputedStyle(model.scroller) : null;
  canvas.font = font ? `${font.fontSize} ${font.fontFamily}` : "13px sans-serif";
  let width = canvas.measureText(column.field.label).width + 64;
  const { from, to } = linesInView(model);
  for (let line = from; line < to; line += 1) {
    const row = model.rowAt(line);
    if (!row) continue;
    const text = column.ui.shown(model.valueOf(row, column.key), column.field, model.props.context);
    const longest = text
      .split("\n")
      .reduce((most, part) => Math.max(most, canvas.measureText(part).width), 0);
    const marks =
      16 * Math.max(0, text.split(", ").length - 1) +
      (["member", "members", "option", "state", "multi_option", "relation", "relations"].includes(
        column.field.value_type,
      )
        ? 28
        : 0);
    width = Math.max(width, longest + PADDING + marks + (column.field.computed ? EXPLAIN : 0));
  }
  setWidth(model, column.key, Math.min(480, width));
  model.props.onResize?.(column.key, model.liveWidths.get(column.key) ?? column.width);
}

/** Order of keys after the column at `from` was put before the one at `to`. */
export function reordered(keys: readonly string[], from: number, to: number): string[] {
  const rest = keys.filter((_, index) => index !== from);
  const moved = keys[from];
  if (moved !== undefined) rest.splice(to > from ? to - 1 : to, 0, moved);
  return rest;
}

export function moveColumn(model: GridModel, from: number, to: number): void {
  const keys = model.columns.list.map((column) => column.key);
  if (to === from || to === from + 1 || to < 0 || to > keys.length) return;
  model.props.onReorder?.(reordered(keys, from, to));
}

const THRESHOLD = 5;

/** Drags a heading to another place; a click without moving is left to the caller. */
export function dragHeading(model: GridModel, start: PointerEvent, from: number, onMoved: () => void): void {
  if (!model.props.onReorder) return;
  let dragging = false;
  follow(
    start,
    (event) => {
      if (!dragging && Math.abs(event.clientX - start.clientX) < THRESHOLD) return;
      dragging = true;
      onMoved();
      const heading = document
        .elementFromPoint(event.clientX, start.clientY)
        ?.closest<HTMLElement>("[data-heading]");
      if (!heading || !model.scroller?.contains(heading)) return;
      const index = Number(heading.dataset.heading);
      const box = heading.getBoundingClientRect();
      model.dropAt = index + (event.clientX > box.left + box.width / 2 ? 1 : 0);
      model.emit();
    },
    () => {
      if (!dragging) return;
      const to = model.dropAt;
      model.dropAt = -1;
      model.emit();
      if (to >= 0) moveColumn(model, from, to);
    },
  );
}

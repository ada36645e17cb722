/** Opening and closing groups; the page remembers which are closed. */
import { keepActive } from "../anchor";
import { isClosed } from "../lines";
import type { GridModel } from "../model";
import type { Folding } from "../types";

/** So many exceptions are remembered; beyond, the oldest return to what all others are. */
const MOST_EXCEPTIONS = 500;

function fold(model: GridModel, folding: Folding, closing?: string): void {
  keepActive(
    model,
    () => {
      model.folding = folding;
      model.relayout();
    },
    closing,
  );
  model.props.onFold?.(folding);
  model.emit();
}

export function foldGroup(model: GridModel, key: string, close: boolean): void {
  const { closed, except } = model.folding;
  if (isClosed(model.folding, key) === close) return;
  const others = except.filter((one) => one !== key);
  fold(
    model,
    { closed, except: close === closed ? others : [...others, key].slice(-MOST_EXCEPTIONS) },
    close ? key : undefined,
  );
}

export const toggleGroup = (model: GridModel, key: string): void =>
  foldGroup(model, key, !isClosed(model.folding, key));

/** Closes or opens all groups; the outermost heading around what was active is active then. */
export function foldAll(model: GridModel, close: boolean): void {
  const line = model.selection?.anchor.line ?? -1;
  let outermost: string | undefined;
  for (let above = Math.min(line, model.lines.total - 1); above >= 0 && !outermost; above -= 1) {
    const heading = model.headingAt(above);
    if (heading?.level === 0) outermost = heading.key;
  }
  fold(model, { closed: close, except: [] }, outermost);
}

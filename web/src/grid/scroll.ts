/**
 * Scrolling beyond the height browsers can draw. The body is at most CAP pixels high; `offset` is the place in the full height.
 * Small movements count one to one, jumps (scroll bar, End) in proportion. Pure.
 */

export const CAP = 8_000_000;

export interface Extent {
  /** Height of all lines. */
  readonly total: number;
  readonly viewport: number;
}

export interface Place {
  /** The element's scrollTop. */
  readonly top: number;
  /** Where that is in the full height. */
  readonly offset: number;
}

export const drawnHeight = (total: number) => Math.min(total, CAP);

const maxOffset = ({ total, viewport }: Extent) => Math.max(0, total - viewport);
const maxTop = ({ total, viewport }: Extent) => Math.max(0, drawnHeight(total) - viewport);

/** The scrollTop that stands for an offset in proportion. */
export function topOf(offset: number, extent: Extent): number {
  const [far, high] = [maxOffset(extent), maxTop(extent)];
  if (far === high || far === 0) return Math.min(offset, high);
  return Math.round((offset / far) * high);
}

/** The offset a scrollTop stands for in proportion. */
export function offsetOf(top: number, extent: Extent): number {
  const [far, high] = [maxOffset(extent), maxTop(extent)];
  if (far === high || high === 0) return Math.min(top, far);
  return Math.round((top / high) * far);
}

/** Where the view is after the element scrolled to `top`. */
export function scrolled(before: Place, top: number, extent: Extent): Place {
  const high = maxTop(extent);
  if (maxOffset(extent) === high) return { top, offset: Math.min(Math.max(0, top), high) };
  if (top <= 0) return { top, offset: 0 };
  if (top >= high) return { top, offset: maxOffset(extent) };
  const delta = top - before.top;
  if (Math.abs(delta) > extent.viewport) return { top, offset: offsetOf(top, extent) };
  return { top, offset: Math.max(0, Math.min(maxOffset(extent), before.offset + delta)) };
}

/** The place for an offset, with the scroll bar where it belongs: after jumps by keyboard and when the scroll has come to rest. */
export function anchored(offset: number, extent: Extent): Place {
  const inside = Math.max(0, Math.min(maxOffset(extent), offset));
  let top = topOf(inside, extent);
  if (maxOffset(extent) !== maxTop(extent)) {
    if (inside > 0) top = Math.max(1, top);
    if (inside < maxOffset(extent)) top = Math.min(maxTop(extent) - 1, top);
  }
  return { top, offset: inside };
}

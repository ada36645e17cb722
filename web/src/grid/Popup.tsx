// biome-ignore-all lint/a11y/noStaticElementInteractions: only keeps a click from taking the focus
/** A floating box beside an element: panels of editors, menus. Never takes the focus away by a click. */
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import "./floating.css";

/** What a box hangs at: an element, or a spot of the screen. */
export type Anchor = Pick<Element, "getBoundingClientRect" | "contains">;

export const spot = (x: number, y: number): Anchor => ({
  getBoundingClientRect: () => new DOMRect(x, y),
  contains: () => false,
});

interface PopupProps {
  readonly anchor: Anchor | null;
  /** Changes when the anchor has moved. */
  readonly moved?: string;
  readonly align?: "start" | "end";
  readonly onOutside: () => void;
  /** Lets clicks through, except on its buttons. */
  readonly light?: boolean;
  readonly children: ReactNode;
}

const GAP = 3;
const MARGIN = 8;

export function Popup({ anchor, moved, align = "start", light, onOutside, children }: PopupProps) {
  const box = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<CSSProperties>({ opacity: 0, top: 0, left: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `moved` says that the anchor is elsewhere now
  useLayoutEffect(() => {
    const own = box.current;
    if (!anchor || !own) return;
    const place = () => {
      const at = anchor.getBoundingClientRect();
      const size = own.getBoundingClientRect();
      const below = window.innerHeight - at.bottom - MARGIN;
      const above = at.top - MARGIN;
      const up = size.height > below && above > below;
      const left = align === "end" ? at.right - size.width : at.left;
      setStyle({
        left: Math.max(MARGIN, Math.min(left, window.innerWidth - size.width - MARGIN)),
        maxHeight: Math.max(120, up ? above : below),
        ...(up ? { bottom: window.innerHeight - at.top + GAP } : { top: at.bottom + GAP }),
      });
    };
    place();
    if (typeof ResizeObserver === "undefined") return;
    const watcher = new ResizeObserver(place);
    watcher.observe(own);
    return () => watcher.disconnect();
  }, [anchor, moved, align]);

  const outside = useRef(onOutside);
  useLayoutEffect(() => {
    outside.current = onOutside;
  });
  useEffect(() => {
    const onDown = (event: PointerEvent) => {
      const target = event.target;
      if (!(target instanceof Node) || box.current?.contains(target) || anchor?.contains(target)) return;
      outside.current();
    };
    document.addEventListener("pointerdown", onDown, true);
    return () => document.removeEventListener("pointerdown", onDown, true);
  }, [anchor]);

  return createPortal(
    <div
      ref={box}
      className={light ? "gz-popup gz-popup-light" : "gz-popup"}
      data-gz-popup
      style={style}
      role="presentation"
      onMouseDown={(event) => {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
      }}
    >
      {children}
    </div>,
    document.body,
  );
}

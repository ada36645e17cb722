/** The list behind a picker: which choice is pointed at, and the keys that move it. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PanelProps } from "../types";

export interface PickList {
  readonly at: number;
  readonly point: (index: number) => void;
}

/**
 * Arrow keys move, Enter picks what is pointed at; in a list of several, Enter without having moved or typed ends editing and Backspace on
 * an empty query takes the last choice away.
 */
export function usePickList(options: {
  readonly size: number;
  readonly start: number;
  readonly several: boolean;
  readonly query: string;
  readonly takeKeys: PanelProps["takeKeys"];
  readonly onPick: (index: number) => void;
  readonly onDropLast: () => void;
}): PickList {
  const { size, start, several, query, takeKeys } = options;
  const [at, setAt] = useState(Math.max(0, start));
  const moved = useRef(false);
  const latest = useRef(options);
  const place = useRef(at);
  useLayoutEffect(() => {
    latest.current = options;
    place.current = Math.min(at, Math.max(0, size - 1));
  });
  useEffect(() => {
    if (query !== "") setAt(0);
  }, [query]);
  useEffect(() => {
    takeKeys((event) => {
      const now = latest.current;
      if (event.ctrlKey || event.metaKey) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        moved.current = true;
        const step = event.key === "ArrowDown" ? 1 : -1;
        setAt((old) => (now.size === 0 ? 0 : (Math.min(old, now.size - 1) + step + now.size) % now.size));
        return true;
      }
      if (event.key === "Enter" && !event.shiftKey) {
        if (several && !moved.current && now.query === "") return false;
        if (now.size > 0) now.onPick(place.current);
        return now.size > 0 || now.query !== "";
      }
      if (event.key === "Tab" && !several && now.query !== "" && now.size > 0) {
        now.onPick(place.current);
        return true;
      }
      if (event.key === "Backspace" && several && now.query === "") {
        now.onDropLast();
        return true;
      }
      return false;
    });
    return () => takeKeys(null);
  }, [takeKeys, several]);
  return {
    at: Math.min(at, Math.max(0, size - 1)),
    point: (index) => {
      moved.current = true;
      setAt(index);
    },
  };
}

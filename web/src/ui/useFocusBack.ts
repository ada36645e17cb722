/** Puts the focus back to where it was once a drawer that goes away whole has taken it along. */
import { useEffect, useRef } from "react";

export function useFocusBack(): void {
  const before = useRef(document.activeElement);
  useEffect(
    () => () => {
      const opener = before.current;
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && opener instanceof HTMLElement && opener.isConnected)
          opener.focus({ preventScroll: true });
      });
    },
    [],
  );
}

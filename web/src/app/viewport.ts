/** Whether the page is as narrow as a phone. */
import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 767px)");

function subscribe(callback: () => void): () => void {
  narrow.addEventListener("change", callback);
  return () => narrow.removeEventListener("change", callback);
}

export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);

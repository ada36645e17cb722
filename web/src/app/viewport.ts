/** What the page is looked at with: as narrow as a phone, pointed at with fingers. */
import { useSyncExternalStore } from "react";

function media(query: string): () => boolean {
  const list = window.matchMedia(query);
  const subscribe = (callback: () => void) => {
    list.addEventListener("change", callback);
    return () => list.removeEventListener("change", callback);
  };
  return () => useSyncExternalStore(subscribe, () => list.matches);
}

export const useIsPhone = media("(max-width: 767px)");

export const useIsTouch = media("(pointer: coarse)");

/** Light or dark: what the person chose, else what the system says. Kept in this browser. */
import { useSyncExternalStore } from "react";
import { create } from "zustand";

export type Appearance = "system" | "light" | "dark";
const STORED = "gezi.appearance";

function stored(): Appearance {
  const text = localStorage.getItem(STORED);
  return text === "light" || text === "dark" ? text : "system";
}

export const useAppearance = create<{ appearance: Appearance; choose: (next: Appearance) => void }>(
  (set) => ({
    appearance: stored(),
    choose: (appearance) => {
      localStorage.setItem(STORED, appearance);
      set({ appearance });
    },
  }),
);

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(callback: () => void): () => void {
  systemDark.addEventListener("change", callback);
  return () => systemDark.removeEventListener("change", callback);
}

export function useIsDark(): boolean {
  const system = useSyncExternalStore(subscribe, () => systemDark.matches);
  const chosen = useAppearance((state) => state.appearance);
  return chosen === "system" ? system : chosen === "dark";
}

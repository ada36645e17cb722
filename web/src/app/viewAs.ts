/** Looking at a workspace as somebody else sees it: for administrators, in this tab only, until they stop. */
import { setViewAs } from "../api/client";
import { homeAddress, settingsAddress } from "./address";

export interface Seeing {
  ws: string;
  /** "member:<id>" or "roles:<key>,<key>", as the server takes it. */
  view: string;
  /** Of the member or the role group; empty for newcomers. */
  name: string;
}

const STORED = "gezi.view-as";

export function seeing(): Seeing | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
    if (typeof found !== "object" || found === null) return null;
    const { ws, view, name } = found as Partial<Seeing>;
    return typeof ws === "string" && typeof view === "string" && typeof name === "string"
      ? { ws, view, name }
      : null;
  } catch {
    return null;
  }
}

/** Tells the client before the first request. */
export function startSeeing(): void {
  setViewAs(seeing());
}

/** Every cache belongs to one pair of eyes, so the page loads anew. */
export function seeAs(next: Seeing): void {
  sessionStorage.setItem(STORED, JSON.stringify(next));
  window.location.assign(homeAddress(next.ws));
}

export function forgetSeeing(): void {
  sessionStorage.removeItem(STORED);
  setViewAs(null);
}

export function stopSeeing(ws: string): void {
  forgetSeeing();
  window.location.assign(settingsAddress(ws, "members"));
}

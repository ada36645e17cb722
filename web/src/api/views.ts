/** Saving views of a table. */
import { request } from "./client";
import type { View } from "./types";

export interface ViewBody {
  label?: string;
  type?: View["type"];
  fields?: string[];
  filter?: View["filter"];
  sort?: string | null;
  settings?: View["settings"];
  widths?: Record<string, number>;
  shared?: boolean;
  locked?: boolean;
  position?: number;
  /** Key of the view that everything not said is taken from. */
  copy?: string;
}

const base = (ws: string, table: string) => `/workspaces/${ws}/tables/${table}/views` as const;

export const createView = (ws: string, table: string, body: ViewBody): Promise<View> =>
  request(base(ws, table), { method: "POST", body });

export const changeView = (ws: string, table: string, view: string, body: ViewBody): Promise<View> =>
  request(`${base(ws, table)}/${view}`, { method: "PATCH", body });

export const deleteView = (ws: string, table: string, view: string): Promise<void> =>
  request(`${base(ws, table)}/${view}`, { method: "DELETE" });

/** What is new in a workspace: ids and versions, never values. */
import { address, request } from "./client";

export interface LiveChange {
  table: string;
  /** Null: more rows than can be named. */
  id: number | null;
  version: number | null;
  kind: "create" | "update" | "delete" | "computed" | "reload";
}

export interface News {
  changes: LiveChange[];
  /** The mark to go on from. */
  last: number;
  /** Version of tables, views and rights. */
  structure: number;
  /** Too much has happened (or the data was restored): read everything again. */
  resync: boolean;
}

const path = (ws: string) => `/workspaces/${ws}/changes`;

export const fetchNews = (ws: string, since: number | null) =>
  request<News>(path(ws), { query: { since }, background: true });

export const newsAddress = (ws: string, since: number | null) => address(path(ws), { since });

/** What is new in a workspace: ids and versions, never values. */
import { address, request } from "./client";
import type { Schemas } from "./contract";

/** `last` is the mark to go on from; with `resync` too much has happened (or the data was restored): read everything again. */
export type News = Schemas["News"];

/** Without an id: more rows than can be named. */
export type LiveChange = News["changes"][number];

const path = (ws: string) => `/workspaces/${ws}/changes` as const;

export const fetchNews = (ws: string, since: number | null) =>
  request(path(ws), { query: { since }, background: true });

export const newsAddress = (ws: string, since: number | null) => address(path(ws), { since });

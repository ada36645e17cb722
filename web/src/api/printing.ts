/** Pages to print: a list, a record, a pivot, each one HTML document over what the person may print. */
import { address, page } from "./client";
import type { PivotQuestion } from "./pivot";
import { recordParams } from "./records";
import type { RecordQuery } from "./types";

export type Orientation = "portrait" | "landscape";

/** Where a page is made, and how: a question with a body has no address of its own. */
export interface PageSource {
  path: string;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: Record<string, unknown>;
}

export interface ListPage extends RecordQuery {
  /** "stage,-closed_on:month" */
  group: string | null;
  footer: Readonly<Record<string, string>>;
  title: string | null;
}

export const listPage = (ws: string, table: string, asked: ListPage): PageSource => ({
  path: `/workspaces/${ws}/tables/${table}/print`,
  query: {
    ...recordParams(asked),
    group: asked.group,
    footer: Object.entries(asked.footer)
      .map(([field, op]) => `${field}:${op}`)
      .join(","),
    title: asked.title?.slice(0, 60),
  },
});

export const recordPage = (ws: string, table: string, id: number): PageSource => ({
  path: `/workspaces/${ws}/tables/${table}/records/${id}/print`,
});

export const pivotPage = (ws: string, table: string, asked: PivotQuestion, title: string): PageSource => ({
  path: `/workspaces/${ws}/tables/${table}/records/pivot/print`,
  body: { ...asked, title: title.slice(0, 60) },
});

export const fetchPage = (source: PageSource, orientation: Orientation | null, signal: AbortSignal) =>
  source.body
    ? page(source.path, {}, { ...source.body, orientation }, signal)
    : page(source.path, { ...source.query, orientation }, undefined, signal);

/** The page's own address; null for one that is asked for with a body. */
export const pageAddress = (source: PageSource, orientation: Orientation | null): string | null =>
  source.body ? null : address(source.path, { ...source.query, orientation });

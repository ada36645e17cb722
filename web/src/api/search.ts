/** Rows of all tables that a person may see, by the texts in them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./client";

export interface Hit {
  table: { key: string; label: string };
  id: number;
  label: string;
  /** The first text in which a word stands, and what stands there for it. */
  field: { key: string; label: string } | null;
  snippet: string | null;
  found: string | null;
}

export const searchQuery = (ws: string, q: string, limit: number) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "search", q, limit],
    queryFn: async ({ signal }) =>
      (await request<{ results: Hit[] }>(`/workspaces/${ws}/search`, { query: { q, limit }, signal }))
        .results,
    enabled: q !== "",
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

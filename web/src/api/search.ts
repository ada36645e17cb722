/** Rows of all tables that a person may see, by the texts in them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./client";
import type { Answer } from "./contract";

export type Hit = Answer<`/workspaces/${string}/search`>["results"][number];

export const searchQuery = (ws: string, q: string, limit: number) =>
  queryOptions({
    queryKey: ["ws", ws, "rows", "search", q, limit],
    queryFn: async ({ signal }) =>
      (await request(`/workspaces/${ws}/search`, { query: { q, limit }, signal })).results,
    enabled: q !== "",
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

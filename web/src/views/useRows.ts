/** Rows of a view page by page, for lists that grow while scrolling. */
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { fetchRecords, rowsKey } from "../api/records";
import type { RecordPage, Row } from "../api/types";
import type { RowQuery } from "./props";

const PAGE = 50;

export interface Rows {
  rows: Row[];
  count: number | null;
  isPending: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
  refetch: () => void;
}

export const rowsOf = (data: InfiniteData<RecordPage> | undefined): Row[] =>
  data?.pages.flatMap((page) => page.records) ?? [];

export function useRows(ws: string, table: string, query: RowQuery, fields: string[], limit = PAGE): Rows {
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(ws, table), "pages", query, fields, limit],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      fetchRecords(
        ws,
        table,
        { ...query, fields, limit, cursor: pageParam, count: pageParam === null },
        signal,
      ),
    getNextPageParam: (last) => last.next,
  });
  return {
    rows: rowsOf(found.data),
    count: found.data?.pages[0]?.count ?? null,
    isPending: found.isPending,
    error: found.isError && !found.data ? found.error : null,
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    more: () => {
      if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
    },
    refetch: () => void found.refetch(),
  };
}

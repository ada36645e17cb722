/** Where the grid's rows come from: the table as it is, or group after group. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { aggregateQuery, fetchRecords } from "../api/records";
import type { Field, Table } from "../api/types";
import { both } from "../filter/model";
import type { RowGroup, RowSource } from "../grid";
import { type Grouped, groupsOf, MOST_GROUPS, segments } from "./grouping";
import type { RowQuery } from "./props";

interface SourceProps {
  ws: string;
  table: Table;
  query: RowQuery;
  fields: string;
  group: Field | null;
  sums: string[];
}

export interface Source {
  source: RowSource;
  groups: RowGroup[] | null;
  isPending: boolean;
}

function rowsOfGroups(
  ws: string,
  table: string,
  query: RowQuery,
  fields: string[],
  groups: readonly Grouped[],
) {
  return async (offset: number, limit: number, signal: AbortSignal) => {
    const pages = await Promise.all(
      segments(groups, offset, limit).map((part) =>
        fetchRecords(
          ws,
          table,
          {
            ...query,
            filter: both(query.filter, part.group.condition),
            fields,
            offset: part.offset,
            limit: part.limit,
          },
          signal,
        ),
      ),
    );
    return { records: pages.flatMap((page) => page.records) };
  };
}

export function useSource({ ws, table, query, fields, group, sums }: SourceProps): Source {
  const { t } = useTranslation();
  const found = useQuery({
    ...aggregateQuery(ws, table.key, {
      group_by: group ? [group.key] : [],
      measures: [{ op: "count" }, ...sums.map((key) => ({ op: "sum" as const, field: key }))],
      filter: query.filter,
      q: query.q || null,
      limit: MOST_GROUPS,
    }),
    enabled: group !== null,
  });
  const groups = useMemo(() => {
    if (!group || !found.data) return null;
    const words = { empty: t("table.noValue"), yes: t("table.yes"), no: t("table.no") };
    return groupsOf(group, found.data, words, sums);
  }, [group, found.data, t, sums]);

  const source = useMemo<RowSource>(() => {
    const keys = fields.split(",");
    return {
      version: JSON.stringify([ws, table.key, query, fields, groups && group?.key]),
      count: groups ? groups.reduce((total, one) => total + one.count, 0) : null,
      fetch: groups
        ? rowsOfGroups(ws, table.key, query, keys, groups)
        : async (offset, limit, signal) => {
            const wanted = { ...query, fields: keys, offset, limit, count: offset === 0 };
            const page = await fetchRecords(ws, table.key, wanted, signal);
            return { records: page.records, count: page.count ?? null };
          },
    };
  }, [ws, table.key, query, fields, group, groups]);

  return { source, groups, isPending: group !== null && found.isPending };
}

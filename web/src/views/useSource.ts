/** Where the grid's rows come from: the table as it is, or group after group. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { fetchAggregate, fetchRecords, rowsKey } from "../api/records";
import type { AggregateRow, Table } from "../api/types";
import type { RecordRow } from "../fields";
import { both } from "../filter/model";
import type { FooterOp, RowGroup, RowSource } from "../grid";
import {
  askedOf,
  conditionOfRun,
  type Grouped,
  groupOfRow,
  groupsOf,
  type Level,
  MOST_GROUPS,
  runsOf,
  type Segment,
  segments,
} from "./grouping";
import type { RowQuery } from "./props";

interface SourceProps {
  ws: string;
  table: Table;
  query: RowQuery;
  /** Keys of the columns, separated by commas. */
  fields: string;
  levels: Level[];
  footer: Readonly<Record<string, FooterOp>> | null;
  timezone: string;
}

export interface Source {
  source: RowSource;
  groups: RowGroup[] | null;
  isPending: boolean;
  /** Levels that have too many groups to be shown are left out; without any, rows of the other groups are. */
  cut: { levels: number; rows: number } | null;
}

/** Figures of all levels, with the question they answer: while a new one is open, the old rows stay with the old groups. */
interface Answer {
  query: RowQuery;
  levels: Level[];
  total: number;
  answers: AggregateRow[][];
  figures: Record<string, string>;
}

type Read = (part: { filter: RowQuery["filter"]; offset: number; limit: number }) => Promise<RecordRow[]>;

/** The rows of whole groups in one question, put back into the order of the groups. */
async function rowsOf(run: Segment[], levels: Level[], timezone: string, read: Read): Promise<RecordRow[]> {
  const [first] = run;
  if (!first) return [];
  if (run.length === 1)
    return read({ filter: conditionOfRun(run), offset: first.offset, limit: first.limit });
  const limit = run.reduce((sum, part) => sum + part.limit, 0);
  const rows = await read({ filter: conditionOfRun(run), offset: 0, limit });
  const byGroup = new Map<string, RecordRow[]>();
  for (const row of rows) {
    const key = groupOfRow(levels, row, timezone);
    byGroup.set(key, [...(byGroup.get(key) ?? []), row]);
  }
  return run.flatMap((part) => (byGroup.get(part.group.key) ?? []).slice(0, part.limit));
}

export function useSource({ ws, table, query, fields, levels, footer, timezone }: SourceProps): Source {
  const { t } = useTranslation();
  const { key } = table;
  const figures = useMemo(() => {
    // Days are folded into periods by adding: how many different values there are cannot be added.
    const folded = levels.some((level) => level.bucket !== null);
    const shown = Object.entries(footer ?? {}).filter(([, op]) => !folded || op !== "distinct");
    return Object.fromEntries(shown.map(([field, op]) => [field, `${op}_${field}`]));
  }, [levels, footer]);
  const asked = levels.map(askedOf);
  const { data, isPending } = useQuery({
    queryKey: [...rowsKey(ws, key), "groups", query, asked, levels.map((level) => level.descending), figures],
    queryFn: async ({ signal }): Promise<Answer> => {
      const measures = Object.keys(figures).map((field) => ({ op: footer?.[field] ?? "sum", field }));
      const ask = (depth: number) =>
        fetchAggregate(
          ws,
          key,
          {
            group_by: asked.slice(0, depth),
            measures: [{ op: "count" }, ...(depth ? measures : [])],
            filter: query.filter,
            q: query.q || null,
            limit: MOST_GROUPS,
          },
          signal,
        );
      const [whole, first] = await Promise.all([ask(0), ask(1)]);
      const answers = [first];
      // A level has at least as many groups as the one around it: once there are too many, nothing further in is asked for.
      while (answers.length < levels.length && (answers.at(-1)?.length ?? 0) < MOST_GROUPS)
        answers.push(await ask(answers.length + 1));
      const fit = answers.findIndex((rows) => rows.length >= MOST_GROUPS);
      const kept = fit < 0 ? levels.length : Math.max(1, fit);
      return {
        query,
        levels: levels.slice(0, kept),
        total: Number(whole[0]?.values.count ?? 0),
        answers: answers.slice(0, kept),
        figures,
      };
    },
    enabled: levels.length > 0,
    placeholderData: keepPreviousData,
  });
  const answer = levels.length > 0 ? data : undefined;

  const groups = useMemo(() => {
    if (!answer) return null;
    const words = { empty: t("table.noValue"), yes: t("table.yes"), no: t("table.no") };
    return groupsOf(answer.levels, answer.answers, words, answer.figures);
  }, [answer, t]);
  const shown = answer?.query ?? query;

  const source = useMemo<RowSource>(() => {
    const keys = fields.split(",");
    return {
      version: JSON.stringify([ws, key, shown, fields, answer?.levels.map(askedOf) ?? null]),
      count: groups ? countOf(groups) : null,
      fetch:
        groups && answer
          ? async (offset, limit, signal) => {
              const read: Read = async (part) => {
                const wanted = [...new Set([...keys, ...answer.levels.map((level) => level.field.key)])];
                const filter = both(shown.filter, part.filter);
                const page = await fetchRecords(
                  ws,
                  key,
                  { ...shown, ...part, filter, fields: wanted },
                  signal,
                );
                return page.records;
              };
              const runs = runsOf(segments(groups, offset, limit));
              const pages = await Promise.all(runs.map((run) => rowsOf(run, answer.levels, timezone, read)));
              return { records: pages.flat() };
            }
          : async (offset, limit, signal) => {
              const wanted = { ...shown, fields: keys, offset, limit, count: offset === 0 };
              const page = await fetchRecords(ws, key, wanted, signal);
              return { records: page.records, count: page.count ?? null };
            },
    };
  }, [ws, key, shown, fields, groups, answer, timezone]);

  const levelsCut = answer && answer.levels.length < levels.length ? answer.levels.length : 0;
  const rowsCut = answer && groups ? Math.max(0, answer.total - countOf(groups)) : 0;
  return {
    source,
    groups,
    isPending: levels.length > 0 && isPending,
    cut: levelsCut || rowsCut ? { levels: levelsCut, rows: rowsCut } : null,
  };
}

const countOf = (groups: readonly Grouped[]): number =>
  groups.reduce((total, group) => total + (group.leaf ? group.count : 0), 0);

/** Follow-ups of a record, newest first, with a box to write the next one in. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fetchRecords, rowsKey } from "../api/records";
import type { Field, RecordWithRights, Related, Row, Table } from "../api/types";
import { recordAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { asReference, asText } from "../fields";
import { FieldValue } from "../ui/FieldValue";
import { Waiting } from "../ui/Waiting";
import { FollowUpBox } from "./FollowUpBox";
import type { TimelineFields } from "./layout";
import "./timeline.css";

interface TimelineProps {
  parent: Table;
  record: RecordWithRights;
  related: Related;
  table: Table;
  fields: TimelineFields;
}

const PAGE = 20;

export function Timeline({ record, related, table, fields }: TimelineProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const author = useMemo(
    () =>
      table.fields.find(
        (field) => field.type === "member" && field.key !== "created_by" && field.key !== "updated_by",
      ),
    [table],
  );
  const found = useInfiniteQuery({
    queryKey: [...rowsKey(ws, table.key), "timeline", related.field, record.id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      fetchRecords(
        ws,
        table.key,
        {
          filter: { field: related.field, op: "=", value: record.id },
          sort: `-${fields.at.key}`,
          limit: PAGE,
          cursor: pageParam,
        },
        signal,
      ),
    getNextPageParam: (last) => last.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.records) ?? [];
  return (
    <div className="gz-timeline">
      {record.adds.includes(related.key) && (
        <FollowUpBox table={table} link={related.field} parent={record.id} fields={fields} />
      )}
      {found.isPending && <Waiting rows={4} />}
      {found.isError && <p className="gz-inline-problem">{found.error.message}</p>}
      {found.data && rows.length === 0 && (
        <p className="gz-muted gz-timeline-none">{t("record.noFollowUps")}</p>
      )}
      <ol>
        {rows.map((row) => (
          <Entry key={row.id} ws={ws} table={table} row={row} fields={fields} author={author ?? null} />
        ))}
      </ol>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("record.loadMore")}
        </Button>
      )}
    </div>
  );
}

interface EntryProps {
  ws: string;
  table: Table;
  row: Row;
  fields: TimelineFields;
  author: Field | null;
}

function Entry({ ws, table, row, fields, author }: EntryProps) {
  const next = fields.next;
  const who = (author && asReference(row.values[author.key])) ?? asReference(row.values.created_by);
  return (
    <li className="gz-timeline-entry">
      <div className="gz-timeline-meta">
        {who && <strong>{who.label}</strong>}
        {fields.options.map((field) => (
          <FieldValue key={field.key} field={field} value={row.values[field.key]} />
        ))}
        <Link className="gz-muted gz-tabular" to={recordAddress(ws, table.key, row.id)}>
          <FieldValue field={fields.at} value={row.values[fields.at.key]} empty="–" />
        </Link>
      </div>
      <p className="gz-timeline-content">{asText(row.values[fields.content.key])}</p>
      {next && row.values[next.key] ? (
        <p className="gz-timeline-next">
          {next.label}：
          <span className="gz-tabular">
            <FieldValue field={next} value={row.values[next.key]} />
          </span>
        </p>
      ) : null}
    </li>
  );
}

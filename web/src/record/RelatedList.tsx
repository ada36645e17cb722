/** Rows that point at this record: the newest few, with "add" that already knows where it belongs. */
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { recordsQuery } from "../api/records";
import type { Field, RecordWithRights, Related, Table } from "../api/types";
import { recordAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { uiOf, type Values } from "../fields";
import { FieldValue, useTitleOf } from "../ui/FieldValue";
import { isMasked, Masked } from "../ui/Masked";
import { Waiting } from "../ui/Waiting";
import { CreateForm } from "./CreateForm";

interface RelatedListProps {
  parent: Table;
  record: RecordWithRights;
  related: Related;
  table: Table;
}

const SHOWN = 8;

export function RelatedList({ parent, record, related, table }: RelatedListProps) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const titleOf = useTitleOf();
  const [adding, setAdding] = useState(false);
  const columns = useMemo(() => {
    const byKey = new Map(table.fields.map((field) => [field.key, field]));
    const keys = related.columns.length ? related.columns : [table.primary];
    return [...new Set([table.primary, ...keys])]
      .filter((key) => key !== related.field)
      .map((key) => byKey.get(key))
      .filter((field): field is Field => field !== undefined);
  }, [table, related]);
  const filter = useMemo(
    () => ({ field: related.field, op: "=" as const, value: record.id }),
    [related.field, record.id],
  );
  const found = useQuery(
    recordsQuery(ws, table.key, {
      filter,
      fields: columns.map((column) => column.key),
      sort: "-created_at",
      limit: SHOWN,
      count: true,
    }),
  );
  const rows = found.data?.records ?? [];
  const count = found.data?.count ?? rows.length;
  const prefill: Values = {
    [related.field]: { id: record.id, label: titleOf(parent, record.values) },
  };

  return (
    <section className="gz-related">
      <div className="gz-related-head">
        <h2>
          {related.label}
          {found.isSuccess && <span className="gz-muted gz-tabular">{count}</span>}
        </h2>
        {count > SHOWN && (
          <Link to={tableAddress(ws, table.key, null, { filter })}>{t("record.seeAll")}</Link>
        )}
        {record.adds.includes(related.key) && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t("record.addRelated", { table: related.label })}
            onClick={() => setAdding(true)}
          >
            {t("frame.add")}
          </Button>
        )}
      </div>
      {found.isPending && <Waiting rows={2} />}
      {found.isError && <p className="gz-inline-problem">{found.error.message}</p>}
      {found.data && rows.length === 0 && (
        <p className="gz-muted gz-related-none">{t("record.relatedEmpty", { table: related.label })}</p>
      )}
      {rows.length > 0 && (
        <div className="gz-related-scroll">
          <table aria-label={related.label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} scope="col" data-align={uiOf(column).align}>
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} onClick={() => navigate(recordAddress(ws, table.key, row.id))}>
                  {columns.map((column) => (
                    <td key={column.key} data-align={uiOf(column).align}>
                      {column.key === table.primary ? (
                        <Link
                          to={recordAddress(ws, table.key, row.id)}
                          className="gz-ellipsis"
                          onClick={(event) => event.stopPropagation()}
                        >
                          {titleOf(table, row.values) || t("record.untitled")}
                        </Link>
                      ) : (
                        <FieldValue
                          field={column}
                          value={row.values[column.key]}
                          empty={isMasked(row, column) ? <Masked field={column} /> : null}
                        />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <CreateForm table={table} prefill={prefill} onClose={() => setAdding(false)} />}
    </section>
  );
}

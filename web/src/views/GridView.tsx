/** The grid with its rows from the API: reading, writing, footers, and rows that other parts of the page changed. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { aggregateQuery, fetchRecords, rowsKey } from "../api/records";
import { useWrites, useWritten } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { Grid, type GridHandle, type Notice, type RowSource } from "../grid";
import { EmptyTable } from "../table/EmptyTable";
import { columnsOf } from "../table/personal";
import { sortKeysOf, sortTextOf } from "../table/sorting";
import { gridWrites } from "./gridWrites";
import type { ViewProps } from "./props";

const ORIGIN = "grid";

export function GridView({
  table,
  view,
  query,
  control,
  personal,
  narrowed,
  onOpen,
  onNew,
  onImport,
}: ViewProps) {
  const { key: ws, contextOf } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const grid = useRef<GridHandle>(null);
  const columns = useMemo(() => columnsOf(table, view, personal.personal), [table, view, personal.personal]);
  const fields = useMemo(() => columns.map((column) => column.key), [columns]);
  const fieldsText = fields.join(",");

  const source = useMemo<RowSource>(
    () => ({
      version: JSON.stringify([ws, table.key, query, fieldsText]),
      count: null,
      fetch: async (offset, limit, signal) => {
        const page = await fetchRecords(
          ws,
          table.key,
          { ...query, fields: fieldsText.split(","), offset, limit, count: offset === 0 },
          signal,
        );
        return { records: page.records, count: page.count ?? null };
      },
    }),
    [ws, table.key, query, fieldsText],
  );

  const writes = useWrites(ws, ORIGIN);
  const write = useMemo(() => gridWrites(ws, table, writes), [ws, table, writes]);

  useWritten(ORIGIN, (written) => {
    const rows = written.table === table.key ? [...written.rows] : [];
    rows.push(...written.touched.filter((row) => row.table === table.key));
    if (written.kind === "create" && written.table === table.key) grid.current?.refresh();
    else if (rows.length) grid.current?.patch(rows);
    if (written.table === table.key && written.deleted.length) grid.current?.remove(written.deleted);
  });
  useEffect(() => {
    const refresh = () => grid.current?.refresh();
    window.addEventListener("gezi:refresh", refresh);
    return () => window.removeEventListener("gezi:refresh", refresh);
  }, []);

  const aggregate = useCallback(
    async (measures: readonly { op: "sum" | "avg" | "min" | "max" | "distinct"; field: string }[]) => {
      const rows = await client.fetchQuery({
        ...aggregateQuery(ws, table.key, {
          group_by: [],
          measures: [...measures],
          filter: query.filter,
          q: query.q || null,
        }),
        staleTime: 0,
      });
      const values = rows[0]?.values ?? {};
      return Object.fromEntries(
        measures.map(({ op, field }) => {
          const value = values[`${op}_${field}`];
          return [field, value === null || value === undefined ? null : String(value)];
        }),
      );
    },
    [client, ws, table.key, query.filter, query.q],
  );

  const notice = useCallback(
    (note: Notice) => {
      const text = note.details?.length ? (
        <span>
          {note.text}
          {note.details.slice(0, 4).map((line) => (
            <span key={line} style={{ display: "block", textAlign: "left" }}>
              {line}
            </span>
          ))}
        </span>
      ) : (
        note.text
      );
      const content = note.undo ? (
        <span>
          {text}{" "}
          <button type="button" className="gz-plain-button gz-link" onClick={note.undo}>
            {t("table.restore")}
          </button>
        </span>
      ) : (
        text
      );
      void message.open({ type: note.kind, content, duration: note.kind === "info" ? 4 : 8 });
    },
    [message, t],
  );

  return (
    <Grid
      ref={grid}
      table={table}
      columns={columns}
      source={source}
      context={contextOf(table.key)}
      rowHeight={personal.personal.rowHeight}
      canEdit={table.allowed.edit}
      canCreate={table.allowed.create}
      canDelete={table.allowed.delete}
      onChange={write.change}
      onCreate={write.create}
      onDelete={async (ids) => {
        try {
          const result = await write.remove(ids);
          if (result.deleted.length) message.success(t("table.deleted", { count: result.deleted.length }));
          return result;
        } finally {
          void client.invalidateQueries({ queryKey: rowsKey(ws) });
        }
      }}
      onOpen={onOpen}
      onExplain={(id) => onOpen(id)}
      sort={sortKeysOf(query.sort)}
      onSort={(sort) => control.change({ sort: sortTextOf(sort) }, true)}
      onResize={(key, width) => personal.set({ widths: { ...personal.personal.widths, [key]: width } })}
      onReorder={(keys) => personal.set({ order: [...keys] })}
      onHide={(key) => personal.set({ hidden: [...personal.personal.hidden, key] })}
      aggregate={aggregate}
      {...(personal.personal.footer ? { footer: personal.personal.footer } : {})}
      onFooter={(footer) => personal.set({ footer: { ...footer } })}
      onNotice={notice}
      empty={
        <EmptyTable
          table={table}
          narrowed={narrowed}
          onClear={() => control.change({ filter: null, q: "" })}
          onNew={onNew ? () => onNew() : null}
          onImport={onImport}
        />
      }
    />
  );
}

/** The grid with its rows from the API: reading, writing, footers, and rows that other parts of the page changed. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Modal } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { aggregateQuery, fetchRecord, rowsKey } from "../api/records";
import type { Field, Value } from "../api/types";
import { useWrites, useWritten } from "../api/writes";
import { useWorkspace } from "../app/workspace";
import { Grid, type GridHandle, type Notice } from "../grid";
import { useNews } from "../live/Live";
import { Explanation } from "../record/Explain";
import "../record/record.css";
import { fieldOfType } from "../record/recordTypes";
import { useFieldMenu } from "../schema/useFieldMenu";
import { EmptyTable } from "../table/EmptyTable";
import { columnsOf } from "../table/personal";
import { sortKeysOf, sortTextOf } from "../table/sorting";
import { LeaveGuard } from "../ui/LeaveGuard";
import { Waiting } from "../ui/Waiting";
import { deedsOf } from "../undo/stack";
import { useOffer } from "../undo/useOffer";
import { useUndo } from "../undo/useUndo";
import { gridWrites } from "./gridWrites";
import { groupableFields, groupTextOf, levelsOf, MOST_GROUPS, withLevel } from "./grouping";
import { keptRows } from "./keptRows";
import type { ViewProps } from "./props";
import { foldingOf, footerOf, frozenOf } from "./saved";
import { usePressMany } from "./usePressMany";
import { useSource } from "./useSource";

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
  onFilter,
}: ViewProps) {
  const { key: ws, contextOf, member } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const grid = useRef<GridHandle>(null);
  const columns = useMemo(() => columnsOf(table, view, personal.personal), [table, view, personal.personal]);
  const fields = useMemo(() => columns.map((column) => column.key), [columns]);
  const types = table.record_types;
  // What the rows' types say of the other columns is asked for as well, though it is not shown.
  const fieldsText = [...new Set(types ? [...fields, types.field] : fields)].join(",");
  const start = useMemo(() => (types?.start ? { [types.field]: types.start } : {}), [types]);
  const fieldFor = useCallback(
    (field: Field, valueAt: (key: string) => Value) =>
      fieldOfType(types, field, types ? valueAt(types.field) : null),
    [types],
  );

  const { group } = control.state;
  const levels = useMemo(() => levelsOf(table, group), [table, group]);
  const footer = useMemo(() => personal.personal.footer ?? footerOf(view), [personal.personal.footer, view]);
  const context = contextOf(table.key);
  const { source, groups, isPending, cut } = useSource({
    ws,
    table,
    query,
    fields: fieldsText,
    levels,
    footer: useMemo(
      () => Object.fromEntries(Object.entries(footer ?? {}).filter(([key]) => fields.includes(key))),
      [footer, fields],
    ),
    timezone: context.timezone,
  });
  const groupable = useCallback(
    (key: string) => groupableFields(table).some((field) => field.key === key),
    [table],
  );
  const folding = useMemo(() => foldingOf(view, personal.personal), [view, personal.personal]);
  const [explained, setExplained] = useState<{ id: number; field: Field } | null>(null);

  const [unsaved, setUnsaved] = useState(0);

  const fieldMenu = useFieldMenu(table, view);
  const writes = useWrites(ws, ORIGIN);
  const write = useMemo(() => gridWrites(ws, table, writes), [ws, table, writes]);
  const keeper = useMemo(() => keptRows(ws, member.id, table.key), [ws, member.id, table.key]);

  const { bulkActions, dialogs: pressing } = usePressMany(table);
  const offer = useOffer(ws);
  const { undo, redo } = useUndo(ws);
  const arranged = view?.sort ? null : query.order;

  useWritten(ORIGIN, (written) => {
    const rows = written.table === table.key ? [...written.rows] : [];
    rows.push(...written.touched.filter((row) => row.table === table.key));
    const read = written.kind === "create" || written.kind === "undo";
    if (read && written.table === table.key) grid.current?.refresh();
    else if (rows.length) grid.current?.patch(rows);
    if (written.table === table.key && written.deleted.length) grid.current?.remove(written.deleted);
  });
  useNews((changes) => {
    if (changes === "all") grid.current?.again();
    else grid.current?.follow(changes.filter((change) => change.table === table.key));
  });
  // Groups that grew or shrank: rows have moved, though the question is the same.
  const shape = JSON.stringify(groups?.map((one) => [one.key, one.count]) ?? null);
  const drawn = useRef(shape);
  useEffect(() => {
    if (drawn.current !== shape) grid.current?.refresh();
    drawn.current = shape;
  }, [shape]);
  // Fields of another type or formula: the rows that are known hold values of the former ones.
  const structure = useRef(table.fields);
  useEffect(() => {
    if (structure.current !== table.fields) grid.current?.refresh();
    structure.current = table.fields;
  }, [table.fields]);
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
      const { values = {}, errors = {} } = rows[0] ?? {};
      return Object.fromEntries(
        measures.map(({ op, field }) => {
          const value = values[`${op}_${field}`];
          const text = value === null || value === undefined ? null : String(value);
          return [field, { value: text, errors: errors[`${op}_${field}`] ?? 0 }];
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
      void message.open({ type: note.kind, content: text, duration: note.kind === "info" ? 4 : 8 });
    },
    [message],
  );

  if (isPending) return <Waiting rows={10} />;
  return (
    <>
      {cut && (
        <Alert
          type="info"
          banner
          showIcon
          title={
            cut.levels
              ? t("table.groupsCut", { count: cut.levels })
              : t("table.groupsMany", { most: MOST_GROUPS, count: cut.rows })
          }
        />
      )}
      <Grid
        ref={grid}
        table={table}
        columns={columns}
        source={source}
        context={context}
        rowHeight={personal.personal.rowHeight}
        canEdit={table.allowed.edit}
        canCreate={table.allowed.create}
        canDelete={table.allowed.delete}
        {...(bulkActions ? { bulkActions } : {})}
        fieldFor={fieldFor}
        start={start}
        onChange={write.change}
        onCreate={write.create}
        keeper={keeper}
        onDelete={async (ids) => {
          try {
            const result = await write.remove(ids);
            if (result.deleted.length)
              offer(t("table.deleted", { count: result.deleted.length }), result.batch);
            return result;
          } finally {
            void client.invalidateQueries({ queryKey: rowsKey(ws) });
          }
        }}
        onRead={async (ids) =>
          (await Promise.all(ids.map((id) => fetchRecord(ws, table.key, id).catch(() => null)))).filter(
            (row) => row !== null,
          )
        }
        {...(arranged && table.allowed.edit && !groups
          ? { onArrange: (id, side, other) => write.arrange(arranged, id, side, other) }
          : {})}
        onUndo={undo}
        onRedo={redo}
        asOne={(gesture) => deedsOf(ws).asOne(gesture)}
        onOpen={onOpen}
        onExplain={(id, key) => {
          const field = table.fields.find((one) => one.key === key);
          if (field) setExplained({ id, field });
        }}
        groups={groups}
        groupable={groupable}
        folding={folding}
        onFold={(next) => personal.set({ folding: next })}
        onFilter={onFilter}
        onGroup={(key) => control.change({ group: groupTextOf(withLevel(levels, key)) }, true)}
        sort={sortKeysOf(query.sort)}
        onSort={(sort) => control.change({ sort: sortTextOf(sort) }, true)}
        onResize={(key, width) => personal.set({ widths: { ...personal.personal.widths, [key]: width } })}
        onReorder={(keys) => personal.set({ order: [...keys] })}
        fieldMenu={fieldMenu.items}
        frozen={frozenOf(view, personal.personal)}
        onFreeze={(frozen) => personal.set({ frozen })}
        onAddField={fieldMenu.add}
        onHide={(key) => personal.set({ hidden: [...personal.personal.hidden, key] })}
        aggregate={aggregate}
        {...(footer ? { footer } : {})}
        onFooter={(footer) => personal.set({ footer: { ...footer } })}
        onNotice={notice}
        onUnsaved={setUnsaved}
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
      <LeaveGuard dirty={unsaved > 0} hint={t("table.unsavedHint")} />
      {fieldMenu.dialogs}
      {pressing}
      {explained && (
        <Modal
          open
          footer={null}
          width={400}
          title={t("record.explainTitle", { field: explained.field.label })}
          onCancel={() => setExplained(null)}
        >
          <Explanation table={table} record={explained.id} field={explained.field} />
        </Modal>
      )}
    </>
  );
}

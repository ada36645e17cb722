/** A table: title, view tabs, toolbar, and the view; the open record in a drawer. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Table, View } from "../api/types";
import { useIsPhone } from "../app/viewport";
import { useWorkspace } from "../app/workspace";
import type { Values } from "../fields";
import { both } from "../filter/model";
import { NamedIcon } from "../ui/icons";
import { NotFound } from "../ui/NotFound";
import { Waiting } from "../ui/Waiting";
import type { RowQuery, ViewProps } from "../views/props";
import { groupOf, UNGROUPED } from "../views/saved";
import { ViewMenu } from "../views/ViewMenu";
import { NewView } from "./NewView";
import { type PersonalControl, usePersonal } from "./personal";
import "./table.css";
import { Recomputing } from "../schema/Recomputing";
import { Toolbar } from "./Toolbar";
import { useMore } from "./useMore";
import { type TableStateControl, useTableState } from "./useTableState";
import { ViewTabs } from "./ViewTabs";

const GridView = lazy(async () => ({ default: (await import("../views/GridView")).GridView }));
const CardList = lazy(async () => ({ default: (await import("../views/CardList")).CardList }));
const KanbanView = lazy(async () => ({ default: (await import("../kanban/KanbanView")).KanbanView }));
const CalendarView = lazy(async () => ({ default: (await import("../views/CalendarView")).CalendarView }));
const GalleryView = lazy(async () => ({ default: (await import("../views/GalleryView")).GalleryView }));
const PivotView = lazy(async () => ({ default: (await import("../pivot/PivotView")).PivotView }));
const FormView = lazy(async () => ({ default: (await import("../views/FormView")).FormView }));
const RecordDrawer = lazy(async () => ({ default: (await import("../record/RecordDrawer")).RecordDrawer }));
const CreateForm = lazy(async () => ({ default: (await import("../record/CreateForm")).CreateForm }));
const TableDrawer = lazy(async () => ({ default: (await import("../schema/TableDrawer")).TableDrawer }));
const FieldList = lazy(async () => ({ default: (await import("../schema/FieldList")).FieldList }));
const ListPrint = lazy(async () => ({ default: (await import("../print/ListPrint")).ListPrint }));
const ImportDialog = lazy(async () => ({ default: (await import("../exchange/ImportDialog")).ImportDialog }));

/** Types of views whose records people put into an order by hand. */
const ARRANGED: ReadonlySet<string> = new Set(["grid", "kanban"]);

export function TablePage() {
  const { table: key = "", view: viewKey } = useParams();
  const { tables } = useWorkspace();
  const table = tables.get(key);
  if (!table) return <NotFound />;
  const view =
    table.views.find((one) => one.key === viewKey) ?? table.views.find((one) => one.type !== "form") ?? null;
  return <TableBody key={key} table={table} view={view} />;
}

function TableBody({ table, view }: { table: Table; view: View | null }) {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const plain = useTableState(ws, table.key);
  const control = useMemo(() => withGroupOf(view, plain), [view, plain]);
  const personal = withHeightOf(view, usePersonal(ws, table.key, view?.key ?? ""));
  const [prefill, setPrefill] = useState<Values | null>(null);
  const [filtering, setFiltering] = useState<{ field: string } | null>(null);
  const [fields, setFields] = useState(false);
  const [turning, setTurning] = useState(false);
  const [importing, setImporting] = useState(false);
  const [printing, setPrinting] = useState(false);
  const { state, change } = control;
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (state.record) setOpened(true);
  }, [state.record]);

  const query = useMemo<RowQuery>(
    () => ({
      filter: both(view?.filter, state.filter),
      sort: state.sort ?? view?.sort ?? null,
      q: state.q,
      order: view && ARRANGED.has(view.type) && !(state.sort ?? view.sort) ? view.key : null,
      colors: view?.settings.colors?.length ? view.key : null,
    }),
    [view, state.filter, state.sort, state.q],
  );
  const onNew = table.allowed.create ? (values?: Values) => setPrefill(values ?? {}) : null;
  const onImport = table.allowed.import ? () => setImporting(true) : null;
  // A pivot is printed where its figures are.
  const onPrint = table.allowed.print && view?.type !== "pivot" ? () => setPrinting(true) : null;
  const more = useMore({
    table,
    view,
    query,
    personal,
    onImport,
    onPrint,
    onFields: () => setFields(true),
    onTable: () => setTurning(true),
  });

  return (
    <div className="gz-page">
      <div className="gz-page-head">
        <h1 className="gz-page-title">
          <NamedIcon name={table.icon} />
          {table.label}
        </h1>
        {table.help && (
          <Tooltip title={table.help}>
            <QuestionCircleOutlined className="gz-muted gz-table-help" aria-label={table.help} tabIndex={0} />
          </Tooltip>
        )}
        <ViewTabs
          table={table}
          active={view}
          label={t("table.views")}
          add={<NewView table={table} />}
          menu={view && <ViewMenu table={table} view={view} control={plain} personal={personal} />}
        />
      </div>
      {view?.type !== "form" && (
        <Toolbar
          table={table}
          view={view}
          control={control}
          personal={personal}
          more={more.items}
          onMore={more.act}
          onNew={onNew}
          filtering={filtering}
          onFiltered={() => setFiltering(null)}
        />
      )}
      <Recomputing table={table} />
      <div className="gz-page-body">
        <Suspense fallback={<Waiting rows={10} />}>
          <ViewOf
            table={table}
            view={view}
            query={query}
            control={control}
            personal={personal}
            narrowed={state.filter !== null || state.q !== ""}
            onOpen={(id) => change({ record: id })}
            onNew={onNew}
            onImport={onImport}
            onFilter={(field) => setFiltering({ field })}
          />
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {opened && <RecordDrawer table={table} id={state.record} onClose={() => change({ record: null })} />}
        {prefill && (
          <CreateForm
            table={table}
            prefill={prefill}
            onClose={() => setPrefill(null)}
            onCreated={(row) => change({ record: row.id })}
          />
        )}
        {turning && <TableDrawer table={table} onClose={() => setTurning(false)} />}
        {fields && <FieldList table={table} view={view} onClose={() => setFields(false)} />}
        {printing && (
          <ListPrint
            table={table}
            view={view}
            query={query}
            group={state.group}
            personal={personal.personal}
            onClose={() => setPrinting(false)}
          />
        )}
        {importing && <ImportDialog table={table} onClose={() => setImporting(false)} />}
      </Suspense>
    </div>
  );
}

/** The view's own group, unless the person chose another one or none. */
function withGroupOf(view: View | null, control: TableStateControl): TableStateControl {
  const saved = groupOf(view);
  if (saved === null) return control;
  return {
    state: { ...control.state, group: control.state.group ?? saved },
    change: (part, replace) =>
      control.change(part.group === null ? { ...part, group: UNGROUPED } : part, replace),
  };
}

function withHeightOf(view: View | null, control: PersonalControl): PersonalControl {
  const saved = view?.settings.row_height;
  if (!saved || control.touched) return control;
  return { ...control, personal: { ...control.personal, rowHeight: saved } };
}

function ViewOf(props: ViewProps) {
  const phone = useIsPhone();
  switch (props.view?.type) {
    case "kanban":
      return <KanbanView {...props} />;
    case "calendar":
      return <CalendarView {...props} />;
    case "gallery":
      return <GalleryView {...props} />;
    case "pivot":
      return <PivotView {...props} />;
    case "form":
      return <FormView key={props.view.key} {...props} />;
    default:
      return phone ? <CardList {...props} /> : <GridView {...props} />;
  }
}

// biome-ignore-all lint/a11y/noStaticElementInteractions: the bars only keep a click from taking the focus
// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/**
 * The grid: a table of records as people know it from spreadsheets, at any size.
 *
 *   <Grid ref={handle} table={table} columns={[{ key: "name" }, …]} source={source} context={context}
 *         canEdit onChange={save} onCreate={create} onDelete={remove} onOpen={openDrawer} … />
 *
 * It fills its parent (give that a height). It fetches pages of rows from `source` as they come into view; writes go out by callbacks that
 * answer with the stored rows or with problems, never by throwing for a refusal. Values in callbacks are as the API sends them; `toWire`
 * (fields) turns them into what the API takes. After its own edits the grid reads the visible rows again by itself, once the edited row is
 * left: do not change `source.version` for them. Others' edits go in by `handle.follow`.
 * How it is made: model.ts holds everything, actions/ change it, components only paint. Focus never leaves the textarea in EditorLayer.
 * Dark colours: `data-theme="dark"` on an ancestor.
 */
import {
  type CSSProperties,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { commit } from "./actions/editing";
import { follow } from "./actions/following";
import { settle } from "./actions/leaving";
import { refresh } from "./actions/refreshing";
import { resend, resendRows, takeUp } from "./actions/resending";
import { addRow } from "./actions/rows";
import { CheckedBar, FailureBar, NoticeBar, RefusalBubble, UnsavedBar, WaitingBar } from "./Bars";
import { Body, bonesOf } from "./Body";
import { CellMenu } from "./CellMenu";
import type { OpenMenu } from "./commands";
import { EditorLayer } from "./EditorLayer";
import { Foot, SelectionFigures } from "./Foot";
import { footerOf } from "./figures";
import "./grid.css";
import { pagesInView } from "./actions/scrolling";
import { Head } from "./Head";
import { HeadMenu } from "./HeadMenu";
import { GridModel } from "./model";
import { onClick, onContextMenu, onDoubleClick, onMouseDown } from "./pointer";
import { anchored, drawnHeight, scrolled } from "./scroll";
import type { GridHandle, GridProps } from "./types";
import { columnSpan } from "./windowing";

const HEAD = 34;
const FOOT = 34;
const REST_MS = 160;
/** Between tries to send new rows that wait, if nothing tells sooner that the server is back. */
const AGAIN_MS = 15_000;
const OVERSCAN_COLUMNS = 1;

/** Room for row numbers, tick and "open", and for the handle that rows are moved by. */
function gutterOf({ lineCount, props }: GridModel, view: number): number {
  if (view > 0 && view < 640) return 44;
  return Math.max(64, 34 + String(lineCount).length * 8) + (props.onArrange ? 10 : 0);
}

export function Grid({ ref, ...props }: GridProps & { readonly ref?: Ref<GridHandle> }) {
  const [model] = useState(() => new GridModel(props));
  model.update(props);
  useSyncExternalStore(model.subscribe, model.snapshot);
  const gridId = useId();
  const [menu, setMenu] = useState<Parameters<OpenMenu>[0] | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const touch = useRef(false);
  const { view, columns, words } = model;
  const gutter = gutterOf(model, view.width);
  const span = columnSpan(
    columns.edges,
    columns.frozen,
    view.left,
    view.width - (columns.edges[columns.frozen] ?? 0),
    OVERSCAN_COLUMNS,
  );
  const openHeadMenu = useCallback((heading: number) => setMenu({ heading }), []);
  const closeMenu = () => setMenu(null);

  useImperativeHandle(ref, () => handleOf(model), [model]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    model.scroller = element;
    const measure = () => {
      const width = Math.max(0, element.clientWidth - gutterOf(model, element.clientWidth));
      const height = Math.max(0, element.clientHeight - HEAD - FOOT);
      if (width === model.view.width && height === model.view.height) return;
      model.view = { ...model.view, width, height };
      model.relayout();
      model.emit();
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      model.scroller = null;
    };
  }, [model]);

  useLayoutEffect(() => () => model.loader.stop(), [model]);

  const { version } = props.source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have come under an open editor: what was typed is saved
  useLayoutEffect(() => commit(model), [model, version]);

  const wanted = model.failure ? "" : pagesInView(model).join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version wants the same pages anew
  useLayoutEffect(() => {
    if (wanted !== "")
      model.loader.want(wanted.split(",").map(Number), model.count === null || !model.rowAt(0));
  }, [model, wanted, version]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const place = scrolled(model.view.place, element.scrollTop, model.extent);
      const left = element.scrollLeft;
      if (
        place.top === model.view.place.top &&
        place.offset === model.view.place.offset &&
        left === model.view.left
      )
        return;
      model.view = { ...model.view, place, left };
      model.emit();
      clearTimeout(rest);
      rest = setTimeout(() => {
        const home = anchored(model.view.place.offset, model.extent);
        if (home.top === model.view.place.top) return;
        model.view = { ...model.view, place: home };
        element.scrollTop = home.top;
        model.emit();
      }, REST_MS);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener("scroll", onScroll);
    };
  }, [model]);

  const unsaved = model.edits.failures;
  const { onUnsaved } = props;
  const unkept = model.waiting.reduce((sum, { drafts, kept }) => sum + (kept ? 0 : drafts.length), 0);
  useEffect(() => {
    onUnsaved?.(unsaved + unkept);
  }, [onUnsaved, unsaved, unkept]);

  const { key } = props.table;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits belongs to one table
  useEffect(() => takeUp(model), [model, key]);
  const waits = model.waiting.length > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void resendRows(model), AGAIN_MS);
    return () => clearInterval(timer);
  }, [model, waits]);

  const { rect } = model;
  const whole = rect !== null && rect.top === 0 && rect.bottom === model.bounds.lines - 1 ? rect : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: depends on the columns shown and the page's choice
  const footer = useMemo(() => footerOf(model), [columns.list, props.footer]);
  const isEmpty = model.count === 0 && model.lineCount === 0;
  return (
    <div
      className="gz-grid"
      data-height={model.rowHeight}
      style={
        {
          "--gz-lines": LINES[model.rowHeight],
          "--gz-bones": bonesOf(columns, span.from, span.to),
        } as CSSProperties
      }
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the textarea, which always has the focus */}
      <div
        ref={scroller}
        role="grid"
        id={gridId}
        className={view.left > 0 ? "gz-scroll gz-scrolled" : "gz-scroll"}
        aria-label={props.table.label}
        aria-rowcount={model.count === null ? -1 : model.lineCount + 1}
        aria-colcount={columns.list.length + (props.onAddField ? 2 : 1)}
        aria-multiselectable="true"
        onPointerDown={(event) => {
          touch.current = event.pointerType === "touch";
        }}
        onMouseDown={(event) => {
          if (!touch.current) onMouseDown(model, event.nativeEvent, gutter, HEAD);
        }}
        onClick={(event) => onClick(model, event.nativeEvent, touch.current)}
        onContextMenu={(event) => onContextMenu(model, event.nativeEvent, (cells) => setMenu({ cells }))}
        onDoubleClick={(event) => onDoubleClick(model, event.nativeEvent)}
      >
        <Head
          model={model}
          columns={columns}
          from={span.from}
          to={span.to}
          gutter={gutter}
          height={HEAD}
          dropAt={model.dropAt}
          openMenu={openHeadMenu}
          wholeFrom={whole ? whole.left : -1}
          wholeTo={whole ? whole.right : -1}
          anyChecked={model.checked.size > 0}
          sort={props.sort}
          addField={props.onAddField}
          words={words}
        />
        <div
          className="gz-body"
          role="rowgroup"
          style={{ height: drawnHeight(model.totalHeight), width: gutter + (columns.edges.at(-1) ?? 0) }}
        >
          <Body
            model={model}
            columns={columns}
            from={span.from}
            to={span.to}
            gutter={gutter}
            gridId={gridId}
          />
        </div>
        <div className="gz-filler" />
        <Foot
          model={model}
          columns={columns}
          from={span.from}
          to={span.to}
          gutter={gutter}
          height={FOOT}
          stored={model.count === null ? null : model.count + model.tail.filter((row) => row.id > 0).length}
          footer={footer}
          stamp={model.figures}
          choosable={props.onFooter !== undefined}
        />
      </div>
      {model.count === null && !model.failure ? (
        <div className="gz-visually-hidden" role="status">
          {words.loading}
        </div>
      ) : null}
      {isEmpty ? <div className="gz-empty">{props.empty ?? words.empty}</div> : null}
      <EditorLayer
        model={model}
        headHeight={HEAD}
        footHeight={FOOT}
        gutter={gutter}
        gridId={gridId}
        openMenu={setMenu}
      />
      {menu && "heading" in menu ? (
        <HeadMenu model={model} index={menu.heading} onClose={closeMenu} />
      ) : menu ? (
        <CellMenu model={model} anchor={menu.cells} onClose={closeMenu} />
      ) : null}
      <SelectionFigures model={model} />
      <RefusalBubble model={model} />
      {/* A click on a bar leaves the focus where it is. */}
      <div className="gz-bars" role="presentation" onMouseDown={(event) => event.preventDefault()}>
        <FailureBar model={model} />
        <NoticeBar model={model} />
        <WaitingBar model={model} />
        <UnsavedBar model={model} count={unsaved} />
        <CheckedBar model={model} />
      </div>
    </div>
  );
}

/** Lines of long text a row shows. */
const LINES = { 24: 1, 32: 1, 40: 2, 56: 3 } as const;

function handleOf(model: GridModel): GridHandle {
  return {
    focus: () => model.input?.focus({ preventScroll: true }),
    follow: (news) => follow(model, news),
    patch: (rows) => {
      model.patch(rows);
      model.emit();
    },
    remove: (ids) => {
      model.tail = model.tail.filter((row) => !ids.includes(row.id));
      void refresh(model, ids);
    },
    refresh: () => void refresh(model),
    again: () => void resend(model),
    addRow: (values) => {
      addRow(model, values);
      model.input?.focus({ preventScroll: true });
      void settle(model);
    },
    neighbours: (id) => {
      const line = model.lineOf(id);
      const at = (step: 1 | -1): number | null => {
        for (
          let next = (line ?? -1) + step;
          line !== null && next >= 0 && next < model.lineCount;
          next += step
        ) {
          const row = model.rowAt(next);
          if (row && row.id > 0) return row.id;
          if (model.lines.headingAt(next) === null) return null;
        }
        return null;
      };
      return { previous: at(-1), next: at(1) };
    },
  };
}

// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/** The lines on the screen: rows, headings of groups, the line that adds a row. */

import { LeftOut } from "../ui/LeftOut";
import { linesInView, OVERSCAN_LINES } from "./actions/scrolling";
import { isWaiting } from "./actions/waiting";
import type { ColumnSet } from "./columns";
import { footerOf, showFigure } from "./figures";
import { isClosed } from "./lines";
import type { GridModel } from "./model";
import { Row } from "./Row";
import { columnsIn, type Rect } from "./selection";
import { counted } from "./words";

interface BodyProps {
  readonly model: GridModel;
  readonly columns: ColumnSet;
  readonly from: number;
  readonly to: number;
  readonly gutter: number;
  readonly gridId: string;
}

/** Pixels that each level of groups stands further in. */
const INDENT = 20;

const rimOf = (rect: Rect | null, line: number): number =>
  rect ? (line === rect.top ? 1 : 0) | (line === rect.bottom ? 2 : 0) : 0;

export function Body({ model, columns, from, to, gutter, gridId }: BodyProps) {
  const { rect, selection, view, rowHeight, words, props, checked, editing } = model;
  const span = linesInView(model);
  const shift = view.place.top - view.place.offset;
  const single = rect !== null && rect.top === rect.bottom && rect.left === rect.right;
  const fillable = rect !== null && !editing && props.canEdit !== false && props.onChange !== undefined;
  const { checkable, lifted } = model;
  const arrangeable = props.onArrange !== undefined && !props.groups;
  // Before it is known how many rows there are: what will be rows, not a line to add one that jumps down when they come.
  if (model.count === null && model.lineCount === 0)
    return model.failure ? null : (
      <Coming rows={Math.floor(view.height / rowHeight)} {...{ rowHeight, gutter, columns }} />
    );
  // Elements are handed on from lines that leave the view to lines that enter it: cheaper than new ones.
  const pool = Math.ceil(view.height / rowHeight) + 2 * OVERSCAN_LINES + 2;
  const lines = [];
  for (let line = span.from; line < span.to; line += 1) {
    const top = line * rowHeight + shift;
    if (line >= model.lineCount) {
      lines.push(
        <AddLine
          key="add"
          line={line}
          top={top}
          height={rowHeight}
          gutter={gutter}
          columns={columns}
          label={words.addRow}
        />,
      );
      continue;
    }
    const heading = line < model.lines.total ? model.lines.headingAt(line) : null;
    if (heading) {
      lines.push(
        <GroupLine
          key={line % pool}
          model={model}
          line={line}
          top={top}
          gutter={gutter}
          columns={columns}
          from={from}
          to={to}
          active={selection?.anchor.line === line}
        />,
      );
      continue;
    }
    const row = model.rowAt(line);
    const [selectedFrom, selectedTo] = single ? [-1, -1] : columnsIn(rect, line);
    const [filledFrom, filledTo] = columnsIn(model.fillArea, line);
    lines.push(
      <Row
        key={line % pool}
        line={line}
        number={model.numberOf(line)}
        top={top}
        height={rowHeight}
        row={row}
        edits={row && model.edits.of(row.id)}
        columns={columns}
        from={from}
        to={to}
        gutter={gutter}
        active={selection?.anchor.line === line ? selection.anchor.column : -1}
        selectedFrom={selectedFrom}
        selectedTo={selectedTo}
        rim={rimOf(rect, line)}
        handle={fillable && rect.bottom === line ? rect.right : -1}
        filledFrom={filledFrom}
        filledTo={filledTo}
        waitingLabel={row !== undefined && isWaiting(model, row.id) ? words.waitingRow : null}
        lit={row !== undefined && model.lit.has(row.id)}
        checked={row !== undefined && checked.has(row.id)}
        checkable={checkable}
        liftLabel={arrangeable ? words.arrange : null}
        drop={
          lifted?.to !== line || lifted.from === line ? null : lifted.to < lifted.from ? "above" : "below"
        }
        lifted={lifted?.from === line}
        display={props.context}
        openLabel={words.open}
        selectLabel={words.select}
        explainLabel={props.onExplain ? words.explain : null}
        maskedLabel={words.masked}
        gridId={gridId}
      />,
    );
  }
  return lines;
}

/** Bars in place of values, for all rows that are not loaded at once: one background instead of hundreds of elements. */
export function bonesOf({ edges, frozen }: ColumnSet, from: number, to: number): string {
  const base = edges[frozen] ?? 0;
  const bars: string[] = [];
  for (let index = Math.max(from, frozen); index < to; index += 1) {
    const left = (edges[index] ?? 0) - base;
    const width = (edges[index + 1] ?? 0) - (edges[index] ?? 0);
    const length = Math.round((width - 18) * (0.45 + ((index * 7) % 5) / 12));
    bars.push(
      `linear-gradient(var(--gz-bone), var(--gz-bone)) ${left + 9}px center / ${length}px 9px no-repeat`,
    );
    bars.push(
      `linear-gradient(var(--gz-line-soft), var(--gz-line-soft)) ${left + width - 1}px 0 / 1px 100% no-repeat`,
    );
  }
  return bars.length > 0 ? bars.join(", ") : "none";
}

function Coming({
  rows,
  rowHeight,
  gutter,
  columns,
}: {
  rows: number;
  rowHeight: number;
  gutter: number;
  columns: ColumnSet;
}) {
  const width = gutter + (columns.edges.at(-1) ?? 0);
  const frozen = columns.edges[columns.frozen] ?? 0;
  return Array.from({ length: rows }, (_, line) => line * rowHeight).map((top) => (
    <div key={top} className="gz-row gz-late" style={{ top, height: rowHeight, width }} aria-hidden="true">
      <div className="gz-gutter" style={{ width: gutter }} />
      <div className="gz-bone-frozen" style={{ width: frozen }} />
      <div className="gz-bones" />
    </div>
  ));
}

interface LineProps {
  readonly line: number;
  readonly top: number;
  readonly gutter: number;
  readonly columns: ColumnSet;
}

function AddLine({
  line,
  top,
  height,
  gutter,
  columns,
  label,
}: LineProps & { height: number; label: string }) {
  return (
    <div
      role="row"
      className="gz-row gz-row-add"
      style={{ top, height, width: gutter + (columns.edges.at(-1) ?? 0) }}
      data-line={line}
      data-act="add"
    >
      <div role="gridcell" className="gz-add">
        <span className="gz-add-sign" style={{ width: gutter }} aria-hidden="true">
          +
        </span>
        <button type="button" tabIndex={-1} className="gz-plain gz-add-label">
          {label}
        </button>
      </div>
    </div>
  );
}

function GroupLine({
  model,
  line,
  top,
  gutter,
  columns,
  from,
  to,
  active,
}: LineProps & { model: GridModel; from: number; to: number; active: boolean }) {
  const group = model.lines.headingAt(line);
  if (!group) return null;
  const open = !isClosed(model.folding, group.key);
  const ops = footerOf(model);
  const cells = [];
  for (let index = Math.max(from, columns.frozen); index < to; index += 1) {
    const column = columns.list[index];
    const figure = column && group.figures?.[column.key];
    if (!column || figure == null) continue;
    const errors = group.errors?.[column.key] ?? 0;
    cells.push(
      <span
        key={column.key}
        className={`gz-group-figure gz-${column.ui.align}`}
        style={{ left: gutter + (columns.edges[index] ?? 0), width: column.width }}
      >
        {errors > 0 ? <LeftOut count={errors} text={model.words.leftOut(counted(errors))} /> : null}
        <span className="gz-num">{showFigure(column, ops[column.key] ?? "sum", figure)}</span>
      </span>,
    );
  }
  return (
    <div
      role="row"
      className={`gz-row gz-row-group${active ? " gz-row-group-active" : ""}`}
      aria-level={group.level + 1}
      aria-expanded={open}
      data-level={group.level}
      style={{ top, height: model.rowHeight, width: gutter + (columns.edges.at(-1) ?? 0) }}
      data-line={line}
      data-act="group"
    >
      <div role="gridcell" className="gz-group-name" style={{ paddingLeft: 12 + group.level * INDENT }}>
        <button
          type="button"
          tabIndex={-1}
          className={`gz-plain gz-group-arrow${open ? " gz-group-open" : ""}`}
          aria-expanded={open}
          aria-label={group.label}
        >
          ›
        </button>
        {group.label}
        <span className="gz-count">{counted(group.count)}</span>
      </div>
      {cells.length > 0 ? (
        <div role="gridcell" className="gz-group-figures">
          {cells}
        </div>
      ) : null}
    </div>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/** One row. All it depends on are its record, its edits and numbers, so that memo keeps untouched rows untouched. */
import { type CSSProperties, memo } from "react";
import type { Display, RecordRow } from "../fields";
import { paintClass } from "../fields/palette";
import { isBlank } from "../fields/value";
import { Cell } from "./Cell";
import type { ColumnSet } from "./columns";
import type { RowEdits } from "./edits";
import "./rows.css";

export interface RowProps {
  readonly line: number;
  readonly number: number;
  /** Pixels from the top of the body. */
  readonly top: number;
  readonly height: number;
  readonly row: RecordRow | undefined;
  readonly edits: RowEdits | undefined;
  readonly columns: ColumnSet;
  readonly from: number;
  readonly to: number;
  readonly gutter: number;
  /** Column of the active cell; -1 when it is in another row. */
  readonly active: number;
  /** Columns inside the selection; -1 outside. */
  readonly selectedFrom: number;
  readonly selectedTo: number;
  /** Which edges of the selection run along this row: 1 top, 2 bottom. */
  readonly rim: number;
  /** The column whose cell carries the fill handle; -1 for none. */
  readonly handle: number;
  readonly filledFrom: number;
  readonly filledTo: number;
  /** What is said of a new row that the server was not heard about; null of others. */
  readonly waitingLabel: string | null;
  /** Somebody else just changed it. */
  readonly lit: boolean;
  readonly checked: boolean;
  readonly checkable: boolean;
  /** What the handle says that moves the row; null where rows stay in the order they are in. */
  readonly liftLabel: string | null;
  /** Where a dragged row would come to: on this side of this one. */
  readonly drop: "above" | "below" | null;
  /** This is the row that is being dragged. */
  readonly lifted: boolean;
  readonly display: Display;
  readonly openLabel: string;
  readonly selectLabel: string;
  readonly explainLabel: string | null;
  readonly maskedLabel: string;
  readonly gridId: string;
}

function RowView(props: RowProps) {
  const { line, top, height, row, columns, from, to, gutter, checked } = props;
  const style: CSSProperties = { top, height, width: gutter + (columns.edges.at(-1) ?? 0) };
  const draft = row !== undefined && row.id < 0;
  const shown: number[] = [];
  for (let index = 0; index < columns.frozen; index += 1) shown.push(index);
  if (row) for (let index = from; index < to; index += 1) shown.push(index);
  const gap = (columns.edges[from] ?? 0) - (columns.edges[columns.frozen] ?? 0);
  return (
    <div
      role="row"
      className={`gz-row${checked ? " gz-row-checked" : ""}${draft ? " gz-row-draft" : ""}${props.waitingLabel !== null ? " gz-row-waiting" : ""}${props.active >= 0 ? " gz-row-active" : ""}${props.lit ? " gz-row-lit" : ""}${paintClass(row?.color)}`}
      style={style}
      data-line={line}
      data-drop={props.drop ?? undefined}
      data-lifted={props.lifted || undefined}
      aria-rowindex={line + 2}
      aria-selected={checked || undefined}
    >
      <div role="rowheader" className="gz-gutter" style={{ width: gutter }} aria-colindex={1}>
        {row && !draft && props.liftLabel !== null ? (
          <span className="gz-lift" data-act="lift" title={props.liftLabel} aria-hidden="true">
            <svg viewBox="0 0 8 14" aria-hidden="true" fill="currentColor">
              <path d="M1 2h2v2H1zM5 2h2v2H5zM1 6h2v2H1zM5 6h2v2H5zM1 10h2v2H1zM5 10h2v2H5z" />
            </svg>
          </span>
        ) : null}
        <span className={row && !draft && props.checkable ? "gz-number gz-number-tick" : "gz-number"}>
          {props.waitingLabel !== null ? (
            <span role="img" aria-label={props.waitingLabel} title={props.waitingLabel}>
              ⇡
            </span>
          ) : draft ? (
            "✱"
          ) : (
            props.number
          )}
        </span>
        {row && !draft ? (
          <>
            {props.checkable ? (
              <span
                className={`gz-check gz-tick${checked ? " gz-check-on" : ""}`}
                data-act="tick"
                role="checkbox"
                aria-checked={checked}
                aria-label={props.selectLabel}
              >
                <svg viewBox="0 0 12 12" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
                  <path d="M2 6.5 5 9.5 10.5 3" />
                </svg>
              </span>
            ) : null}
            <button
              type="button"
              tabIndex={-1}
              className="gz-open"
              data-act="open"
              title={props.openLabel}
              aria-label={props.openLabel}
            >
              <svg viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.4">
                <path d="M8 2h4v4M12 2 7.5 6.5M6 12H2V8M2 12l4.5-4.5" />
              </svg>
            </button>
          </>
        ) : null}
      </div>
      {shown.map((index) => {
        const column = columns.list[index];
        if (!column) return null;
        const selected = index >= props.selectedFrom && index <= props.selectedTo && props.selectedFrom >= 0;
        const edit = props.edits?.get(column.key);
        const value = edit ? edit.value : (row?.values[column.key] ?? null);
        return (
          <Cell
            key={column.key}
            index={index}
            line={line}
            column={column}
            loaded={row !== undefined}
            value={value}
            raw={edit?.raw}
            status={edit?.status}
            message={edit?.message}
            missing={draft && column.field.required && column.writable && isBlank(value)}
            paint={row?.colors?.[column.key]}
            width={column.width}
            height={height}
            left={index < columns.frozen ? gutter + (columns.edges[index] ?? 0) : -1}
            lastFrozen={index === columns.frozen - 1}
            gap={index === from && from >= columns.frozen ? gap : 0}
            active={props.active === index}
            selected={selected}
            rim={
              selected
                ? props.rim | (index === props.selectedFrom ? 4 : 0) | (index === props.selectedTo ? 8 : 0)
                : 0
            }
            handle={props.handle === index}
            filled={index >= props.filledFrom && index <= props.filledTo && props.filledFrom >= 0}
            display={props.display}
            explainLabel={props.explainLabel}
            maskedLabel={row?.masked?.includes(column.key) ? props.maskedLabel : undefined}
            gridId={props.gridId}
          />
        );
      })}
      {row ? null : <div className="gz-bones" role="gridcell" />}
    </div>
  );
}

export const Row = memo(RowView);

// biome-ignore-all lint/a11y/noStaticElementInteractions: dragging and resizing are for the pointer; the menu does the same by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/** The line of headings: names and marks, sorting, width, order. */
import { memo, type PointerEvent, useRef } from "react";
import { dragHeading, dragWidth, fitColumn } from "./actions/columns";
import { selectColumn } from "./actions/moving";
import { toggleAll } from "./actions/rows";
import type { ColumnSet, GridColumn } from "./columns";
import type { GridModel } from "./model";
import type { SortKey } from "./types";
import type { Words } from "./words";
import "./head.css";

interface HeadProps {
  readonly model: GridModel;
  readonly columns: ColumnSet;
  readonly from: number;
  readonly to: number;
  readonly gutter: number;
  readonly height: number;
  readonly dropAt: number;
  readonly openMenu: (column: number) => void;
  /** Columns selected as a whole; -1 for none. */
  readonly wholeFrom: number;
  readonly wholeTo: number;
  readonly anyChecked: boolean;
  readonly sort: readonly SortKey[] | undefined;
  readonly addField: (() => void) | undefined;
  readonly words: Words;
}

function HeadView(props: HeadProps) {
  const { model, columns, from, to, gutter, height, dropAt, openMenu, words, anyChecked } = props;
  const shown: number[] = [];
  for (let index = 0; index < columns.frozen; index += 1) shown.push(index);
  for (let index = from; index < to; index += 1) shown.push(index);
  const gap = (columns.edges[from] ?? 0) - (columns.edges[columns.frozen] ?? 0);
  const tickable = model.checkable;
  return (
    <div
      role="row"
      className="gz-head"
      style={{ height, width: gutter + (columns.edges.at(-1) ?? 0) }}
      aria-rowindex={1}
    >
      <div
        role="columnheader"
        className="gz-gutter gz-gutter-head"
        style={{ width: gutter }}
        aria-colindex={1}
      >
        {tickable ? (
          <button
            type="button"
            className="gz-plain"
            title={words.selectAll}
            aria-label={words.selectAll}
            aria-pressed={anyChecked}
            onClick={() => void toggleAll(model)}
          >
            <span className={`gz-check${anyChecked ? " gz-check-on" : ""}`}>
              <svg viewBox="0 0 12 12" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
                <path d="M2 6h8" />
              </svg>
            </span>
          </button>
        ) : (
          <span className="gz-number">#</span>
        )}
      </div>
      {shown.map((index) => {
        const column = columns.list[index];
        if (!column) return null;
        return (
          <Heading
            key={column.key}
            model={model}
            column={column}
            index={index}
            left={index < columns.frozen ? gutter + (columns.edges[index] ?? 0) : -1}
            lastFrozen={index === columns.frozen - 1}
            gap={index === from && from >= columns.frozen ? gap : 0}
            drop={
              dropAt === index
                ? "before"
                : dropAt === columns.list.length && index === dropAt - 1
                  ? "after"
                  : null
            }
            whole={index >= props.wholeFrom && index <= props.wholeTo && props.wholeFrom >= 0}
            sort={props.sort ?? NO_SORT}
            words={words}
            openMenu={openMenu}
          />
        );
      })}
      {props.addField && to === columns.list.length ? (
        <div role="columnheader" className="gz-head-end" aria-colindex={columns.list.length + 2}>
          <button
            type="button"
            className="gz-plain gz-head-add"
            title={words.addField}
            aria-label={words.addField}
            onClick={props.addField}
          >
            <svg viewBox="0 0 12 12" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.4">
              <path d="M6 2v8M2 6h8" />
            </svg>
          </button>
        </div>
      ) : null}
    </div>
  );
}

export const Head = memo(HeadView);

const NO_SORT: readonly SortKey[] = [];

interface HeadingProps {
  readonly model: GridModel;
  readonly column: GridColumn;
  readonly index: number;
  readonly left: number;
  readonly lastFrozen: boolean;
  readonly gap: number;
  readonly drop: "before" | "after" | null;
  readonly whole: boolean;
  readonly sort: readonly SortKey[];
  readonly words: Words;
  readonly openMenu: (column: number) => void;
}

function Heading(props: HeadingProps) {
  const { model, column, index, left, lastFrozen, gap, drop, whole, sort, words, openMenu } = props;
  const moved = useRef(false);
  const { field, ui } = column;
  const sortAt = sort.findIndex((key) => key.field === column.key);
  const sorted = sort[sortAt];
  const Icon = ui.icon;

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    model.input?.focus({ preventScroll: true });
    moved.current = false;
    dragHeading(model, event.nativeEvent, index, () => {
      moved.current = true;
    });
  }

  const reason = typeof field.protected === "string" ? field.protected : words.protected;
  return (
    <div
      role="columnheader"
      className={`gz-heading gz-${ui.align}${left >= 0 ? " gz-frozen" : ""}${lastFrozen ? " gz-frozen-last" : ""}${whole ? " gz-heading-on" : ""}${drop ? ` gz-drop-${drop}` : ""}`}
      style={{ width: column.width, ...(left >= 0 ? { left } : {}), ...(gap > 0 ? { marginLeft: gap } : {}) }}
      data-heading={index}
      aria-colindex={index + 2}
      aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"}
    >
      <div
        className="gz-heading-main"
        role="presentation"
        title={field.help ? `${field.label}\n${field.help}` : field.label}
        onPointerDown={onPointerDown}
        onClick={(event) => {
          if (moved.current) return;
          const touch = (event.nativeEvent as unknown as { pointerType?: string }).pointerType === "touch";
          if (touch) openMenu(index);
          else selectColumn(model, index, event.shiftKey);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(index);
        }}
      >
        <span className="gz-heading-icon" aria-hidden="true">
          <Icon />
        </span>
        <span className="gz-heading-label">{field.label}</span>
        {field.required && column.writable ? (
          <span className="gz-star" title={words.required}>
            *
          </span>
        ) : null}
        {field.protected ? <span className="gz-guard" role="img" title={reason} aria-label={reason} /> : null}
        {sorted ? (
          <span className="gz-sort">
            {sorted.descending ? "↓" : "↑"}
            {sort.length > 1 ? sortAt + 1 : ""}
          </span>
        ) : null}
      </div>
      <button
        type="button"
        className="gz-heading-menu"
        aria-haspopup="menu"
        aria-label={words.menu(field.label)}
        onClick={() => openMenu(index)}
      >
        <svg viewBox="0 0 10 10" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.4">
          <path d="M2 3.5 5 6.5 8 3.5" />
        </svg>
      </button>
      <span
        className="gz-resize"
        role="presentation"
        onPointerDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          dragWidth(model, event.nativeEvent, index);
        }}
        onDoubleClick={() => fitColumn(model, index)}
      />
    </div>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/** One cell: plain elements only, since there are hundreds of them. */
import { type CSSProperties, memo } from "react";
import type { Display, Value } from "../fields";
import { paletteColor } from "../fields/palette";
import type { GridColumn } from "./columns";
import { isExplained } from "./commands";

export interface CellProps {
  readonly index: number;
  readonly line: number;
  readonly column: GridColumn;
  readonly loaded: boolean;
  readonly value: Value;
  readonly raw: string | undefined;
  readonly status: "saving" | "failed" | undefined;
  readonly message: string | undefined;
  readonly missing: boolean;
  /** Colour of a rule about this cell alone. */
  readonly paint: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Sticky distance of a frozen cell; -1 for others. */
  readonly left: number;
  readonly lastFrozen: boolean;
  /** Pixels of columns left out before this one. */
  readonly gap: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** Edges of the selection along this cell: 1 top, 2 bottom, 4 left, 8 right. */
  readonly rim: number;
  readonly handle: boolean;
  readonly filled: boolean;
  readonly display: Display;
  readonly explainLabel: string | null;
  /** Said where the value is withheld on this row. */
  readonly maskedLabel: string | undefined;
  readonly gridId: string;
}

function classOf(props: CellProps): string {
  const { column } = props;
  let name = `gz-cell gz-${column.ui.align}`;
  if (column.primary) name += " gz-primary";
  if (props.left >= 0) name += props.lastFrozen ? " gz-frozen gz-frozen-last" : " gz-frozen";
  if (props.selected && !props.active) name += " gz-selected";
  if (props.active) name += " gz-active";
  if (props.filled) name += " gz-filled";
  if (props.status === "failed") name += " gz-failed";
  if (props.status === "saving") name += " gz-saving";
  if (props.paint) name += ` gz-cell-painted gz-p-${paletteColor(props.paint)}`;
  if (props.missing) name += " gz-missing";
  return name;
}

function shadowOf(rim: number): string | undefined {
  if (rim === 0) return undefined;
  const lines: string[] = [];
  if (rim & 1) lines.push("inset 0 1px 0 var(--gz-accent)");
  if (rim & 2) lines.push("inset 0 -1px 0 var(--gz-accent)");
  if (rim & 4) lines.push("inset 1px 0 0 var(--gz-accent)");
  if (rim & 8) lines.push("inset -1px 0 0 var(--gz-accent)");
  return lines.join(", ");
}

function CellView(props: CellProps) {
  const { column, value, display, width, left, gap, active, raw } = props;
  const { field, ui } = column;
  const style: CSSProperties = { width };
  if (left >= 0) style.left = left;
  if (gap > 0) style.marginLeft = gap;
  const masked = props.maskedLabel && (
    <span className="gz-text gz-masked" title={props.maskedLabel}>
      ••••
    </span>
  );
  if (!active && props.rim) style.boxShadow = shadowOf(props.rim);
  return (
    <div
      role="gridcell"
      id={active ? `${props.gridId}-active` : undefined}
      className={classOf(props)}
      style={style}
      data-col={props.index}
      aria-colindex={props.index + 2}
      aria-selected={props.selected || active}
      aria-invalid={props.status === "failed" || undefined}
      aria-readonly={!column.writable || undefined}
      title={props.message}
    >
      {props.loaded ? (
        raw !== undefined ? (
          <span className="gz-text">{raw}</span>
        ) : (
          (masked ?? ui.cell(value, field, display))
        )
      ) : (
        <span className="gz-bone" />
      )}
      {props.loaded && props.explainLabel && field.computed && isExplained(field.type) ? (
        <button
          type="button"
          tabIndex={-1}
          className="gz-explain"
          data-act="explain"
          title={props.explainLabel}
          aria-label={props.explainLabel}
        >
          =
        </button>
      ) : null}
      {props.handle ? <span className="gz-handle" data-act="fill" /> : null}
    </div>
  );
}

export const Cell = memo(CellView);

// biome-ignore-all lint/a11y/useSemanticElements: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: the table is drawn by arithmetic from positioned elements, and only the textarea takes the focus
/** The footer: row count, figures per column, what the selection adds up to. */
import { memo, useMemo, useState } from "react";
import { LeftOut } from "../ui/LeftOut";
import type { ColumnSet, GridColumn } from "./columns";
import { isDecimalColumn, selectionFigures, showFigure, useFigures } from "./figures";
import { Menu, type MenuItem } from "./Menu";
import type { GridModel } from "./model";
import type { FooterOp, FootFigure } from "./types";
import { counted } from "./words";
import "./foot.css";

interface FootProps {
  readonly model: GridModel;
  readonly columns: ColumnSet;
  readonly from: number;
  readonly to: number;
  readonly gutter: number;
  readonly height: number;
  /** Number of rows on the server; null while unknown. */
  readonly stored: number | null;
  readonly footer: Readonly<Record<string, FooterOp>>;
  /** `model.figures`: the figures are read again when it moves. */
  readonly stamp: number;
  /** Whether the page lets people choose figures. */
  readonly choosable: boolean;
}

const OPS: readonly FooterOp[] = ["sum", "avg", "min", "max", "distinct"];

function opsOf(column: GridColumn): readonly FooterOp[] {
  if (isDecimalColumn(column)) return OPS;
  if (column.field.value_type === "date" || column.field.value_type === "datetime")
    return ["min", "max", "distinct"];
  return ["distinct"];
}

function FootView({ model, columns, from, to, gutter, height, stored, footer }: FootProps) {
  const figures = useFigures(model);
  const [menu, setMenu] = useState<{ index: number; anchor: Element } | null>(null);
  const { words, props } = model;
  const shown: number[] = [];
  for (let index = 0; index < columns.frozen; index += 1) shown.push(index);
  for (let index = from; index < to; index += 1) shown.push(index);
  const gap = (columns.edges[from] ?? 0) - (columns.edges[columns.frozen] ?? 0);
  const choosing = menu && columns.list[menu.index];

  function choices(column: GridColumn): MenuItem[] {
    const set = (op: FooterOp | null) => {
      const { [column.key]: _, ...rest } = footer;
      props.onFooter?.(op ? { ...rest, [column.key]: op } : rest);
    };
    const none = {
      key: "none",
      label: words.none,
      on: footer[column.key] === undefined,
      act: () => set(null),
    };
    return [
      none,
      ...opsOf(column).map((op) => ({
        key: op,
        label: words[op],
        on: footer[column.key] === op,
        act: () => set(op),
      })),
    ];
  }

  const cells = shown.map((index) => {
    const column = columns.list[index];
    if (!column) return null;
    const op = footer[column.key];
    const frozen = index < columns.frozen;
    const leading = index === 0;
    return (
      <div
        key={column.key}
        role="gridcell"
        className={`gz-foot-cell gz-${leading ? "left" : column.ui.align}${frozen ? " gz-frozen" : ""}${index === columns.frozen - 1 ? " gz-frozen-last" : ""}`}
        style={{
          width: column.width,
          ...(frozen ? { left: gutter + (columns.edges[index] ?? 0) } : {}),
          ...(index === from && from >= columns.frozen && gap > 0 ? { marginLeft: gap } : {}),
        }}
      >
        {leading ? (
          <span className="gz-foot-count">{stored === null ? "" : words.rows(counted(stored))}</span>
        ) : props.onFooter ? (
          <button
            type="button"
            className="gz-foot-figure"
            aria-haspopup="menu"
            aria-label={`${column.field.label}：${op ? words[op] : words.calculate}`}
            onClick={(event) => setMenu({ index, anchor: event.currentTarget })}
          >
            <Figure
              column={column}
              op={op}
              label={op ? words[op] : words.calculate}
              figure={figures[column.key]}
              leftOut={words.leftOut}
            />
          </button>
        ) : (
          <span className="gz-foot-figure">
            {op ? (
              <Figure
                column={column}
                op={op}
                label={words[op]}
                figure={figures[column.key]}
                leftOut={words.leftOut}
              />
            ) : null}
          </span>
        )}
      </div>
    );
  });
  return (
    <>
      <div className="gz-foot" style={{ height, width: gutter + (columns.edges.at(-1) ?? 0) }} role="row">
        <div role="gridcell" className="gz-gutter gz-gutter-foot" style={{ width: gutter }} />
        {cells}
      </div>
      {menu && choosing ? (
        <Menu
          anchor={menu.anchor}
          label={words.calculate}
          groups={[choices(choosing)]}
          onClose={() => {
            setMenu(null);
            model.input?.focus({ preventScroll: true });
          }}
        />
      ) : null}
    </>
  );
}

export const Foot = memo(FootView);

/** What the selection adds up to. */
export function SelectionFigures({ model }: { model: GridModel }) {
  const { rect } = model;
  const key = rect ? `${rect.top},${rect.bottom},${rect.left},${rect.right}` : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: added up again when the selection or the rows changed, not while scrolling
  const text = useMemo(() => selectionFigures(model), [model, key, model.figures, model.props.columns]);
  if (!text) return null;
  return (
    <div className="gz-foot-selected" aria-live="polite">
      {text}
    </div>
  );
}

function Figure({
  column,
  op,
  label,
  figure,
  leftOut,
}: {
  column: GridColumn;
  op: FooterOp | undefined;
  label: string;
  figure: FootFigure | undefined;
  leftOut: (n: string) => string;
}) {
  if (!op) return <span className="gz-foot-label gz-foot-offer">{label}</span>;
  return (
    <>
      <span className="gz-foot-label" title={label}>
        {op === "sum" ? "∑" : label}
      </span>
      {figure && figure.errors > 0 ? (
        <LeftOut count={figure.errors} text={leftOut(counted(figure.errors))} />
      ) : null}
      <span className="gz-num gz-foot-number">{showFigure(column, op, figure?.value)}</span>
    </>
  );
}

/** Figures in the footer: over all rows, from the server; over the selection, exactly, from what is loaded. */
import { useEffect, useState } from "react";
import { divide, format, isDecimal, sum } from "../fields/decimal";
import { scaleOf } from "../fields/decimals";
import { loadedRows } from "./actions/reading";
import type { GridColumn } from "./columns";
import type { GridModel } from "./model";
import { sizeOf } from "./selection";
import type { FooterOp, FootFigure } from "./types";
import { counted } from "./words";

const DECIMALS: ReadonlySet<string> = new Set(["number", "money", "percent"]);
export const isDecimalColumn = (column: GridColumn): boolean => DECIMALS.has(column.field.value_type);

/** What each column shows: as the page says, else sums of money. */
export function footerOf(model: GridModel): Readonly<Record<string, FooterOp>> {
  if (model.props.footer) return model.props.footer;
  const footer: Record<string, FooterOp> = {};
  for (const column of model.columns.list)
    if (column.field.value_type === "money") footer[column.key] = "sum";
  return footer;
}

export function showFigure(column: GridColumn, op: FooterOp, figure: string | null | undefined): string {
  if (figure == null) return "";
  if (!isDecimal(figure)) return figure;
  if (op === "distinct") return counted(Number(figure));
  const scale = scaleOf(column.field);
  const text = format(figure, { scale: op === "avg" ? Math.max(scale ?? 2, 2) : scale });
  return column.field.value_type === "percent" ? `${text}%` : text;
}

const PAUSE_MS = 400;

/** Reads the figures again when the query, the choice of figures or the rows changed. Old ones stay until new ones come. */
export function useFigures(model: GridModel): Readonly<Record<string, FootFigure>> {
  const [figures, setFigures] = useState<Readonly<Record<string, FootFigure>>>({});
  const { aggregate, source } = model.props;
  const footer = footerOf(model);
  const shown = new Set(model.columns.list.map((column) => column.key));
  const measures = Object.entries(footer)
    .filter(([field]) => shown.has(field))
    .map(([field, op]) => ({ op, field }));
  const wanted = JSON.stringify(measures);
  const stamp = model.figures;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when `stamp` or the query moves, not when a callback is made anew
  useEffect(() => {
    if (!aggregate || measures.length === 0) {
      setFigures({});
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        aggregate(measures, abort.signal).then(
          (answer) => {
            if (!abort.signal.aborted) setFigures(answer);
          },
          () => undefined,
        );
      },
      stamp === 0 ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, source.version, stamp]);
  return figures;
}

const MOST_CELLS = 20_000;

/**
 * "求和 1,234.50 · 平均 411.50 · 计数 3" for a selection of several cells. Counted is what is not empty; without numbers that alone is
 * said. Null when there is nothing to say.
 */
export function selectionFigures(model: GridModel): string | null {
  const { rect, words } = model;
  if (!rect || sizeOf(rect) < 2 || sizeOf(rect) > MOST_CELLS) return null;
  const rows = loadedRows(model, rect.top, rect.bottom);
  if (!rows) return null;
  const decimals: string[] = [];
  let filled = 0;
  const columns = model.columns.list.slice(rect.left, rect.right + 1);
  for (const row of rows) {
    for (const column of columns) {
      const value = model.valueOf(row, column.key);
      if (!column.ui.isEmpty(value)) filled += 1;
      if (isDecimalColumn(column) && typeof value === "string" && isDecimal(value)) decimals.push(value);
    }
  }
  const count = filled > 0 ? `${words.count} ${counted(filled)}` : null;
  if (decimals.length === 0) return count;
  const total = sum(decimals);
  return `${words.sum} ${format(total)} · ${words.avg} ${format(divide(total, String(decimals.length), 2))} · ${count}`;
}

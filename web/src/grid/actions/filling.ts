/** The fill handle: the selection goes on downwards, upwards or sideways. Numbers and dates with an even step go on counting. */
import type { RecordRow, Value } from "../../fields";
import { addDays } from "../../fields/dates";
import { compare, isDecimal, sum } from "../../fields/decimal";
import type { GridColumn } from "../columns";
import type { GridModel } from "../model";
import type { Rect } from "../selection";
import { counted } from "../words";
import { WRITE_ROWS } from "./copying";
import { settle } from "./leaving";
import { readRows } from "./reading";
import { enter } from "./saving";

const negative = (decimal: string) => (decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`);
const difference = (a: string, b: string) => sum([b, negative(a)]);
const days = (a: string, b: string) => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);

/** The value `steps` places after the pattern (or before it, with `back`). */
export function extend(
  pattern: readonly Value[],
  steps: number,
  kind: "decimal" | "date" | "other",
  back = false,
): Value {
  const last = pattern.length - 1;
  const texts = pattern.filter((value): value is string => typeof value === "string" && value !== "");
  if (kind !== "other" && pattern.length > 1 && texts.length === pattern.length) {
    const edge = (back ? texts[0] : texts[last]) ?? "";
    const [first = "", second = ""] = texts;
    if (kind === "decimal" && texts.every(isDecimal)) {
      const step = difference(first, second);
      const even = texts.every(
        (text, at) => at === 0 || compare(difference(texts[at - 1] ?? "0", text), step) === 0,
      );
      const signed = back ? negative(step) : step;
      if (even) return sum([edge, ...Array.from({ length: steps }, () => signed)]);
    }
    if (kind === "date") {
      const step = days(first, second);
      if (texts.every((text, at) => at === 0 || days(texts[at - 1] ?? "", text) === step))
        return addDays(edge, step * steps * (back ? -1 : 1));
    }
  }
  const at = back ? last - ((steps - 1) % pattern.length) : (steps - 1) % pattern.length;
  return pattern[at] ?? null;
}

const kindOf = (column: GridColumn): "decimal" | "date" | "other" => {
  const type = column.field.type;
  if (type === "number" || type === "money" || type === "percent") return "decimal";
  return type === "date" ? "date" : "other";
};

/** The rectangle the handle was dragged to, in one direction only: the one it went farther. */
export function fillArea(from: Rect, to: { line: number; column: number }): Rect | null {
  const down = Math.max(0, to.line - from.bottom, from.top - to.line);
  const aside = Math.max(0, to.column - from.right, from.left - to.column);
  if (down === 0 && aside === 0) return null;
  if (down >= aside)
    return { ...from, top: Math.min(from.top, to.line), bottom: Math.max(from.bottom, to.line) };
  return { ...from, left: Math.min(from.left, to.column), right: Math.max(from.right, to.column) };
}

/** `chosen`: what is selected afterwards. */
export async function fill(model: GridModel, from: Rect, wanted: Rect, chosen?: Rect): Promise<void> {
  const area = {
    ...wanted,
    bottom: Math.min(wanted.bottom, from.bottom + WRITE_ROWS),
    top: Math.max(wanted.top, from.top - WRITE_ROWS),
  };
  if (area.bottom !== wanted.bottom || area.top !== wanted.top) {
    model.say({ kind: "warning", text: model.words.clearLimit(counted(WRITE_ROWS)) });
  }
  const { list } = model.columns;
  const vertical = area.left === from.left && area.right === from.right;
  const source = await readRows(model, from.top, from.bottom);
  const cells: { row: RecordRow; field: string; value: Value }[] = [];
  if (vertical) {
    const back = area.top < from.top;
    const rows = back
      ? (await readRows(model, area.top, from.top - 1)).reverse()
      : await readRows(model, from.bottom + 1, area.bottom);
    for (const column of list.slice(from.left, from.right + 1)) {
      const pattern = source.map((row) => model.valueOf(row, column.key));
      rows.forEach((row, index) => {
        if (model.canWriteRow(row, column))
          cells.push({ row, field: column.key, value: extend(pattern, index + 1, kindOf(column), back) });
      });
    }
  } else {
    const back = area.left < from.left;
    const targets = back
      ? list.slice(area.left, from.left).reverse()
      : list.slice(from.right + 1, area.right + 1);
    const sources = list.slice(from.left, from.right + 1);
    for (const row of source) {
      targets.forEach((column, index) => {
        const origin = sources[back ? sources.length - 1 - (index % sources.length) : index % sources.length];
        if (!origin || !model.canWriteRow(row, column)) return;
        const value = model.valueOf(row, origin.key);
        if (origin.field.type === column.field.type && origin.field.options === column.field.options) {
          cells.push({ row, field: column.key, value });
          return;
        }
        const text = origin.ui.text(value, origin.field, model.props.context);
        const parsed = column.ui.parse(text, column.field, model.props.context);
        if (parsed instanceof Promise) return;
        if ("value" in parsed) cells.push({ row, field: column.key, value: parsed.value });
        else
          model.edits.set(row.id, column.key, {
            value: null,
            raw: text,
            status: "failed",
            message: parsed.problem,
          });
      });
    }
  }
  const { top, bottom, left, right } = chosen ?? area;
  model.selection = { anchor: { line: top, column: left }, focus: { line: bottom, column: right } };
  model.emit();
  await enter(model, cells);
  await settle(model);
}

/** Ctrl+D: the first line of the selection into the others; a single line takes what stands above it. */
export async function fillDown(model: GridModel): Promise<void> {
  const { rect } = model;
  if (!rect) return;
  const top = rect.bottom === rect.top ? rect.top - 1 : rect.top;
  if (top < 0 || model.headingAt(top)) return;
  await fill(model, { ...rect, top, bottom: top }, { ...rect, top }, rect);
}

/** Ctrl+R: the first column of the selection into the others. */
export async function fillRight(model: GridModel): Promise<void> {
  const { rect } = model;
  if (!rect || rect.right === rect.left) return;
  await fill(model, { ...rect, right: rect.left }, rect);
}

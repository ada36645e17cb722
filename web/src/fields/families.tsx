/** What several types have in common: texts in one line, decimals, choices, references. Each type's folder completes it. */
import type { ReactNode } from "react";
import { format, read, round } from "./decimal";
import { ChoiceFilter } from "./filters/ChoiceFilter";
import { DecimalFilter } from "./filters/DecimalFilter";
import { ReferenceFilter } from "./filters/ReferenceFilter";
import { TextFilter } from "./filters/TextFilter";
import { DecimalInput } from "./inputs/DecimalInput";
import { ReferenceInput } from "./inputs/ReferenceInput";
import { LineInput } from "./inputs/TextInput";
import { CHOICE_OPERATORS, NUMBER_OPERATORS, TEXT_OPERATORS } from "./operators";
import { ReferencePanel } from "./panels/ReferencePanel";
import { say } from "./say";
import type { Field, Locale, Value } from "./schema";
import type { FieldUi, Parsed } from "./types";
import { asReferences, asText, isBlank, isError } from "./value";

export const identity = (value: Value): unknown => value;

/** A computed value that could not be computed. */
export function failure(value: Value, locale: Locale): ReactNode | null {
  if (!isError(value)) return null;
  return <span className="gz-failed-value">{say(locale, "无法计算", "Error")}</span>;
}

const lineLimit = (text: string, field: Field, locale: Locale): Parsed => {
  const most = field.settings.max_length;
  if (most && text.length > most)
    return {
      problem: say(
        locale,
        `最多 ${most} 个字，现有 ${text.length} 个`,
        `At most ${most} characters, not ${text.length}`,
      ),
    };
  return { value: text === "" ? null : text };
};

export const readLine = (text: string, field: Field, { locale }: { locale: Locale }): Parsed =>
  lineLimit(text.replace(/\s*[\r\n]+\s*/g, " ").trim(), field, locale);

export const readBlock = (text: string, field: Field, { locale }: { locale: Locale }): Parsed =>
  lineLimit(text.replace(/\r\n?/g, "\n").replace(/\s+$/, ""), field, locale);

type Part = "type" | "icon";
type Made = Pick<FieldUi, Part> & Partial<FieldUi>;

export function lineUi(made: Made): FieldUi {
  return {
    align: "left",
    defaultWidth: 180,
    editor: { kind: "line", inputMode: "text", seed: asText },
    input: LineInput,
    filterInput: TextFilter,
    operators: TEXT_OPERATORS,
    isEmpty: isBlank,
    cell: (value, _field, { locale }) =>
      failure(value, locale) ?? <span className="gz-text">{asText(value)}</span>,
    shown: asText,
    text: asText,
    parse: readLine,
    wire: identity,
    ...made,
  };
}

const CURRENCY_SCALE: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0 };

/** Digits after the point: null shows what is there. */
export function scaleOf(field: Field): number | null {
  const { scale, currency } = field.settings;
  if (field.value_type === "percent" || field.type === "percent") return null;
  if (scale != null) return scale;
  if (currency) return CURRENCY_SCALE[currency] ?? 2;
  return field.value_type === "money" ? 2 : null;
}

export const showDecimal = (value: Value, field: Field): string =>
  typeof value === "string"
    ? format(value, { scale: scaleOf(field), thousands: field.settings.thousands !== false })
    : "";

/** As other programs read it: no separators. */
const textOfDecimal = (value: Value, field: Field): string =>
  typeof value === "string" ? format(value, { scale: scaleOf(field), thousands: false }) : "";

export function readDecimal(text: string, field: Field, { locale }: { locale: Locale }): Parsed {
  if (text.trim() === "") return { value: null };
  const number = read(text);
  if (!number)
    return { problem: say(locale, `“${text.trim()}”不是数字`, `“${text.trim()}” is not a number`) };
  const percent = field.type === "percent" || field.value_type === "percent";
  if (number.percent && !percent)
    return {
      problem: say(
        locale,
        `“${text.trim()}”是百分比，这里要数字`,
        `“${text.trim()}” is a percentage, not a number`,
      ),
    };
  const scale = field.settings.scale;
  const digits = number.decimal.split(".")[1]?.length ?? 0;
  return { value: scale != null && digits > scale ? round(number.decimal, scale) : number.decimal };
}

export function decimalUi(made: Made): FieldUi {
  return {
    align: "right",
    defaultWidth: 120,
    editor: { kind: "line", inputMode: "decimal", seed: textOfDecimal },
    input: DecimalInput,
    filterInput: DecimalFilter,
    operators: NUMBER_OPERATORS,
    isEmpty: isBlank,
    cell: (value, field, { locale }) =>
      failure(value, locale) ?? <span className="gz-num">{showDecimal(value, field)}</span>,
    shown: showDecimal,
    text: textOfDecimal,
    parse: readDecimal,
    wire: identity,
    ...made,
  };
}

/** Parts of option, state and multi_option that do not differ. */
export const CHOICE = {
  align: "left",
  filterInput: ChoiceFilter,
  operators: CHOICE_OPERATORS,
  isEmpty: isBlank,
  wire: identity,
} as const;

const labels = (value: Value): string =>
  asReferences(value)
    .map((reference) => reference.label)
    .join(", ");

/** Parts of relation(s) and member(s) that do not differ. */
export const REFERENCE = {
  align: "left",
  editor: { kind: "panel", Panel: ReferencePanel, picks: true, inputMode: "search", seed: () => "" },
  input: ReferenceInput,
  filterInput: ReferenceFilter,
  operators: CHOICE_OPERATORS,
  isEmpty: isBlank,
  shown: labels,
  text: labels,
} as const satisfies Partial<FieldUi>;

/** What several types have in common: texts in one line, decimals, choices, references. Each type's folder completes it. */
import type { ReactNode } from "react";
import { readDecimal, showDecimal, textOfDecimal } from "./decimals";
import { ChoiceFilter } from "./filters/ChoiceFilter";
import { DecimalFilter } from "./filters/DecimalFilter";
import { ReferenceFilter } from "./filters/ReferenceFilter";
import { TextFilter } from "./filters/TextFilter";
import { DecimalInput } from "./inputs/DecimalInput";
import { ReferenceInput } from "./inputs/ReferenceInput";
import { LineInput } from "./inputs/TextInput";
import { readLine } from "./lines";
import { CHOICE_OPERATORS, NUMBER_OPERATORS, TEXT_OPERATORS } from "./operators";
import { ReferencePanel } from "./panels/ReferencePanel";
import { say } from "./say";
import type { Locale, Value } from "./schema";
import type { FieldUi } from "./types";
import { asReferences, asText, isBlank, isError } from "./value";

export const identity = (value: Value): unknown => value;

/** A computed value that could not be computed. */
export function failure(value: Value, locale: Locale): ReactNode | null {
  if (!isError(value)) return null;
  return <span className="gz-failed-value">{say(locale, "无法计算", "Error")}</span>;
}

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

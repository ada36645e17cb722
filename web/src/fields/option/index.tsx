/** One of the field's options. */
import { DownCircleOutlined } from "@ant-design/icons";
import { Chip } from "../Chip";
import { CHOICE, failure } from "../families";
import { ChoiceInput } from "../inputs/ChoiceInput";
import { labelOf, optionOf, parseOption } from "../options";
import { OptionPanel } from "../panels/OptionPanel";
import type { Field, Value } from "../schema";
import type { FieldUi } from "../types";
import { asText } from "../value";

const label = (value: Value, field: Field) => (typeof value === "string" ? labelOf(field, value) : "");

export const option: FieldUi = {
  ...CHOICE,
  type: "option",
  icon: DownCircleOutlined,
  defaultWidth: 120,
  editor: { kind: "panel", Panel: OptionPanel, picks: true, inputMode: "search", seed: () => "" },
  input: ChoiceInput,
  cell: (value, field, { locale }) => {
    const failed = failure(value, locale);
    if (failed || typeof value !== "string") return failed;
    const chosen = optionOf(field, value);
    return chosen ? <Chip option={chosen} /> : <span className="gz-text">{asText(value)}</span>;
  },
  shown: label,
  text: label,
  parse: parseOption,
};

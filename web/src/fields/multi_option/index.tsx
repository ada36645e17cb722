/** Several of the field's options. */
import { TagsOutlined } from "@ant-design/icons";
import { Chip } from "../Chip";
import { CHOICE, failure } from "../families";
import { ChoicesInput } from "../inputs/ChoiceInput";
import { labelOf, optionOf, parseOptions } from "../options";
import { OptionPanel } from "../panels/OptionPanel";
import type { Field, Value } from "../schema";
import type { FieldUi } from "../types";
import { asKeys } from "../value";

const labels = (value: Value, field: Field) =>
  asKeys(value)
    .map((key) => labelOf(field, key))
    .join(", ");

export const multiOption: FieldUi = {
  ...CHOICE,
  type: "multi_option",
  icon: TagsOutlined,
  defaultWidth: 180,
  editor: { kind: "panel", Panel: OptionPanel, picks: true, inputMode: "search", seed: () => "" },
  input: ChoicesInput,
  cell: (value, field, { locale }) =>
    failure(value, locale) ?? (
      <span className="gz-several">
        {asKeys(value).map((key) => {
          const chosen = optionOf(field, key);
          return chosen ? <Chip key={key} option={chosen} /> : <span key={key}>{key}</span>;
        })}
      </span>
    ),
  shown: labels,
  text: labels,
  parse: parseOptions,
};

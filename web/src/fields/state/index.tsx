/** A state that moves along the field's transitions. */
import { NodeIndexOutlined } from "@ant-design/icons";
import { Chip } from "../Chip";
import { failure } from "../families";
import { option } from "../option";
import { optionOf } from "../options";
import type { FieldUi } from "../types";
import { asText } from "../value";

export const state: FieldUi = {
  ...option,
  type: "state",
  icon: NodeIndexOutlined,
  cell: (value, field, { locale }) => {
    const failed = failure(value, locale);
    if (failed || typeof value !== "string") return failed;
    const chosen = optionOf(field, value);
    return chosen ? <Chip option={chosen} dot /> : <span className="gz-text">{asText(value)}</span>;
  },
};

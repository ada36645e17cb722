/** Text of several lines. */
import { AlignLeftOutlined } from "@ant-design/icons";
import { failure, lineUi } from "../families";
import { BlockInput } from "../inputs/TextInput";
import { readBlock } from "../lines";
import { asText } from "../value";

export const longText = lineUi({
  type: "long_text",
  icon: AlignLeftOutlined,
  defaultWidth: 240,
  editor: { kind: "block", inputMode: "text", seed: asText },
  input: BlockInput,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? <span className="gz-long">{asText(value)}</span>,
  parse: readBlock,
});

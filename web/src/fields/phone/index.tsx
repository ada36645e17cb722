/** A telephone number. */
import { PhoneOutlined } from "@ant-design/icons";
import { narrow } from "../decimal";
import { lineUi, readLine } from "../families";
import { asText } from "../value";

export const phone = lineUi({
  type: "phone",
  icon: PhoneOutlined,
  defaultWidth: 136,
  editor: { kind: "line", inputMode: "tel", seed: asText },
  cell: (value) => <span className="gz-num">{asText(value)}</span>,
  parse: (text, field, context) => readLine(narrow(text), field, context),
});

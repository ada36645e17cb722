/** A telephone number. */
import { PhoneOutlined } from "@ant-design/icons";
import { lineUi } from "../families";
import { readNarrow } from "../lines";
import { asText } from "../value";

export const phone = lineUi({
  type: "phone",
  icon: PhoneOutlined,
  defaultWidth: 136,
  editor: { kind: "line", inputMode: "tel", seed: asText },
  cell: (value) => <span className="gz-num">{asText(value)}</span>,
  parse: readNarrow,
});

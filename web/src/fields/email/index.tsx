/** An e-mail address. */
import { MailOutlined } from "@ant-design/icons";
import { lineUi } from "../families";
import { readNarrow } from "../lines";
import { asText } from "../value";

export const email = lineUi({
  type: "email",
  icon: MailOutlined,
  editor: { kind: "line", inputMode: "email", seed: asText },
  parse: readNarrow,
});

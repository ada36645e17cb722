/** An e-mail address. */
import { MailOutlined } from "@ant-design/icons";
import { narrow } from "../decimal";
import { lineUi, readLine } from "../families";
import { asText } from "../value";

export const email = lineUi({
  type: "email",
  icon: MailOutlined,
  editor: { kind: "line", inputMode: "email", seed: asText },
  parse: (text, field, context) => readLine(narrow(text).replace(/^mailto:/i, ""), field, context),
});

/** A number the server gives. */
import { BarcodeOutlined } from "@ant-design/icons";
import { failure, lineUi } from "../families";
import { asText } from "../value";

export const autonumber = lineUi({
  type: "autonumber",
  icon: BarcodeOutlined,
  defaultWidth: 140,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? <span className="gz-num">{asText(value)}</span>,
});

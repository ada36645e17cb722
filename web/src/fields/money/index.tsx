/** An amount in the field's currency. */
import { PayCircleOutlined } from "@ant-design/icons";
import { decimalUi } from "../families";

export const money = decimalUi({ type: "money", icon: PayCircleOutlined, defaultWidth: 130 });

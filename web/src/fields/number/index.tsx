/** A decimal number. */
import { NumberOutlined } from "@ant-design/icons";
import { decimalUi } from "../families";

export const number = decimalUi({ type: "number", icon: NumberOutlined });

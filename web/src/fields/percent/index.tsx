/** A share of a hundred: "85" means 85%. */
import { PercentageOutlined } from "@ant-design/icons";
import { showDecimal } from "../decimals";
import { decimalUi, failure } from "../families";
import type { Field, Value } from "../schema";

const withSign = (value: Value, field: Field): string =>
  typeof value === "string" ? `${showDecimal(value, field)}%` : "";

export const percent = decimalUi({
  type: "percent",
  icon: PercentageOutlined,
  defaultWidth: 96,
  cell: (value, field, { locale }) =>
    failure(value, locale) ?? <span className="gz-num">{withSign(value, field)}</span>,
  shown: withSign,
  text: withSign,
});

/** A day. */
import { CalendarOutlined } from "@ant-design/icons";
import { readDate } from "../dates";
import { failure, lineUi } from "../families";
import { DateFilter } from "../filters/DateFilter";
import { DateInput } from "../inputs/DateInput";
import { DATE_OPERATORS } from "../operators";
import { CalendarPanel } from "../panels/CalendarPanel";
import { say } from "../say";
import { asText } from "../value";

export const date = lineUi({
  type: "date",
  icon: CalendarOutlined,
  defaultWidth: 116,
  editor: { kind: "panel", Panel: CalendarPanel, seed: asText },
  input: DateInput,
  filterInput: DateFilter,
  operators: DATE_OPERATORS,
  cell: (value, _field, { locale }) =>
    failure(value, locale) ?? <span className="gz-num">{asText(value)}</span>,
  parse: (text, _field, { today, locale }) => {
    if (text.trim() === "") return { value: null };
    const day = readDate(text, today) ?? readDate(text.trim().split(/[T\s]/)[0] ?? "", today);
    return day
      ? { value: day }
      : { problem: say(locale, `“${text.trim()}”不是日期`, `“${text.trim()}” is not a date`) };
  },
});

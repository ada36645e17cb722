/** A moment, shown in the workspace's zone. */
import { ClockCircleOutlined } from "@ant-design/icons";
import { readInstant, showInstant, textOfInstant } from "../dates";
import { failure, lineUi } from "../families";
import { DateFilter } from "../filters/DateFilter";
import { DateTimeInput } from "../inputs/DateInput";
import { DATE_OPERATORS } from "../operators";
import { CalendarPanel } from "../panels/CalendarPanel";
import { say } from "../say";
import type { Field, Value } from "../schema";
import type { Display } from "../types";

const shown = (value: Value, _field: Field, display: Display) =>
  typeof value === "string" ? showInstant(value, display) : "";
const text = (value: Value, _field: Field, display: Display) =>
  typeof value === "string" ? textOfInstant(value, display) : "";

export const datetime = lineUi({
  type: "datetime",
  icon: ClockCircleOutlined,
  defaultWidth: 150,
  editor: { kind: "panel", Panel: CalendarPanel, seed: text },
  input: DateTimeInput,
  filterInput: DateFilter,
  operators: DATE_OPERATORS,
  cell: (value, field, display) =>
    failure(value, display.locale) ?? <span className="gz-num">{shown(value, field, display)}</span>,
  shown,
  text,
  parse: (written, _field, context) => {
    if (written.trim() === "") return { value: null };
    const instant = readInstant(written, context);
    const problem = say(
      context.locale,
      `“${written.trim()}”不是日期时间`,
      `“${written.trim()}” is not a date and time`,
    );
    return instant ? { value: instant } : { problem };
  },
});

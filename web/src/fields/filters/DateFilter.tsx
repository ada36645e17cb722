/** The value of a filter on days and moments: a day, two days, or a span relative to today. */
import { DatePicker, InputNumber, Select, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { instantOf, wallOf } from "../dates";
import { say } from "../say";
import type { FilterInputProps, FilterValue } from "../types";
import { SPANS } from "./spans";

const FIXED = "fixed";
const DAY = "YYYY-MM-DD";

type Relative = { readonly relative: string; readonly n?: number };
const isRelative = (value: FilterValue): value is Relative =>
  typeof value === "object" && value !== null && "relative" in value;

export function DateFilter({ field, op, value, onChange, context, id }: FilterInputProps) {
  const { locale, timezone } = context;
  const timed = field.value_type === "datetime";
  const toDay = (text: unknown): Dayjs | null => {
    if (typeof text !== "string" || text === "") return null;
    return dayjs(timed ? (wallOf(text, timezone)?.date ?? text) : text);
  };
  const fromDay = (day: Dayjs | null, end: boolean): string => {
    if (!day) return "";
    return timed ? instantOf(day.format(DAY), end ? "23:59:59" : "00:00:00", timezone) : day.format(DAY);
  };
  const late = op === "<=" || op === ">";
  const kind = isRelative(value) ? value.relative : FIXED;
  const options = [
    {
      value: FIXED,
      label:
        op === "between" ? say(locale, "指定日期", "Exact dates") : say(locale, "指定日期", "Exact date"),
    },
    ...SPANS.map(([key, zh, en]) => ({ value: key, label: say(locale, zh, en) })),
  ];
  const counted = (key: string) => key.includes("_n_");
  return (
    <Space.Compact block>
      <Select
        id={id}
        value={kind}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(key) => {
          if (key === FIXED) onChange(op === "between" ? ["", ""] : null);
          else onChange(counted(key) ? { relative: key, n: 30 } : { relative: key });
        }}
      />
      {isRelative(value) && counted(value.relative) ? (
        <InputNumber
          min={1}
          max={3650}
          precision={0}
          value={value.n ?? 30}
          onChange={(n) => onChange({ relative: value.relative, n: n ?? 1 })}
        />
      ) : null}
      {kind === FIXED && op === "between" ? (
        <DatePicker.RangePicker
          value={Array.isArray(value) ? [toDay(value[0]), toDay(value[1])] : [null, null]}
          allowEmpty={[true, true]}
          onChange={(days) => onChange([fromDay(days?.[0] ?? null, false), fromDay(days?.[1] ?? null, true)])}
        />
      ) : null}
      {kind === FIXED && op !== "between" ? (
        <DatePicker value={toDay(value)} onChange={(day) => onChange(fromDay(day, late) || null)} />
      ) : null}
    </Space.Compact>
  );
}

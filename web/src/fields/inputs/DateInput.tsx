/** Controls for days and moments. Values stay texts; dayjs only lives inside the picker. */
import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { instantOf, wallOf } from "../dates";
import type { InputProps } from "../types";

dayjs.extend(customParseFormat);

const DAYS = ["YYYY-MM-DD", "YYYY/M/D", "YYYY年M月D日", "YYYY.M.D", "YYYYMMDD"];
const MOMENTS = ["YYYY-MM-DD HH:mm", "YYYY/M/D H:mm", "YYYY年M月D日 H:mm"];

const FULL = { width: "100%" } as const;

export function DateInput({
  value,
  onChange,
  id,
  disabled,
  autoFocus,
  status,
  placeholder,
  onBlur,
}: InputProps) {
  return (
    <DatePicker
      id={id}
      style={FULL}
      value={typeof value === "string" ? dayjs(value, "YYYY-MM-DD") : null}
      format={DAYS}
      disabled={disabled}
      autoFocus={autoFocus}
      status={status}
      placeholder={placeholder}
      onChange={(day: Dayjs | null) => onChange(day ? day.format("YYYY-MM-DD") : null)}
      onBlur={onBlur}
    />
  );
}

export function DateTimeInput({
  value,
  onChange,
  context,
  id,
  disabled,
  autoFocus,
  status,
  placeholder,
  onBlur,
}: InputProps) {
  const wall = typeof value === "string" ? wallOf(value, context.timezone) : null;
  return (
    <DatePicker
      id={id}
      style={FULL}
      showTime={{ format: "HH:mm" }}
      value={wall ? dayjs(`${wall.date} ${wall.time}`, "YYYY-MM-DD HH:mm:ss") : null}
      format={MOMENTS}
      disabled={disabled}
      autoFocus={autoFocus}
      status={status}
      placeholder={placeholder}
      onChange={(moment: Dayjs | null) =>
        onChange(
          moment ? instantOf(moment.format("YYYY-MM-DD"), moment.format("HH:mm:00"), context.timezone) : null,
        )
      }
      onBlur={onBlur}
    />
  );
}

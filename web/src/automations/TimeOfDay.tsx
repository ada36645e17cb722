/** Hours and minutes as HH:MM; empty while there are none. */
import { TimePicker } from "antd";
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";

dayjs.extend(customParseFormat);

interface TimeOfDayProps {
  label: string;
  value: string;
  onChange: (time: string) => void;
}

export function TimeOfDay({ label, value, onChange }: TimeOfDayProps) {
  return (
    <TimePicker
      aria-label={label}
      format="HH:mm"
      needConfirm={false}
      value={value ? dayjs(value, "HH:mm") : null}
      onChange={(time) => onChange(time ? time.format("HH:mm") : "")}
    />
  );
}

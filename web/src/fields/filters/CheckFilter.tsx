/** The value of a filter on yes or no. */
import { Select } from "antd";
import { say } from "../say";
import type { FilterInputProps } from "../types";

const FULL = { width: "100%", minWidth: 100 } as const;

export function CheckFilter({ value, onChange, context, id }: FilterInputProps) {
  const options = [
    { value: "yes", label: say(context.locale, "是", "Yes") },
    { value: "no", label: say(context.locale, "否", "No") },
  ];
  return (
    <Select
      id={id}
      style={FULL}
      value={typeof value === "boolean" ? (value ? "yes" : "no") : undefined}
      placeholder={say(context.locale, "选择", "Choose")}
      options={options}
      onChange={(next) => onChange(next === "yes")}
    />
  );
}

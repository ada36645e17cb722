/** The value of a filter on options: any number of them, archived ones too. */
import { Select } from "antd";
import { Chip } from "../Chip";
import { finder } from "../options";
import { say } from "../say";
import type { FilterInputProps } from "../types";

const FULL = { width: "100%", minWidth: 160 } as const;

export function ChoiceFilter({ field, op, value, onChange, context, id }: FilterInputProps) {
  const many = op === "in" || op === "not_in";
  const shared = {
    id,
    style: FULL,
    placeholder: say(context.locale, "选择", "Choose"),
    options: field.options.map((option) => ({ value: option.key, label: <Chip option={option} /> })),
    showSearch: { filterOption: finder(field) },
  };
  const keys = Array.isArray(value) ? value.map(String) : typeof value === "string" && value ? [value] : [];
  if (many)
    return <Select<string[]> {...shared} mode="multiple" value={keys} onChange={(next) => onChange(next)} />;
  return <Select<string> {...shared} value={keys[0]} onChange={(next) => onChange(next)} />;
}

/** The value of a filter on texts. */
import { Input } from "antd";
import { say } from "../say";
import type { FilterInputProps } from "../types";

export function TextFilter({ value, onChange, context, id }: FilterInputProps) {
  return (
    <Input
      id={id}
      value={typeof value === "string" ? value : ""}
      placeholder={say(context.locale, "输入内容", "Text")}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The value of a filter on decimals: one, or two for "between". */
import { Space } from "antd";
import { DecimalInput } from "../inputs/DecimalInput";
import type { FilterInputProps, FilterValue } from "../types";

const textAt = (value: FilterValue, index: number): string | null => {
  const item = Array.isArray(value) ? value[index] : index === 0 ? value : null;
  return typeof item === "string" && item !== "" ? item : null;
};

export function DecimalFilter({ field, op, value, onChange, context, id }: FilterInputProps) {
  const first = textAt(value, 0);
  if (op !== "between") {
    return (
      <DecimalInput
        id={id}
        field={field}
        value={first}
        context={context}
        onChange={(next) => onChange(next as string | null)}
      />
    );
  }
  const second = textAt(value, 1);
  const set = (a: unknown, b: unknown) =>
    onChange([typeof a === "string" ? a : "", typeof b === "string" ? b : ""]);
  return (
    <Space.Compact block>
      <DecimalInput
        id={id}
        field={field}
        value={first}
        context={context}
        onChange={(next) => set(next, second)}
      />
      <DecimalInput field={field} value={second} context={context} onChange={(next) => set(first, next)} />
    </Space.Compact>
  );
}

/** Controls for options: one, several. */
import { Select } from "antd";
import { Chip } from "../Chip";
import { choosable, finder } from "../options";
import type { Field } from "../schema";
import type { InputProps } from "../types";
import { asKeys } from "../value";

const FULL = { width: "100%" } as const;

function entries(field: Field, value: InputProps["value"]) {
  return choosable(field, value).map((option) => ({
    value: option.key,
    label: <Chip option={option} dot={field.type === "state"} />,
  }));
}

export function ChoiceInput({
  field,
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
    <Select<string>
      id={id}
      style={FULL}
      value={typeof value === "string" ? value : undefined}
      options={entries(field, value)}
      showSearch={{ filterOption: finder(field) }}
      allowClear={!field.required}
      disabled={disabled}
      autoFocus={autoFocus}
      status={status}
      placeholder={placeholder}
      onChange={(key) => onChange(key ?? null)}
      onBlur={onBlur}
    />
  );
}

export function ChoicesInput({
  field,
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
    <Select<string[]>
      id={id}
      mode="multiple"
      style={FULL}
      value={[...asKeys(value)]}
      options={entries(field, value)}
      showSearch={{ filterOption: finder(field) }}
      disabled={disabled}
      autoFocus={autoFocus}
      status={status}
      placeholder={placeholder}
      onChange={(keys) => onChange(keys)}
      onBlur={onBlur}
    />
  );
}

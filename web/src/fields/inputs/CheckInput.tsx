/** A control for yes or no. */
import { Switch } from "antd";
import type { InputProps } from "../types";

export function CheckInput({ value, onChange, id, disabled, autoFocus }: InputProps) {
  return (
    <Switch
      id={id}
      size="small"
      checked={value === true}
      disabled={disabled}
      autoFocus={autoFocus}
      onChange={(on) => onChange(on)}
    />
  );
}

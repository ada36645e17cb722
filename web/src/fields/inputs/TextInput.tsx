/** Controls for texts: one line, several lines. */
import { Input } from "antd";
import { useState } from "react";
import { uiOf } from "../registry";
import type { InputProps } from "../types";
import { asText } from "../value";

/** One line. The value is cleaned (spaces, full-width signs) when the control is left, never while typing. */
export function LineInput({
  field,
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
  const [problem, setProblem] = useState(false);
  return (
    <Input
      id={id}
      value={asText(value)}
      disabled={disabled}
      autoFocus={autoFocus}
      status={problem ? "error" : status}
      placeholder={placeholder}
      inputMode={uiOf(field).editor.inputMode}
      maxLength={field.settings.max_length ?? undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      onBlur={() => {
        const parsed = uiOf(field).parse(asText(value), field, context);
        if (!(parsed instanceof Promise)) {
          setProblem("problem" in parsed);
          if ("value" in parsed && parsed.value !== value) onChange(parsed.value);
        }
        onBlur?.();
      }}
    />
  );
}

export function BlockInput({
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
    <Input.TextArea
      id={id}
      value={asText(value)}
      disabled={disabled}
      autoFocus={autoFocus}
      status={status}
      placeholder={placeholder}
      maxLength={field.settings.max_length ?? undefined}
      autoSize={{ minRows: 2, maxRows: 12 }}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      onBlur={onBlur}
    />
  );
}

/** Controls for texts: one line, several lines. */
import { Input } from "antd";
import { useState } from "react";
import { readLine, readNarrow } from "../lines";
import type { FieldType } from "../schema";
import type { InputProps } from "../types";
import { asText } from "../value";

const MODES: Partial<Record<FieldType, "tel" | "email" | "url">> = {
  phone: "tel",
  email: "email",
  url: "url",
};

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
      inputMode={MODES[field.type] ?? "text"}
      maxLength={field.settings.max_length ?? undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      onBlur={() => {
        const parsed = (field.type in MODES ? readNarrow : readLine)(asText(value), field, context);
        setProblem("problem" in parsed);
        if ("value" in parsed && parsed.value !== value) onChange(parsed.value);
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

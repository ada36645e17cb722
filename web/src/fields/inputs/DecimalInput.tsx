/** A control for decimals: reads 1,234.50 · 1.5万 · 85%, shows separators, never goes through a float. */
import { Input, Tooltip } from "antd";
import { useEffect, useState } from "react";
import { readDecimal, showDecimal, textOfDecimal } from "../decimals";
import type { InputProps } from "../types";

const SYMBOLS: Readonly<Record<string, string>> = {
  CNY: "¥",
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  HKD: "HK$",
};

export function DecimalInput({
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
  const written = (focused: boolean) => (focused ? textOfDecimal : showDecimal)(value, field);
  const [focused, setFocused] = useState(false);
  const [text, setText] = useState(() => written(false));
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text follows the value from outside only while nobody types
  useEffect(() => {
    if (!focused && !problem) setText(written(false));
  }, [value, focused]);

  function read(next: string) {
    const parsed = readDecimal(next, field, context);
    setProblem("problem" in parsed ? parsed.problem : null);
    if ("value" in parsed && parsed.value !== value) onChange(parsed.value);
  }

  const { currency } = field.settings;
  return (
    <Tooltip title={focused ? null : problem}>
      <Input
        id={id}
        className="gz-decimal-input"
        value={text}
        disabled={disabled}
        autoFocus={autoFocus}
        status={problem && !focused ? "error" : status}
        placeholder={placeholder}
        inputMode="decimal"
        autoComplete="off"
        prefix={currency ? <span className="gz-count">{SYMBOLS[currency] ?? currency}</span> : undefined}
        suffix={field.value_type === "percent" ? <span className="gz-count">%</span> : undefined}
        onFocus={() => {
          setFocused(true);
          if (!problem) setText(written(true));
        }}
        onChange={(event) => {
          setText(event.target.value);
          read(event.target.value);
        }}
        onBlur={() => {
          setFocused(false);
          onBlur?.();
        }}
      />
    </Tooltip>
  );
}

/** Decimals as values of a field: how many digits, how they are shown and read. */
import { format, read, round } from "./decimal";
import { say } from "./say";
import type { Field, Locale, Value } from "./schema";
import type { Parsed } from "./types";

const CURRENCY_SCALE: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0 };

/** Digits after the point: null shows what is there. */
export function scaleOf(field: Field): number | null {
  const { scale, currency } = field.settings;
  if (field.value_type === "percent" || field.type === "percent") return null;
  if (scale != null) return scale;
  if (currency) return CURRENCY_SCALE[currency] ?? 2;
  return field.value_type === "money" ? 2 : null;
}

export const showDecimal = (value: Value, field: Field): string =>
  typeof value === "string"
    ? format(value, { scale: scaleOf(field), thousands: field.settings.thousands !== false })
    : "";

/** As other programs read it: no separators. */
export const textOfDecimal = (value: Value, field: Field): string =>
  typeof value === "string" ? format(value, { scale: scaleOf(field), thousands: false }) : "";

export function readDecimal(text: string, field: Field, { locale }: { locale: Locale }): Parsed {
  if (text.trim() === "") return { value: null };
  const number = read(text);
  if (!number)
    return { problem: say(locale, `“${text.trim()}”不是数字`, `“${text.trim()}” is not a number`) };
  const percent = field.type === "percent" || field.value_type === "percent";
  if (number.percent && !percent)
    return {
      problem: say(
        locale,
        `“${text.trim()}”是百分比，这里要数字`,
        `“${text.trim()}” is a percentage, not a number`,
      ),
    };
  const scale = field.settings.scale;
  const digits = number.decimal.split(".")[1]?.length ?? 0;
  return { value: scale != null && digits > scale ? round(number.decimal, scale) : number.decimal };
}

/** Numbers of dashboards as people say them: 1,234.57 万, 2.31 亿; in English 12.35M. Pure. */
import { decimal, type Locale } from "../fields";

export interface NumberFormat {
  type?: string | undefined;
  scale?: number | null | undefined;
}

interface Step {
  from: string;
  divide: string;
  unit: string;
}

const STEPS: Record<Locale, Step[]> = {
  "zh-CN": [
    { from: "100000000", divide: "100000000", unit: "亿" },
    { from: "10000", divide: "10000", unit: "万" },
  ],
  en: [
    { from: "1000000000", divide: "1000000000", unit: "B" },
    { from: "1000000", divide: "1000000", unit: "M" },
    { from: "10000", divide: "1000", unit: "K" },
  ],
};

export interface Said {
  sign: string;
  number: string;
  unit: string;
}

const absolute = (value: string): string => value.replace(/^-/, "");

const grouped = (value: string, scale: number): string => decimal.format(value, { scale });

/** With a unit behind it, zeros after the point say nothing: 120 万, not 120.00 万. */
const plain = (text: string): string => text.replace(/\.?0+$/, "");

/** Null for a missing or unreadable value. */
export function said(
  value: string | null | undefined,
  format: NumberFormat | null,
  locale: Locale,
): Said | null {
  if (value === null || value === undefined || !decimal.isDecimal(value)) return null;
  const scale = format?.scale ?? (format?.type === "money" ? 2 : 0);
  const sign = format?.type === "money" ? "¥" : "";
  if (format?.type === "percent") return { sign: "", number: grouped(value, format.scale ?? 1), unit: "%" };
  const step = STEPS[locale].find((one) => decimal.compare(absolute(value), one.from) >= 0);
  if (!step) return { sign, number: grouped(value, scale), unit: "" };
  return { sign, number: plain(grouped(decimal.divide(value, step.divide, 2), 2)), unit: step.unit };
}

export function saidText(
  value: string | null | undefined,
  format: NumberFormat | null,
  locale: Locale,
): string {
  const found = said(value, format, locale);
  if (!found) return "–";
  return `${found.sign}${found.number}${found.unit && found.unit !== "%" ? ` ${found.unit}` : found.unit}`;
}

/** The exact value, for titles. */
export function exactText(value: string | null | undefined, format: NumberFormat | null): string {
  if (value === null || value === undefined || !decimal.isDecimal(value)) return "";
  const scale = format?.scale ?? (format?.type === "money" ? 2 : 0);
  return `${format?.type === "money" ? "¥" : ""}${grouped(value, scale)}${format?.type === "percent" ? "%" : ""}`;
}

/** Change against the value before, in percent with one decimal; null where it means nothing. */
export function change(value: string | null, previous: string | null): string | null {
  if (value === null || previous === null || !decimal.isDecimal(value) || !decimal.isDecimal(previous))
    return null;
  if (decimal.compare(previous, "0") <= 0) return null;
  const difference = decimal.sum([value, previous.startsWith("-") ? previous.slice(1) : `-${previous}`]);
  return decimal.divide(decimal.sum(Array(100).fill(difference)), previous, 1);
}

/** Spans relative to today, as filters offer and sentences say them. */
import { say } from "../say";
import type { Locale } from "../schema";

export const SPANS: readonly (readonly [string, string, string])[] = [
  ["today", "今天", "Today"],
  ["this_week", "本周", "This week"],
  ["this_month", "本月", "This month"],
  ["this_quarter", "本季度", "This quarter"],
  ["this_year", "今年", "This year"],
  ["last_n_days", "过去 N 天", "Last N days"],
  ["next_n_days", "未来 N 天", "Next N days"],
];

/** A span in a sentence: 未来 30 天. One that no filter offers stays readable by its name. */
export function spanLabel(locale: Locale, span: { relative: string; n?: number }): string {
  const found = SPANS.find(([key]) => key === span.relative);
  if (!found) return span.relative;
  const label = say(locale, found[1], found[2].toLowerCase());
  return span.n === undefined ? label : label.replace(/\bn\b|N/, String(span.n));
}

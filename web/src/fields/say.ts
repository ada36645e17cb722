/** The two languages of the fields' own sentences. */
import type { Locale } from "./schema";

export function say(locale: Locale, zh: string, en: string): string {
  return locale === "zh-CN" ? zh : en;
}

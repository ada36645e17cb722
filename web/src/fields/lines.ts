/** Reading texts of one line and of several. */
import { narrow } from "./decimal";
import { say } from "./say";
import type { Field, Locale } from "./schema";
import type { Parsed } from "./types";

const lineLimit = (text: string, field: Field, locale: Locale): Parsed => {
  const most = field.settings.max_length;
  if (most && text.length > most)
    return {
      problem: say(
        locale,
        `最多 ${most} 个字，现有 ${text.length} 个`,
        `At most ${most} characters, not ${text.length}`,
      ),
    };
  return { value: text === "" ? null : text };
};

export const readLine = (text: string, field: Field, { locale }: { locale: Locale }): Parsed =>
  lineLimit(text.replace(/\s*[\r\n]+\s*/g, " ").trim(), field, locale);

export const readBlock = (text: string, field: Field, { locale }: { locale: Locale }): Parsed =>
  lineLimit(text.replace(/\r\n?/g, "\n").replace(/\s+$/, ""), field, locale);

/** Signs of an input method's full-width mode are not meant in numbers and addresses. */
export const readNarrow = (text: string, field: Field, display: { locale: Locale }): Parsed =>
  readLine(narrow(text).replace(/^mailto:/i, ""), field, display);

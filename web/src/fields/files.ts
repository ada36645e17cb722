/** Files as values: sizes people can read, limits of the field. */
import { say } from "./say";
import type { Field, Locale } from "./schema";

export function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  if (kilo < 1024) return `${Math.round(kilo)} KB`;
  return `${(kilo / 1024).toFixed(1)} MB`;
}

/** Why a file may not be added to `present` others; null when it may. */
export function fileProblem(
  file: { readonly name: string; readonly size: number },
  present: number,
  field: Field,
  locale: Locale,
): string | null {
  const { max_files: most, max_bytes: largest } = field.settings;
  if (most && present >= most) return say(locale, `最多 ${most} 个文件`, `At most ${most} files`);
  if (largest && file.size > largest) {
    return say(
      locale,
      `“${file.name}”超过 ${showSize(largest)}`,
      `“${file.name}” is larger than ${showSize(largest)}`,
    );
  }
  return null;
}

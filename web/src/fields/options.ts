/** Options of a field: which may be chosen now, which one a text means. */
import { say } from "./say";
import type { Field, FieldOption, Value } from "./schema";
import type { Display, Parsed } from "./types";
import { asKeys } from "./value";

export const optionOf = (field: Field, key: string): FieldOption | undefined =>
  field.options.find((option) => option.key === key);

export const labelOf = (field: Field, key: string): string => optionOf(field, key)?.label ?? key;

/** States reachable by hand from the present one, with it; null means all. */
export function reachable(field: Field, current: string | null): ReadonlySet<string> | null {
  const transitions = field.settings.transitions;
  if (field.type !== "state" || !transitions || current === null) return null;
  const open = new Set([current]);
  for (const transition of transitions) if (transition.from.includes(current)) open.add(transition.to);
  return open;
}

/** What a picker offers: no archived options but the chosen ones, no state that cannot be reached. */
export function choosable(field: Field, value: Value): readonly FieldOption[] {
  const chosen = new Set(asKeys(value));
  const open = reachable(field, typeof value === "string" ? value : null);
  return field.options.filter(
    (option) => (chosen.has(option.key) || !option.archived) && (open?.has(option.key) ?? true),
  );
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

export function matches(option: FieldOption, query: string): boolean {
  return query === "" || plain(option.label).includes(plain(query)) || plain(option.key) === plain(query);
}

/** The option a text means, by label first, then by key. */
export function findOption(field: Field, text: string): FieldOption | undefined {
  const wanted = plain(text);
  const byLabel = field.options.filter((option) => plain(option.label) === wanted);
  return (
    byLabel.find((option) => !option.archived) ??
    byLabel[0] ??
    field.options.find((option) => plain(option.key) === wanted)
  );
}

export function parseOption(text: string, field: Field, display: Display): Parsed {
  if (text.trim() === "") return { value: null };
  const option = findOption(field, text);
  return option ? { value: option.key } : { problem: unknownOption(text, field, display) };
}

export function parseOptions(text: string, field: Field, display: Display): Parsed {
  const whole = findOption(field, text);
  if (whole) return { value: [whole.key] };
  const keys: string[] = [];
  for (const part of text.split(/[,，、;；\n]/)) {
    if (part.trim() === "") continue;
    const option = findOption(field, part);
    if (!option) return { problem: unknownOption(part.trim(), field, display) };
    if (!keys.includes(option.key)) keys.push(option.key);
  }
  return { value: keys };
}

function unknownOption(text: string, field: Field, { locale }: Display): string {
  return say(locale, `“${text}”不是“${field.label}”的选项`, `“${text}” is not an option of “${field.label}”`);
}

/** Finds entries of an Ant Design list by the label of their option. */
export const finder =
  (field: Field) =>
  (query: string, entry?: { value?: string | number | null }): boolean => {
    const option = optionOf(field, String(entry?.value ?? ""));
    return option !== undefined && matches(option, query);
  };

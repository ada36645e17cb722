/** Reading texts as records or people: the label must be found, exactly and once. */
import { say } from "./say";
import type { Field, Reference } from "./schema";
import type { FieldContext, Parsed } from "./types";

async function find(label: string, field: Field, context: FieldContext): Promise<Reference | string> {
  const found = await context.candidates(context.table, field.key, label);
  const exact = found.filter((reference) => reference.label.trim() === label);
  const [only] = exact;
  if (only && exact.length === 1) return only;
  if (only)
    return say(
      context.locale,
      `有不止一个“${label}”，请在单元格里选择`,
      `More than one “${label}”: pick it in the cell`,
    );
  return say(context.locale, `没有找到“${label}”`, `“${label}” was not found`);
}

export async function parseReference(text: string, field: Field, context: FieldContext): Promise<Parsed> {
  const label = text.trim();
  if (label === "") return { value: null };
  const found = await find(label, field, context);
  return typeof found === "string" ? { problem: found } : { value: found };
}

export async function parseReferences(text: string, field: Field, context: FieldContext): Promise<Parsed> {
  const labels = text
    .split(/[,，、;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const references: Reference[] = [];
  for (const label of labels) {
    const found = await find(label, field, context);
    if (typeof found === "string") return { problem: found };
    if (!references.some((one) => one.id === found.id)) references.push(found);
  }
  return { value: references };
}

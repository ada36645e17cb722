/** Questions about values whose type is not known statically. */
import type { AttachmentFile, ErrorValue, RecordRow, Reference, Value } from "./schema";

export function isError(value: Value | undefined): value is ErrorValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "error" in value;
}

export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "id" in value && "label" in value;
}

export function isBlank(value: Value | undefined): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

export const asText = (value: Value | undefined): string => (typeof value === "string" ? value : "");

export const asReference = (value: Value | undefined): Reference | null =>
  isReference(value) ? value : null;

export function asReferences(value: Value | undefined): readonly Reference[] {
  if (Array.isArray(value)) return value.filter(isReference);
  return isReference(value) ? [value] : [];
}

export function asKeys(value: Value | undefined): readonly string[] {
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === "string");
  return typeof value === "string" && value !== "" ? [value] : [];
}

export function asFiles(value: Value | undefined): readonly AttachmentFile[] {
  return Array.isArray(value)
    ? value.filter(
        (item): item is AttachmentFile => typeof item === "object" && item !== null && "name" in item,
      )
    : [];
}

export function asRows(value: Value | undefined): readonly RecordRow[] {
  return Array.isArray(value)
    ? value.filter((item): item is RecordRow => typeof item === "object" && item !== null && "values" in item)
    : [];
}

/** Same content, whatever the identity. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isBlank(a) && isBlank(b)) return true;
  const [x, y] = [asReference(a), asReference(b)];
  if (x && y) return x.id === y.id;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Somebody wrote `now` over `base` while `value` was being entered. */
export const overtakes = (now: Value, base: Value, value: Value): boolean =>
  !same(now, base) && !same(now, value);

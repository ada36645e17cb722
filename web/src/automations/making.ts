/** What stays of a step that makes a record when it is to make one in another table. Pure. */
import type { Table } from "../api/types";
import type { StepParts } from "./steps";

/** What has a field of the same key and type there is kept: values, and how a record is looked for before; the rest is gone. */
export function madeIn(
  parts: StepParts,
  create: string,
  before: Table | undefined,
  after: Table | undefined,
): StepParts {
  const types = new Map(before?.fields.map((field) => [field.key, field.type]));
  const there = new Set(
    after?.fields.filter((field) => types.get(field.key) === field.type).map((field) => field.key),
  );
  const { children: _, duplicates, values = {}, ...rest } = parts;
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => there.has(key)));
  return {
    ...rest,
    create,
    values: kept,
    ...(duplicates
      ? {
          duplicates: {
            ...duplicates,
            fields: duplicates.fields.filter((key) => there.has(key)),
            ...(duplicates.show ? { show: duplicates.show.filter((key) => there.has(key)) } : {}),
          },
        }
      : {}),
  };
}

/** Sorting what is wrong with a definition to the parts on screen. Pure. */
import type { ProblemItem } from "../api/types";
import { nearest } from "./draft";

export interface Problems {
  at: ReadonlyMap<string, readonly string[]>;
  /** What has no place on screen. */
  general: readonly string[];
  count: number;
}

/** Of an automation; its steps have places of their own. */
export const AUTOMATION_PARTS = ["label", "table", "trigger", "if", "do"];

/** The place of a half-written condition: "s3.when" stands in the step s3. */
export function halfPlace(id: string, places: ReadonlyMap<string, string>): string {
  return places.get(id.split(".")[0] ?? "") ?? id;
}

export function problemsByPlace(
  said: readonly { place: string; sentence: string }[],
  refused: readonly ProblemItem[],
  parts: Iterable<string>,
): Problems {
  const at = new Map<string, string[]>();
  const general: string[] = [];
  const put = (place: string | null, sentence: string) => {
    if (place === null) general.push(sentence);
    else at.set(place, [...(at.get(place) ?? []), sentence]);
  };
  for (const { place, sentence } of said) put(place, sentence);
  const places = [...parts];
  for (const item of refused) put(nearest(places, item.field), withoutPlace(item));
  const sentences = [...at.values()].reduce((sum, some) => sum + some.length, general.length);
  return { at, general, count: sentences };
}

/** The server's sentence begins with its place, which the eye has already. */
function withoutPlace({ field, message }: ProblemItem): string {
  return field && message.startsWith(field) ? message.slice(field.length).replace(/^[：:]\s*/, "") : message;
}

/** The days that a month is shown as: whole weeks from Monday. Pure; days are "2026-11-29". */
import { addDays, addMonths } from "../fields";

/** 0 for Monday … 6 for Sunday. */
const placeInWeek = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The first and the last day that are on screen. */
export function spanOf(month: string): readonly [string, string] {
  const last = addDays(addMonths(month, 1), -1);
  return [addDays(month, -placeInWeek(month)), addDays(last, 6 - placeInWeek(last))];
}

export function weeksOf(month: string): string[][] {
  const [first, last] = spanOf(month);
  const weeks: string[][] = [];
  for (let start = first; start <= last; start = addDays(start, 7))
    weeks.push(Array.from({ length: 7 }, (_, place) => addDays(start, place)));
  return weeks;
}

/** How many days lie between two: 0 for the same, less for an earlier one. */
export const between = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Every day from one to another; none when that lies before. */
export const daysBetween = (first: string, last: string): string[] =>
  Array.from({ length: Math.max(0, between(first, last) + 1) }, (_, place) => addDays(first, place));

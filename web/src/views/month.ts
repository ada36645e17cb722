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

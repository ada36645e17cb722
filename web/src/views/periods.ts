/** Periods that dates are grouped by, as the server names them: "2026-11", "2026-Q4", "2026"; a week by its Monday. Pure. */
import type { Bucket } from "../api/types";
import { addDays, addMonths } from "../fields/dates";

export const BUCKETS: readonly Bucket[] = ["day", "week", "month", "quarter", "year"];

export const isBucket = (text: string): text is Bucket => (BUCKETS as readonly string[]).includes(text);

/** The period that a day ("2026-11-28") is in. */
export function periodOf(day: string, bucket: Bucket): string {
  switch (bucket) {
    case "day":
      return day;
    case "week":
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    case "year":
      return day.slice(0, 4);
  }
}

/** First and last day of a period. */
export function daysOf(period: string, bucket: Bucket): [string, string] {
  const through = (first: string, months: number): [string, string] => [
    first,
    addDays(addMonths(first, months), -1),
  ];
  switch (bucket) {
    case "day":
      return [period, period];
    case "week":
      return [period, addDays(period, 6)];
    case "month":
      return through(`${period}-01`, 1);
    case "quarter":
      return through(`${period.slice(0, 4)}-${String(Number(period.at(-1)) * 3 - 2).padStart(2, "0")}-01`, 3);
    case "year":
      return through(`${period}-01-01`, 12);
  }
}

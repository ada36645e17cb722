/** Dates and date-times: reading what people write, showing what people read, in the workspace's zone. */
import { narrow } from "./decimal";
import type { Display } from "./types";

const DATE = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const SHORT = /^(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/;
const TIME = /^(上午|下午|am|pm)?\s*(\d{1,2})[:点时](\d{1,2})?(?:[:分](\d{1,2})?秒?)?分?\s*(am|pm)?$/i;
const RELATIVE: Readonly<Record<string, number>> = {
  今天: 0,
  today: 0,
  明天: 1,
  tomorrow: 1,
  昨天: -1,
  yesterday: -1,
  后天: 2,
  前天: -2,
};

const pad = (value: number) => String(value).padStart(2, "0");

function ymd(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
}

export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** Same day some months on, or the last day of that month. */
export function addMonths(date: string, months: number): string {
  const [year = 1, month = 1, day = 1] = date.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${String(first.getUTCFullYear()).padStart(4, "0")}-${pad(first.getUTCMonth() + 1)}-${pad(Math.min(day, last))}`;
}

/** 2026-11-21 · 2026/11/21 · 2026.11.21 · 2026年11月21日 · 20261121 · 11-21 (this year) · 今天. Null when it is no date. */
export function readDate(text: string, today: string): string | null {
  const plain = narrow(text)
    .trim()
    .toLowerCase()
    .replace(/\s*(星期|周)[一二三四五六日天]$/, "");
  const days = RELATIVE[plain];
  if (days !== undefined) return addDays(today, days);
  const full = DATE.exec(plain.replace(/\s+/g, "")) ?? COMPACT.exec(plain);
  if (full) return ymd(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = SHORT.exec(plain.replace(/\s+/g, ""));
  return short ? ymd(Number(today.slice(0, 4)), Number(short[1]), Number(short[2])) : null;
}

/** 14:05 · 14:05:09 · 下午2:05 · 2:05 pm → "14:05:09". */
export function readTime(text: string): string | null {
  const match = TIME.exec(narrow(text).trim());
  if (!match) return null;
  const half = (match[1] ?? match[5] ?? "").toLowerCase();
  let hour = Number(match[2]);
  if ((half === "下午" || half === "pm") && hour < 12) hour += 12;
  if ((half === "上午" || half === "am") && hour === 12) hour = 0;
  const [minute, second] = [Number(match[3] ?? 0), Number(match[4] ?? 0)];
  return hour < 24 && minute < 60 && second < 60 ? `${pad(hour)}:${pad(minute)}:${pad(second)}` : null;
}

interface Wall {
  readonly date: string;
  readonly time: string;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    FORMATS.set(timezone, format);
  }
  return format;
}

/** Date and time on the wall of the zone at an instant. Null when the text is no instant. */
export function wallOf(instant: string, timezone: string): Wall | null {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return null;
  const parts: Record<string, string> = {};
  for (const part of formatOf(timezone).formatToParts(at)) parts[part.type] = part.value;
  return {
    date: `${(parts.year ?? "").padStart(4, "0")}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
  };
}

/** The instant at which the wall of the zone shows this; "2026-11-21T06:05:00+00:00". */
export function instantOf(date: string, time: string, timezone: string): string {
  const asUtc = Date.parse(`${date}T${time}Z`);
  let guess = asUtc;
  for (let round = 0; round < 2; round += 1) {
    const wall = wallOf(new Date(guess).toISOString(), timezone);
    if (!wall) break;
    guess += asUtc - Date.parse(`${wall.date}T${wall.time}Z`);
  }
  return new Date(guess)
    .toISOString()
    .replace(/\.000Z$/, "+00:00")
    .replace(/Z$/, "+00:00");
}

/** A date with an optional time, in the zone; a date alone means midnight. ISO texts with an offset are taken as they are. */
export function readInstant(text: string, display: Display): string | null {
  const plain = narrow(text).trim();
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(plain) && !Number.isNaN(Date.parse(plain)))
    return plain;
  const alone = readDate(plain, display.today);
  if (alone) return instantOf(alone, "00:00:00", display.timezone);
  const cut = /^(.+?)(?:[T\s]+|(?<=[日天]))((?:上午|下午)?\s*\d{1,2}[:点时].*)$/.exec(plain);
  if (!cut) {
    const time = readTime(plain);
    return time ? instantOf(display.today, time, display.timezone) : null;
  }
  const date = readDate(cut[1] ?? "", display.today);
  const time = readTime(cut[2] ?? "");
  return date && time ? instantOf(date, time, display.timezone) : null;
}

const DAY_NAMES = {
  "zh-CN": { 0: "今天", [-1]: "昨天", 1: "明天" },
  en: { 0: "Today", [-1]: "Yesterday", 1: "Tomorrow" },
} as const;

function dayDistance(date: string, today: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

/** 今天 14:05 · 昨天 09:30 · 2026-11-12 09:30. */
export function showInstant(instant: string, display: Display): string {
  const wall = wallOf(instant, display.timezone);
  if (!wall) return instant;
  const distance = dayDistance(wall.date, display.today);
  const name =
    distance === 0 || distance === -1 || distance === 1 ? DAY_NAMES[display.locale][distance] : wall.date;
  return `${name} ${wall.time.slice(0, 5)}`;
}

/** 2026-11-21 14:05, with seconds only where there are some. */
export function textOfInstant(instant: string, display: Display): string {
  const wall = wallOf(instant, display.timezone);
  if (!wall) return instant;
  return `${wall.date} ${wall.time.endsWith(":00") ? wall.time.slice(0, 5) : wall.time}`;
}

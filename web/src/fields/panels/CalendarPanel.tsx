/** A month to pick a day from, under the cell; for date-times with a time. What is typed in the textarea moves it too. */
import { useEffect, useRef, useState } from "react";
import {
  addDays,
  addMonths,
  instantOf,
  readDate,
  readInstant,
  readTime,
  textOfInstant,
  wallOf,
} from "../dates";
import { say } from "../say";
import type { PanelProps } from "../types";

const WEEK = {
  "zh-CN": ["一", "二", "三", "四", "五", "六", "日"],
  en: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
} as const;

/** Six weeks, from the Monday before the first. */
export function daysOf(month: string): string[] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, index) => addDays(first, index - weekday));
}

/** Where a key leads from a day. */
function stepOf(key: string): ((from: string) => string) | null {
  if (key === "ArrowUp" || key === "ArrowDown") return (from) => addDays(from, key === "ArrowUp" ? -1 : 1);
  if (key === "PageUp" || key === "PageDown") return (from) => addMonths(from, key === "PageUp" ? -1 : 1);
  return null;
}

export function CalendarPanel({
  field,
  text,
  typed,
  value,
  context,
  takeKeys,
  onChange,
  onCommit,
}: PanelProps) {
  const timed = field.type === "datetime";
  const { locale, today, timezone } = context;
  const chosen = typeof value === "string" ? value : null;
  const read = typed ? (timed ? readInstant(text, context) : readDate(text, today)) : chosen;
  const wall = timed && read ? wallOf(read, timezone) : null;
  const day = timed ? (wall?.date ?? null) : read;
  const time = wall?.time ?? "09:00:00";
  const [shown, setShown] = useState((day ?? today).slice(0, 7));
  useEffect(() => {
    if (day) setShown(day.slice(0, 7));
  }, [day]);

  const asValue = (date: string, clock: string) => (timed ? instantOf(date, clock, timezone) : date);
  const textOf = (date: string, clock: string) =>
    timed ? textOfInstant(instantOf(date, clock, timezone), context) : date;
  const go = (date: string) => onChange(asValue(date, time), textOf(date, time));
  const pick = (date: string) => (timed ? go(date) : onCommit(date));
  const latest = useRef({ day, go });
  latest.current = { day, go };
  useEffect(() => {
    takeKeys((event) => {
      const from = latest.current.day ?? today;
      const step = stepOf(event.key);
      if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return false;
      latest.current.go(latest.current.day ? step(from) : today);
      return true;
    });
    return () => takeKeys(null);
  }, [takeKeys, today]);

  const [year = "", month = ""] = shown.split("-");
  const turn = (months: number) => setShown(addMonths(`${shown}-01`, months).slice(0, 7));
  const arrow = (label: string, sign: string, months: number) => (
    <button type="button" tabIndex={-1} aria-label={label} onClick={() => turn(months)}>
      {sign}
    </button>
  );
  return (
    <div className="gz-cal">
      <div className="gz-cal-head">
        {arrow(say(locale, "上一年", "Previous year"), "«", -12)}
        {arrow(say(locale, "上个月", "Previous month"), "‹", -1)}
        <span className="gz-cal-title">{say(locale, `${year}年${Number(month)}月`, shown)}</span>
        {arrow(say(locale, "下个月", "Next month"), "›", 1)}
        {arrow(say(locale, "下一年", "Next year"), "»", 12)}
      </div>
      <div className="gz-cal-week">
        {WEEK[locale].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div className="gz-cal-days">
        {daysOf(shown).map((date) => (
          <button
            key={date}
            type="button"
            tabIndex={-1}
            data-out={date.slice(0, 7) !== shown}
            data-today={date === today}
            data-on={date === day}
            aria-label={date}
            onClick={() => pick(date)}
          >
            {Number(date.slice(8))}
          </button>
        ))}
      </div>
      <div className="gz-cal-foot">
        <button type="button" tabIndex={-1} onClick={() => pick(today)}>
          {say(locale, "今天", "Today")}
        </button>
        {timed ? (
          <input
            key={typed ? time : "kept"}
            aria-label={say(locale, "时间", "Time")}
            defaultValue={time.slice(0, 5)}
            onChange={(event) => {
              const clock = /\d:\d\d/.test(event.target.value) ? readTime(event.target.value) : null;
              if (clock) onChange(asValue(day ?? today, clock), textOf(day ?? today, clock));
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter")
                onCommit(asValue(day ?? today, readTime(event.currentTarget.value) ?? time));
            }}
          />
        ) : null}
        {field.required ? null : (
          <button type="button" tabIndex={-1} onClick={() => onCommit(null)}>
            {say(locale, "清空", "Clear")}
          </button>
        )}
      </div>
    </div>
  );
}

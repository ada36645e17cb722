"""Dates. Days are those of the workspace's time zone (C4); a time given where a date is wanted counts as its local day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from .. import messages
from ..kinds import DATE, DATETIME, NUMBER, TEXT
from ..values import ZERO, Env, failure
from .calendar import (
    MONTHS,
    UNITS,
    days_or_months_later,
    free_days,
    months_later,
    toward_zero,
    weekday_later,
    weekdays,
    whole_months,
)
from .signature import Arg, Empties, Var, function

_MOMENT = Var("T", ("date", "datetime"))
_UNIT = Arg("unit", TEXT, choices=UNITS)
_HOLIDAYS = Arg("holidays", DATE, optional=True, is_list=True)
_FARTHEST = 10_000_000  #: beyond the calendar in days, months or years


def _whole(number: Decimal) -> int:
    if abs(number) > _FARTHEST:
        raise failure(messages.BAD_DATE)
    return int(number)


@function(
    "TODAY",
    returns=DATE,
    with_env=True,
    volatile=True,
    zh="今天(工作区时区);每天零点后更新",
    en="today in the workspace's time zone; brought up to date after midnight",
    examples=[("TODAY()", "2026-01-15")],
)
def today(env: Env) -> date:
    return env.today


@function(
    "NOW",
    returns=DATETIME,
    with_env=True,
    volatile=True,
    zh="上次计算时的时间;每天零点后更新,不是走动的时钟",
    en="the time of the last computation; brought up to date after midnight, not a running clock",
    examples=[("NOW()", "2026-01-15 09:30")],
)
def now(env: Env) -> datetime:
    return env.now


@function(
    "DATE",
    Arg("year", NUMBER),
    Arg("month", NUMBER),
    Arg("day", NUMBER),
    returns=DATE,
    zh="由年月日组成的日期;月或日超出范围时顺延",
    en="the date of a year, month and day; months and days beyond the calendar run on",
    examples=[
        ("DATE(2026, 1, 31)", "2026-01-31"),
        ("DATE(2026, 14, 1)", "2027-02-01"),
        ("DATE(2026, 3, 0)", "2026-02-28"),
    ],
)
def date_(year: Decimal, month: Decimal, day: Decimal) -> date:
    first = date(_whole(year), 1, 1)
    return months_later(first, _whole(month) - 1) + timedelta(days=_whole(day) - 1)


@function(
    "YEAR",
    Arg("date", DATE),
    returns=NUMBER,
    zh="年份",
    en="the year",
    examples=[("YEAR(DATE(2026, 1, 15))", "2026")],
)
def year_(day: date) -> Decimal:
    return Decimal(day.year)


@function(
    "QUARTER",
    Arg("date", DATE),
    returns=NUMBER,
    zh="季度,1–4",
    en="the quarter, 1–4",
    examples=[("QUARTER(DATE(2026, 5, 1))", "2")],
)
def quarter(day: date) -> Decimal:
    return Decimal((day.month + 2) // 3)


@function(
    "MONTH",
    Arg("date", DATE),
    returns=NUMBER,
    zh="月份,1–12",
    en="the month, 1–12",
    examples=[("MONTH(DATE(2026, 1, 15))", "1")],
)
def month_(day: date) -> Decimal:
    return Decimal(day.month)


@function(
    "DAY",
    Arg("date", DATE),
    returns=NUMBER,
    zh="几号,1–31",
    en="the day of the month, 1–31",
    examples=[("DAY(DATE(2026, 1, 15))", "15")],
)
def day_(day: date) -> Decimal:
    return Decimal(day.day)


@function(
    "WEEKDAY",
    Arg("date", DATE),
    returns=NUMBER,
    zh="星期几:星期一为 1,星期日为 7",
    en="the day of the week: Monday is 1, Sunday is 7",
    examples=[("WEEKDAY(DATE(2026, 1, 15))", "4")],
)
def weekday(day: date) -> Decimal:
    return Decimal(day.isoweekday())


@function(
    "WEEKNUM",
    Arg("date", DATE),
    returns=NUMBER,
    zh="ISO 周数,1–53",
    en="the ISO week of the year, 1–53",
    examples=[("WEEKNUM(DATE(2026, 1, 15))", "3")],
)
def week_number(day: date) -> Decimal:
    return Decimal(day.isocalendar().week)


@function(
    "HOUR",
    Arg("time", DATETIME),
    returns=NUMBER,
    with_env=True,
    zh="小时,0–23",
    en="the hour, 0–23",
    examples=[("HOUR(NOW())", "9")],
)
def hour(env: Env, moment: datetime) -> Decimal:
    return Decimal(moment.astimezone(env.timezone).hour)


@function(
    "MINUTE",
    Arg("time", DATETIME),
    returns=NUMBER,
    with_env=True,
    zh="分钟,0–59",
    en="the minute, 0–59",
    examples=[("MINUTE(NOW())", "30")],
)
def minute(env: Env, moment: datetime) -> Decimal:
    return Decimal(moment.astimezone(env.timezone).minute)


@function(
    "DATEADD",
    Arg("date", _MOMENT),
    Arg("number", NUMBER),
    _UNIT,
    returns=_MOMENT,
    with_env=True,
    zh="向后推若干个单位(负数向前);目标月没有这一天时取月末",
    en="so many units later (earlier when negative); where a month has no such day, its last day",
    examples=[
        ('DATEADD(DATE(2026, 1, 31), 1, "month")', "2026-02-28"),
        ('DATEADD(DATE(2024, 2, 29), 1, "year")', "2025-02-28"),
        ('DATEADD(DATE(2026, 1, 15), -2, "week")', "2026-01-01"),
        ('DATEADD(NOW(), 1, "day")', "2026-01-16 09:30"),
    ],
)
def date_add(env: Env, start: Any, number: Decimal, unit: str) -> Any:
    if not isinstance(start, datetime):
        return days_or_months_later(start, _whole(number), unit)
    local = start.astimezone(env.timezone)
    day = days_or_months_later(local.date(), _whole(number), unit)
    return datetime.combine(day, local.time(), env.timezone).astimezone(UTC)


@function(
    "DATEDIF",
    Arg("start", DATE),
    Arg("end", DATE),
    _UNIT,
    returns=NUMBER,
    zh="从 start 到 end 的整单位数;end 更早时为负",
    en="whole units from `start` to `end`; negative when `end` is earlier",
    examples=[
        ('DATEDIF(DATE(2026, 1, 31), DATE(2026, 2, 28), "month")', "1"),
        ('DATEDIF(DATE(2026, 1, 15), DATE(2026, 1, 1), "day")', "-14"),
        ('DATEDIF(DATE(2024, 6, 1), DATE(2026, 5, 31), "year")', "1"),
    ],
)
def date_dif(start: date, end: date, unit: str) -> Decimal:
    if unit in MONTHS:
        return Decimal(toward_zero(whole_months(start, end), MONTHS[unit]))
    return Decimal(toward_zero((end - start).days, 7 if unit == "week" else 1))


@function(
    "DAYS",
    Arg("end", DATE),
    Arg("start", DATE),
    returns=NUMBER,
    zh="两个日期之间的天数(end 减 start)",
    en="the days from `start` to `end`",
    examples=[("DAYS(DATE(2026, 1, 15), DATE(2026, 1, 1))", "14")],
)
def days(end: date, start: date) -> Decimal:
    return Decimal((end - start).days)


@function(
    "EOMONTH",
    Arg("date", DATE),
    Arg("months", NUMBER, optional=True),
    returns=DATE,
    zh="若干个月之后那个月的最后一天(默认本月)",
    en="the last day of the month so many months later (this month when left out)",
    examples=[("EOMONTH(DATE(2026, 1, 15))", "2026-01-31"), ("EOMONTH(DATE(2026, 1, 15), 1)", "2026-02-28")],
)
def end_of_month(day: date, months: Decimal = ZERO) -> date:
    other = months_later(day, _whole(months))
    return other.replace(day=monthrange(other.year, other.month)[1])


@function(
    "NETWORKDAYS",
    Arg("start", DATE),
    Arg("end", DATE),
    _HOLIDAYS,
    returns=NUMBER,
    empties=Empties.OWN,
    zh="两个日期之间的工作日数,含首尾;周末和 holidays 不算",
    en="working days from `start` to `end`, both counted; weekends and `holidays` are not",
    examples=[
        ("NETWORKDAYS(DATE(2026, 1, 12), DATE(2026, 1, 18))", "5"),
        ("NETWORKDAYS(DATE(2026, 1, 12), DATE(2026, 1, 18), LIST(DATE(2026, 1, 14)))", "4"),
    ],
)
def network_days(start: date | None, end: date | None, holidays: Iterable[date | None] | None = None) -> Decimal | None:
    if start is None or end is None:
        return None
    first, last = min(start, end), max(start, end)
    count = weekdays(first, last) - sum(first <= day <= last for day in free_days(holidays))
    return Decimal(count if start <= end else -count)


@function(
    "WORKDAY",
    Arg("start", DATE),
    Arg("days", NUMBER),
    _HOLIDAYS,
    returns=DATE,
    empties=Empties.OWN,
    zh="若干个工作日之后(负数为之前)的日期;周末和 holidays 不算",
    en="the date so many working days later (earlier when negative); weekends and `holidays` are not counted",
    examples=[
        ("WORKDAY(DATE(2026, 1, 16), 1)", "2026-01-19"),
        ("WORKDAY(DATE(2026, 1, 19), -1)", "2026-01-16"),
        ("WORKDAY(DATE(2026, 1, 15), 2, LIST(DATE(2026, 1, 16)))", "2026-01-20"),
    ],
)
def workday(start: date | None, number: Decimal | None, holidays: Iterable[date | None] | None = None) -> date | None:
    if start is None or number is None:
        return None
    count = _whole(number)
    if not count:
        return start
    step = 1 if count > 0 else -1
    day = weekday_later(start, count)
    # Each holiday met costs one more day, which may meet the next one. In order of meeting, one pass finds all.
    for holiday in sorted(free_days(holidays), reverse=step < 0):
        if (holiday - start).days * step > 0 and (day - holiday).days * step >= 0:
            day = weekday_later(day, step)
    return day


FUNCTIONS = (
    today, now, date_, year_, quarter, month_, day_, weekday, week_number, hour, minute,
    date_add, date_dif, days, end_of_month, network_days, workday,
)  # fmt: skip

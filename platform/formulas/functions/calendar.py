"""Arithmetic on days, months and working days. No loop here is longer than a list of holidays."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from .. import messages
from ..values import failure

UNITS = ("day", "week", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise failure(messages.BAD_DATE)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_or_months_later(day: date, number: int, unit: str) -> date:
    if unit in MONTHS:
        return months_later(day, number * MONTHS[unit])
    return day + timedelta(days=number * (7 if unit == "week" else 1))


def whole_months(start: date, end: date) -> int:
    """The largest number of months that can be added to `start` without passing `end`; negative the other way round."""
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months_later(start, months) <= end else months - 1


def toward_zero(number: int, divisor: int) -> int:
    return number // divisor if number >= 0 else -(-number // divisor)


def weekdays(first: date, last: date) -> int:
    """Days from Monday to Friday, both ends counted; `first` is not after `last`."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


def free_days(holidays: Iterable[date | None] | None) -> set[date]:
    """The holidays that take a working day away."""
    return {day for day in holidays or () if day is not None and day.weekday() < 5}


def weekday_later(start: date, count: int) -> date:
    """The `count`-th day from Monday to Friday after `start` (before, when negative); no loop over days."""
    step = 1 if count > 0 else -1
    weeks, rest = divmod(abs(count), 5)
    while start.weekday() >= 5:  # from a weekend, the first working day counts as one
        start -= timedelta(days=step)
    day = start + timedelta(days=step * weeks * 7)
    for _ in range(rest):
        day += timedelta(days=step)
        while day.weekday() >= 5:
            day += timedelta(days=step)
    return day

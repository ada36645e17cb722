"""What depends on the day: spans such as this week or the next 60 days, as calendar dates (C4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ..fieldtype import zone_or_default
from .tree import Relative

MOST_DAYS = 3_660  #: of last_n_days and next_n_days
Span = tuple[date, date]  #: first and last day, both included
_DAY = timedelta(days=1)


def _days(first: int, last: int) -> Callable[[date, int], Span]:
    return lambda today, _: (today + first * _DAY, today + last * _DAY)


def _week(distance: int) -> Callable[[date, int], Span]:
    """Weeks begin on Monday."""

    def span(today: date, _: int) -> Span:
        monday = today - today.weekday() * _DAY + 7 * distance * _DAY
        return monday, monday + 6 * _DAY

    return span


def _months(size: int, distance: int) -> Callable[[date, int], Span]:
    """Periods of `size` months, counted from January."""

    def first_of(months: int) -> date:
        return date(months // 12, months % 12 + 1, 1)

    def span(today: date, _: int) -> Span:
        start = (today.year * 12 + today.month - 1) // size * size + distance * size
        return first_of(start), first_of(start + size) - _DAY

    return span


SPANS: Mapping[str, Callable[[date, int], Span]] = {
    "today": _days(0, 0),
    "yesterday": _days(-1, -1),
    "tomorrow": _days(1, 1),
    "this_week": _week(0),
    "last_week": _week(-1),
    "next_week": _week(1),
    "this_month": _months(1, 0),
    "last_month": _months(1, -1),
    "next_month": _months(1, 1),
    "this_quarter": _months(3, 0),
    "last_quarter": _months(3, -1),
    "next_quarter": _months(3, 1),
    "this_year": _months(12, 0),
    "last_year": _months(12, -1),
    "next_year": _months(12, 1),
    "last_n_days": lambda today, n: (today - n * _DAY, today),
    "next_n_days": lambda today, n: (today, today + n * _DAY),
}
COUNTED = frozenset({"last_n_days", "next_n_days"})  #: those that take a number of days


def span(relative: Relative, today: date) -> Span:
    """The first and the last day; the next 60 days are today and the 60 days after it (S20)."""
    return SPANS[relative.name](today, relative.n)


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """The instant at which a day begins in the zone, in UTC."""
    return datetime.combine(day, time(), zone_or_default(zone)).astimezone(UTC)

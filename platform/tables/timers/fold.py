"""When a timer falls due: a pure function of the start, the events and the days of a rule (S1, S2, H1). It knows no rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LATEST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Days:
    """What a rule says of one criterion, in days."""

    days: int  #: from the start
    extend: int | None = None  #: from an event that counts; None: an event starts the count anew
    most: int | None = None  #: from the start, whatever happens


def due_of(start: date, events: Iterable[date], rule: Days) -> date:
    """The last day. An event never shortens the time, one before the start counts for nothing, and `most` is the end."""
    counting = [event for event in events if event >= start]
    if rule.extend is None:
        due = _after(max([start, *counting]), rule.days)
    else:
        due = max([_after(start, rule.days), *(_after(event, rule.extend) for event in counting)])
    return due if rule.most is None else min(due, _after(start, rule.most))


def earliest(dues: Sequence[tuple[str, date]]) -> tuple[str, date] | None:
    """The criterion that falls due first, of equal ones the first; None where there is none."""
    return min(dues, key=lambda each: each[1], default=None)


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return LATEST

"""Spans of time in the conditions of cards: the axis they give a chart, and the span before them to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..fields.conditions.relative import COUNTED, SPANS, span
from ..fields.conditions.tree import Relative

MOST_BUCKETS = 400  #: on one axis
_DAY = timedelta(days=1)
Span = tuple[date, date]
Filter = Mapping[str, Any]


def previous(filter: Filter | None, today: date) -> Filter | None:
    """The same condition over the period before; None unless exactly one part of it names a period."""
    found = [test for test in _tests(filter) if _relative(test) is not None]
    if len(found) != 1:
        return None
    relative = _relative(found[0])
    assert relative is not None
    before = _before(relative, today)
    return None if before is None else _exchanged(filter, found[0], {**found[0], **before})


def axis(filter: Filter | None, field: str, today: date) -> Span | None:
    """The days to which a condition limits a field for every row; None where it does not."""
    spans: list[Span] = []
    for test in _tests(filter):
        relative = _relative(test)
        if test.get("field") != field:
            continue
        if relative is not None and test.get("op") in ("=", "between"):
            spans.append(span(relative, today))
        elif test.get("op") == "between" and (days := _days(test.get("value"))) is not None:
            spans.append(days)
    if not spans:
        return None
    first, last = max(one[0] for one in spans), min(one[1] for one in spans)
    return (first, last) if first <= last else None


def buckets(first: date, last: date, size: str) -> list[str]:
    """Every bucket from one day to another, named as `tables.queries.aggregate` names them; none when there are too many."""
    found: list[str] = []
    day = first
    while day <= last:
        name = bucket_of(day, size)
        if not found or found[-1] != name:
            found.append(name)
            if len(found) > MOST_BUCKETS:
                return []
        day = _next(day, size)
    name = bucket_of(last, size)
    if found and found[-1] != name:
        found.append(name)
    return found


def bucket_of(day: date, size: str) -> str:
    match size:
        case "week":
            return (day - day.weekday() * _DAY).isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day:%Y}"
        case _:
            return day.isoformat()


def first_day(bucket: str, size: str) -> date:
    """The day on which a bucket begins."""
    match size:
        case "month":
            return date.fromisoformat(f"{bucket}-01")
        case "quarter":
            year, quarter = bucket.split("-Q")
            return date(int(year), 3 * int(quarter) - 2, 1)
        case "year":
            return date(int(bucket), 1, 1)
        case _:
            return date.fromisoformat(bucket)


def following(day: date, size: str) -> date:
    """The first day of the bucket after the one that begins on `day`."""
    return first_day(bucket_of(_next(day, size), size), size)


def _next(day: date, size: str) -> date:
    """A day in the following bucket."""
    if size in ("day", "week"):
        return day + (1 if size == "day" else 7) * _DAY
    months = {"month": 1, "quarter": 3, "year": 12}[size]
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _tests(filter: Filter | None) -> Iterator[Filter]:
    """The tests that every row has to pass: the condition itself, or the parts of an `and`."""
    if not filter:
        return
    if "and" in filter:
        for part in filter["and"]:
            yield from _tests(part)
    elif "field" in filter:
        yield filter


def _relative(test: Filter) -> Relative | None:
    value = test.get("value")
    if isinstance(value, Mapping) and value.get("relative") in SPANS:
        return Relative(value["relative"], value.get("n", 0))
    return None


def _before(relative: Relative, today: date) -> Filter | None:
    """What stands in the test of the period before."""
    name = relative.name
    if name == "today":
        return {"value": {"relative": "yesterday"}}
    if name.startswith("this_"):
        return {"value": {"relative": name.replace("this_", "last_", 1)}}
    if name in COUNTED and name.startswith("last_"):
        first, last = span(relative, today)
        length = last - first + _DAY
        return {"op": "between", "value": [(first - length).isoformat(), (last - length).isoformat()]}
    return None


def _exchanged(filter: Filter | None, old: Filter, new: Filter) -> Filter:
    assert filter is not None
    if filter is old:
        return new
    if "and" in filter:
        return {"and": [_exchanged(part, old, new) for part in filter["and"]]}
    return filter


def _days(value: Any) -> Span | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    try:
        return date.fromisoformat(value[0][:10]), date.fromisoformat(value[1][:10])
    except (ValueError, TypeError):
        return None

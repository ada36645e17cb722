"""Spans of time on an axis and the period before, by tables worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.reports import periods

TODAY = date(2026, 11, 22)  # a Sunday


def on(value: Any, op: str = "=", field: str = "day") -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


MONTH = on({"relative": "this_month"})
PAID = on("paid", field="status")


@pytest.mark.parametrize(
    ("filter", "before"),
    [
        (MONTH, on({"relative": "last_month"})),
        (on({"relative": "today"}), on({"relative": "yesterday"})),
        (on({"relative": "this_quarter"}), on({"relative": "last_quarter"})),
        ({"and": [PAID, MONTH]}, {"and": [PAID, on({"relative": "last_month"})]}),
        # the last 30 days are today and the 30 days before it: 31 in all, and the 31 before those
        (on({"relative": "last_n_days", "n": 30}, "between"), on(["2026-09-22", "2026-10-22"], "between")),
        (None, None),
        (PAID, None),
        (on({"relative": "next_n_days", "n": 60}, "between"), None),
        (on({"relative": "last_month"}), None),
        ({"and": [MONTH, on({"relative": "this_year"})]}, None),
        ({"or": [MONTH, PAID]}, None),
    ],
)
def test_the_period_before_is_known_where_a_condition_names_one_period(filter: Any, before: Any) -> None:
    assert periods.previous(filter, TODAY) == before


@pytest.mark.parametrize(
    ("filter", "span"),
    [
        (MONTH, (date(2026, 11, 1), date(2026, 11, 30))),
        (on({"relative": "last_n_days", "n": 365}, "between"), (date(2025, 11, 22), TODAY)),
        (on(["2026-01-15", "2026-03-02T10:00:00Z"], "between"), (date(2026, 1, 15), date(2026, 3, 2))),
        ({"and": [MONTH, on(["2026-11-10", "2026-12-31"], "between")]}, (date(2026, 11, 10), date(2026, 11, 30))),
        (on({"relative": "this_month"}, ">"), None),
        (on({"relative": "this_month"}, field="other"), None),
        (on(["x", "y"], "between"), None),
        ({"not": MONTH}, None),
        (None, None),
    ],
)
def test_the_axis_is_what_a_condition_limits_the_field_to(filter: Any, span: Any) -> None:
    assert periods.axis(filter, "day", TODAY) == span


@pytest.mark.parametrize(
    ("first", "last", "size", "names"),
    [
        ("2025-11-22", "2026-02-01", "month", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2026-01-31", "2026-02-28", "month", ["2026-01", "2026-02"]),
        ("2026-11-21", "2026-11-23", "day", ["2026-11-21", "2026-11-22", "2026-11-23"]),
        ("2026-11-22", "2026-11-23", "week", ["2026-11-16", "2026-11-23"]),
        ("2025-12-31", "2026-04-01", "quarter", ["2025-Q4", "2026-Q1", "2026-Q2"]),
        ("2024-02-29", "2026-01-01", "year", ["2024", "2025", "2026"]),
        ("2026-11-22", "2026-11-21", "day", []),
        ("1900-01-01", "2999-12-31", "day", []),
    ],
)
def test_buckets_follow_each_other_without_a_gap(first: str, last: str, size: str, names: list[str]) -> None:
    assert periods.buckets(date.fromisoformat(first), date.fromisoformat(last), size) == names


@given(
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.integers(0, 300),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
def test_every_day_between_falls_into_one_of_the_buckets_in_order(first: date, days: int, size: str) -> None:
    names = periods.buckets(first, first + timedelta(days=days), size)
    seen = list(dict.fromkeys(periods.bucket_of(first + timedelta(days=n), size) for n in range(days + 1)))
    assert names == seen
    assert names == sorted(names)
    assert all(periods.bucket_of(periods.first_day(name, size), size) == name for name in names)

"""Variables and days in conditions: what they stand for, and that nothing stands for nobody (C4, S20)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.fields.conditions import (
    ALWAYS,
    SPANS,
    And,
    Condition,
    Not,
    Or,
    Relative,
    Test,
    Variable,
    holds,
    is_resolved,
    resolve,
)
from gezi.fields.conditions.relative import span

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUNDAY = date(2026, 11, 22)
ME = Variable("@me")


def days(op: str, value: object, today: date = SUNDAY) -> Condition:
    return resolve(Test((3,), op, value, "date"), {}, today, SHANGHAI)


def moments(op: str, value: object) -> Condition:
    return resolve(Test((4,), op, value, "datetime"), {}, SUNDAY, SHANGHAI)


def met(condition: Condition, value: Any) -> bool:
    return holds(condition, lambda path: value)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("tomorrow", "2026-11-23", "2026-11-23"),
        ("this_week", "2026-11-16", "2026-11-22"),
        ("last_week", "2026-11-09", "2026-11-15"),
        ("next_week", "2026-11-23", "2026-11-29"),
        ("this_month", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("next_month", "2026-12-01", "2026-12-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-07-01", "2026-09-30"),
        ("next_quarter", "2027-01-01", "2027-03-31"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("next_year", "2027-01-01", "2027-12-31"),
        ("last_n_days", "2026-11-15", "2026-11-22"),
        ("next_n_days", "2026-11-22", "2026-11-29"),
    ],
)
def test_a_span_of_days(name: str, first: str, last: str) -> None:
    assert span(Relative(name, 7), SUNDAY) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.sampled_from(sorted(SPANS)), st.dates(date(1910, 1, 1), date(2980, 1, 1)), st.integers(0, 3_660))
def test_a_span_never_ends_before_it_begins(name: str, today: date, n: int) -> None:
    first, last = span(Relative(name, n), today)
    assert first <= last
    if name.startswith(("this", "today")):
        assert first <= today <= last


@pytest.mark.parametrize(
    ("day", "inside"), [("2025-12-31", False), ("2026-01-01", True), ("2026-03-02", True), ("2026-03-03", False)]
)
def test_the_next_sixty_days_count_both_ends(day: str, inside: bool) -> None:
    condition = days("between", Relative("next_n_days", 60), today=date(2026, 1, 1))
    assert met(condition, date.fromisoformat(day)) is inside


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("=", {16, 18, 22}),
        ("!=", {15, 23, None}),
        ("<", {15}),
        ("<=", {15, 16, 18, 22}),
        (">", {23}),
        (">=", {16, 18, 22, 23}),
        ("between", {16, 18, 22}),
    ],
)
def test_a_date_is_compared_with_a_week(op: str, expected: set[int | None]) -> None:
    """This week is the 16th to the 22nd: before it, within it, after it."""
    condition = days(op, Relative("this_week"))
    found = {day for day in (15, 16, 18, 22, 23, None) if met(condition, day and date(2026, 11, day))}
    assert found == expected


def test_a_span_may_be_one_end_of_a_range() -> None:
    condition = days("between", (Relative("this_month"), date(2026, 12, 24)))
    assert met(condition, date(2026, 11, 1))
    assert met(condition, date(2026, 12, 24))
    assert not met(condition, date(2026, 12, 25))


START, END = datetime(2026, 11, 21, 16, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC)  # the 22nd in Shanghai
TICK = timedelta(microseconds=1)
MOMENTS = {"before": START - TICK, "first": START, "last": END - TICK, "after": END, "empty": None}


@pytest.mark.parametrize("value", [Relative("today"), SUNDAY])
@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("=", {"first", "last"}),
        ("!=", {"before", "after", "empty"}),
        ("<", {"before"}),
        ("<=", {"before", "first", "last"}),
        (">", {"after"}),
        (">=", {"first", "last", "after"}),
        ("between", {"first", "last"}),
    ],
)
def test_an_instant_is_compared_with_a_whole_day_of_the_zone(op: str, value: object, expected: set[str]) -> None:
    operand = (value, value) if op == "between" else value
    condition = moments(op, operand)
    assert is_resolved(condition)
    assert {name for name, moment in MOMENTS.items() if met(condition, moment)} == expected


def test_instants_are_found_among_days_and_instants() -> None:
    condition = moments("in", (SUNDAY, END + TICK))
    assert {name for name, moment in {**MOMENTS, "other": END + TICK}.items() if met(condition, moment)} == {
        "first",
        "last",
        "other",
    }
    assert met(moments("not_in", (SUNDAY,)), None)


def test_a_plain_instant_is_left_as_it_is() -> None:
    test = Test((4,), ">", START, "datetime")
    assert resolve(test, {}, SUNDAY, SHANGHAI) == test


@pytest.mark.parametrize(
    ("op", "value", "me", "resolved"),
    [
        ("=", ME, 3, Test((6,), "=", 3)),
        ("=", ME, (3,), Test((6,), "=", 3)),
        ("=", ME, (3, 4), Test((6,), "in", (3, 4))),
        ("!=", ME, (3, 4), Test((6,), "not_in", (3, 4))),
        ("contains", ME, (3, 4), Test((6,), "in", (3, 4))),
        ("in", (ME, 9), (3, 4), Test((6,), "in", (3, 4, 9))),
        ("in", (ME, 9), (), Test((6,), "in", (9,))),
        ("not_in", (ME, 9), frozenset({9}), Test((6,), "not_in", (9,))),
    ],
)
def test_a_variable_becomes_what_it_stands_for(op: str, value: object, me: object, resolved: Condition) -> None:
    assert resolve(Test((6,), op, value), {"@me": me}, SUNDAY) == resolved


def test_a_set_is_compared_with_all_that_a_variable_stands_for() -> None:
    assert resolve(Test((7,), "=", ME, "members"), {"@me": (4, 3)}, SUNDAY) == Test((7,), "=", (3, 4))


@pytest.mark.parametrize("variables", [{}, {"@me": None}, {"@me": ()}, {"@me": frozenset()}])
@pytest.mark.parametrize(("op", "value"), [("=", ME), ("!=", ME), ("in", (ME,)), ("not_in", (ME,)), ("contains", ME)])
def test_a_variable_that_stands_for_nothing_matches_nothing_not_even_inside_not(
    variables: dict[str, Any], op: str, value: object
) -> None:
    test = Test((6,), op, value)
    for condition in (test, Not(Not(test)), And((test, ALWAYS)), Not(test), Not(Or((test,)))):
        resolved = resolve(condition, variables, SUNDAY)
        assert not any(met(resolved, value) for value in (None, 3, (3,)))


def test_what_depends_on_nothing_is_left_alone() -> None:
    condition = And((Test((1,), "=", "x", "text"), Not(Or((Test((2,), "empty"),)))))
    assert resolve(condition, {"@me": 3}, SUNDAY) == condition

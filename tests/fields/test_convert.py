"""How texts become values of another type: surely, in several ways, or not at all (E40, S35)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gezi.fields.convert import Outcome, read
from gezi.fields.spec import Choice, FieldSpec, named

CASES = [
    ("percent", "85%", "85"),
    ("percent", "８５％", "85"),
    ("percent", "85", "85"),
    ("percent", "8.5折", "85"),
    ("percent", "85折", "85"),
    ("percent", "9 折", "90"),
    ("percent", "0", "0"),
    ("percent", "0.85", ("85", "0.85")),
    ("percent", ".5", ("50", "0.5")),
    ("percent", "1", ("100", "1")),
    ("percent", "0.85%", "0.85"),
    ("percent", "面议", None),
    ("number", "1,234.5", "1234.5"),
    ("number", "3万", "30000"),
    ("number", "约三", None),
    ("money", "1.2亿元", "120000000"),
    ("money", "¥ 12.345", "12.35"),
]


@pytest.mark.parametrize(("type_", "text", "expected"), CASES)
def test_a_text_is_read_as_people_mean_it(type_: str, text: str, expected: str | tuple[str, ...] | None) -> None:
    found = read(text, FieldSpec(1, 1, "f", type_))
    if expected is None:
        assert found.outcome is Outcome.UNPARSEABLE
    elif isinstance(expected, tuple):
        assert (found.outcome, found.candidates) == (Outcome.AMBIGUOUS, expected)
    else:
        assert (found.outcome, found.value) == (Outcome.CONVERTED, Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("25/12/2026", date(2026, 12, 25)),
        ("12/25/2026", date(2026, 12, 25)),
        ("03/04/2026", ("2026-03-04", "2026-04-03")),
        ("05/05/2026", date(2026, 5, 5)),
        ("45/45/2026", None),
        ("tomorrow?", None),
    ],
)
def test_a_date_that_may_be_two_days_is_asked_about(text: str, expected: object) -> None:
    found = read(text, FieldSpec(1, 1, "f", "date"))
    if isinstance(expected, tuple):
        assert (found.outcome, found.candidates) == (Outcome.AMBIGUOUS, expected)
    else:
        assert (found.outcome is Outcome.CONVERTED, found.value) == (expected is not None, expected)


def test_a_text_becomes_the_choice_of_that_name() -> None:
    spec = FieldSpec(1, 1, "f", "option", choices=(Choice(7, "west", named("西部", "West")),))
    assert read("西部", spec).value == 7
    assert read("北部", spec).outcome is Outcome.UNPARSEABLE


def test_a_blank_is_empty() -> None:
    assert read("  ", FieldSpec(1, 1, "f", "number")).value is None

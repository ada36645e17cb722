"""Patterns of automatic numbers, and when their count begins again."""

from __future__ import annotations

from datetime import date

import pytest

from gezi.fields import autonumber
from gezi.fields.registry import TYPES
from gezi.fields.spec import FieldSpec

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("pattern", "seq", "number"),
    [
        ("DD-{yyyy}{mm}{dd}-{seq:4}", 1, "DD-20261102-0001"),
        ("DD-{yyyy}{mm}{dd}-{seq:4}", 12_345, "DD-20261102-12345"),
        ("{yy}{mm}/{seq:2}", 7, "2611/07"),
        ("编号{seq}", 7, "编号0007"),
        ("{seq:1}", 7, "7"),
        ("100%{seq:3}_%s", 7, "100%007_%s"),
    ],
)
def test_a_pattern_is_filled_in(pattern: str, seq: int, number: str) -> None:
    assert autonumber.render(pattern, DAY, seq) == number


@pytest.mark.parametrize(
    ("pattern", "period"),
    [
        ("DD-{yyyy}{mm}{dd}-{seq}", "20261102"),
        ("DD-{yyyy}{mm}-{seq}", "202611"),
        ("DD-{yy}-{seq}", "2026"),
        ("DD-{seq}", ""),
        ("{mm}{dd}-{seq}", ""),
        ("{yyyy}{dd}-{seq}", "2026"),
    ],
)
def test_the_count_begins_again_only_where_no_number_can_come_twice(pattern: str, period: str) -> None:
    assert autonumber.period(pattern, DAY) == period


@pytest.mark.parametrize(
    "pattern",
    [
        "DD-",
        "{seq}{seq}",
        "{yyyy}-{n}-{seq}",
        "{seq:0}",
        "{seq:13}",
        "{seq",
        "}{seq}",
        "{yyyy:4}{seq}",
        "x" * 60 + "{seq}",
        "\n{seq}",
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    problems = autonumber.check(pattern)
    assert [problem.code for problem in problems][:1] == ["field.bad_pattern"]
    assert "{yyyy}" in problems[0].text("zh-CN")


def test_a_good_pattern_has_no_problem() -> None:
    assert autonumber.check("DD-{yyyy}{mm}{dd}-{seq:4}") == ()


def test_numbers_are_ordered_by_value_when_the_count_outgrows_its_place() -> None:
    spec = FieldSpec(5, 1, "number", "autonumber", options={"pattern": "DD-{seq:4}"})
    numbers = ["DD-10000", "DD-9999", "DD-0002"]
    assert sorted(numbers, key=lambda number: TYPES["autonumber"].bind(number, spec)[2]) == [
        "DD-0002",
        "DD-9999",
        "DD-10000",
    ]

"""The declarations of the functions: their examples run, and the reference page is what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gezi.formulas.functions import FUNCTIONS, GROUPS, check_functions
from gezi.formulas.reference import markdown, reference
from support.formula_table import result

EXAMPLES = [example for function in FUNCTIONS.values() for example in function.examples]
WANTED = """
    ROUND ROUNDUP ROUNDDOWN ABS MOD INT CEILING FLOOR MIN MAX SUM AVERAGE POWER SQRT VALUE
    CONCAT LEFT RIGHT MID LEN TRIM UPPER LOWER SUBSTITUTE FIND CONTAINS STARTSWITH TEXT REPT JOIN
    TODAY NOW DATE YEAR MONTH DAY WEEKDAY DATEADD DATEDIF EOMONTH WORKDAY NETWORKDAYS DAYS
    IF IFS SWITCH AND OR EMPTY NOTEMPTY COALESCE IFERROR ISERROR IN
"""


def test_the_declarations_are_sound():
    check_functions()


def test_every_promised_function_is_there():
    assert set(WANTED.split()) <= {function.name for function in FUNCTIONS.values()}


@pytest.mark.parametrize(("formula", "expected"), EXAMPLES, ids=[formula for formula, _ in EXAMPLES])
def test_examples_are_true(formula: str, expected: str):
    assert result(formula) == expected


def test_the_reference_page_is_up_to_date():
    page = Path(__file__).parents[2] / "docs" / "reference" / "formulas.md"
    assert page.read_text(encoding="utf-8") == markdown(), (
        "run: python -m gezi.formulas.reference > docs/reference/formulas.md"
    )


def test_the_reference_data_covers_every_function():
    rows = reference()
    assert len(rows) == sum(len(group) for group in GROUPS.values())
    [row] = [row for row in rows if row["name"] == "DATEADD"]
    assert row["usage"] == "DATEADD(date, number, unit)"
    assert row["args"] == [
        {"name": "date", "kind": "date | datetime", "optional": False, "choices": []},
        {"name": "number", "kind": "number", "optional": False, "choices": []},
        {"name": "unit", "kind": "text", "optional": False, "choices": ["day", "week", "month", "quarter", "year"]},
    ]

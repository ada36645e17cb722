"""Explaining a value: the same evaluation, with its steps."""

from __future__ import annotations

from decimal import Decimal

from gezi.formulas import FormulaError
from gezi.formulas.trace import Input, trace
from support.formula_table import ENV, NAMES, checked


def test_a_trace_shows_every_step_in_the_reader_s_words():
    found = trace(
        checked("round(price × discount × quantity, 2)"),
        (Decimal("10.05"), Decimal("0.85"), Decimal(3)),
        ENV,
        NAMES.get,
    )
    assert [(step.text, step.value) for step in found.steps] == [
        ("price * discount", Decimal("8.5425")),
        ("price * discount * quantity", Decimal("25.6275")),
        ("round(price * discount * quantity, 2)", Decimal("25.63")),
    ]
    assert found.inputs == (Input((1,), Decimal("10.05")), Input((2,), Decimal("0.85")), Input((3,), Decimal(3)))
    assert found.value == Decimal("25.63")


def test_a_branch_not_taken_is_not_shown():
    found = trace(checked("IF(price > 5, price * 2, quantity / 3)"), (Decimal(6), None), ENV, NAMES.get)
    assert [step.text for step in found.steps] == ["price > 5", "price * 2", "IF(price > 5, price * 2, quantity / 3)"]
    assert [item.path for item in found.inputs] == [(1,)]


def test_a_caught_error_is_shown_where_it_arose():
    found = trace(checked("IFERROR(SQRT(price), 0)"), (Decimal(-1),), ENV, NAMES.get)
    assert found.value == Decimal(0)
    assert [step.text for step in found.steps] == ["SQRT(price)", "IFERROR(SQRT(price), 0)"]
    assert found.steps[0].value == FormulaError.of("formula.not_a_number")


def test_options_are_shown_by_label():
    found = trace(checked('status = "won"'), (7,), ENV, NAMES.get)
    assert found.steps[0].text == 'status = "已成交"'
    assert found.steps[0].value is True

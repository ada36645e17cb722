"""Formulas and values that try to cost time or memory (attacks.md): an answer of ours, and soon."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gezi.formulas import FormulaSyntaxError, check, compile, parse  # noqa: A004
from gezi.formulas.kinds import NUMBER
from support.formula_table import ENV, bound, evaluate
from support.steps import within

SOON = 1_000_000  #: steps


@pytest.fixture(autouse=True)
def _warm() -> None:
    parse("1")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200_000,
        "(" * 200_000 + "1" + ")" * 200_000,
        "(" * 4_999 + "1" + ")" * 4_999,
        "+".join(["1"] * 200_000),
        "+".join(["1"] * 4_900),
        "-" * 200_000 + "1",
        "-" * 9_990 + "1",
        "NOT " * 2_400 + "TRUE",
        "1" + "%" * 9_000,
        '"' + "x" * 100_000 + '"',
        '"' * 9_999,
        "{" * 9_999,
        "{" + "\\" * 9_990,
        "{" + "." * 9_000 + "}",
        "IF(TRUE, " * 500 + "1" + ", 2)" * 500,
        "SUM(" + "1," * 4_900 + "1)",
        "9" * 9_999,
        "+".join(f"{{#{number}}}" for number in range(10_000)),
        "a" + "&a" * 3_000,
        "\u0000" * 9_999,
        "1e999999999",
        "𝟙" * 3_000,
    ],
    ids=lambda text: f"{text[:12]}… {len(text)}",
)
def test_a_bomb_of_syntax_is_a_syntax_error(text: str):
    with within(SOON), pytest.raises(FormulaSyntaxError):
        parse(text)


def test_the_largest_formulas_allowed_work():
    with within(SOON):
        assert evaluate("SUM(" + ",".join(["1"] * 1_900) + ")") == Decimal(1_900)
    with within(SOON):
        assert evaluate("IF(FALSE, 0, " * 95 + "7" + ")" * 95) == Decimal(7)
    with within(SOON):
        assert evaluate("(" * 99 + "7" + ")" * 99) == Decimal(7)
    with within(SOON):
        assert evaluate("+".join(["1"] * 100)) == Decimal(100)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('REPT("x", 10^9)', "formula.text_too_long"),
        ('REPT(REPT(REPT("x", 1000), 1000), 1000)', "formula.text_too_long"),
        ("9^9^9", "formula.overflow"),
        ("9^(9^(9^9))", "formula.overflow"),
        ("1.0000001^99999999", "formula.overflow"),
        ("2^(10^30)", "formula.overflow"),
        ('SUBSTITUTE(REPT("a", 50000), "a", "bbbbb")', "formula.text_too_long"),
        ('REPT("x", 60000) & REPT("x", 60000)', "formula.text_too_long"),
        ('JOIN(REPT("x", 60000), "a", "b", "c")', "formula.text_too_long"),
        ('UPPER(REPT("ß", 60000))', "formula.text_too_long"),
        ("TODAY() + 10^37", "formula.bad_date"),
    ],
)
def test_a_bomb_of_values_is_an_error_at_once(text: str, code: str):
    with within(SOON):
        assert evaluate(text).code == code


def test_many_costly_calls_stay_bounded():
    big = 'REPT("x", 100000)'
    with within(SOON):
        assert evaluate("+".join([f"LEN({big})"] * 95)) == Decimal(9_500_000)
    with within(SOON):
        assert evaluate("+".join(["SQRT(2)^0.37"] * 90)) > 0


def test_working_days_of_a_million_days_take_no_loop_over_days():
    with within(SOON):
        for _ in range(200):
            evaluate("WORKDAY(TODAY(), 1000000) - TODAY()")


def test_huge_inputs_from_fields_are_errors_not_crashes():
    assert evaluate("price * price * price", price=Decimal("9" * 38)).code == "formula.overflow"
    assert evaluate('name & "x"', name="y" * 100_000).code == "formula.text_too_long"


def test_a_subtotal_takes_a_handful_of_steps():
    """Nothing is parsed, checked or looked up again for a row."""
    compiled = compile(
        check(bound("round(price * discount * quantity, 2)"), {(1,): NUMBER, (2,): NUMBER, (3,): NUMBER}.get)
    )
    row = (Decimal("10.05"), Decimal("0.85"), Decimal(3))
    with within(40):
        assert compiled.run(row, ENV) == Decimal("25.63")

"""What formulas yield: literal tables, worked out by hand from semantics.md C1, C2, C5, C6 and the rules of empty values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from gezi.formulas import FormulaError, compile  # noqa: A004
from support.formula_table import ENV, STATUS, checked, evaluate, result

LINE = {"price": Decimal("10.05"), "discount": Decimal("0.85"), "quantity": Decimal(3)}


def test_money_adds_up_exactly():
    assert evaluate("72.68 + 10.93 + 2.73 + 13.66") == Decimal(100)


def test_a_half_is_rounded_up_once():
    assert evaluate("price * discount * quantity", **LINE) == Decimal("25.6275")
    assert evaluate("round(price × discount × quantity, 2)", **LINE) == Decimal("25.63")


def test_the_return_on_no_cost_is_empty():
    assert evaluate("price / quantity", price=Decimal(5), quantity=Decimal(0)) is None
    assert evaluate("price / quantity", price=Decimal(5)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("100 / 10 / 2", "5"),
        ("2 ^ 3 ^ 2", "64"),
        ("-2 ^ 2", "4"),
        ("2 ^ -1", "0.5"),
        ("50% * 8", "4"),
        ("10 % + 1", "1.1"),
        ("１２．５＋３", "15.5"),
        ("6 ÷ 4", "1.5"),
        ("1 / 3 * 3 = 1", "FALSE"),
        ("ROUND(1 / 3 * 3, 6)", "1"),
        ('"a" & 1 + 2', "a3"),
        ('"a" & 1.50 & TRUE & DATE(2026, 1, 5)', "a1.5TRUE2026-01-05"),
        ('1 + 1 = 2 AND NOT "a" = "b"', "TRUE"),
        ("TRUE OR FALSE AND FALSE", "TRUE"),
        ("NOT FALSE AND FALSE", "FALSE"),
        ("TRUE = NOT FALSE", "TRUE"),
        ('"a" = "A"', "FALSE"),
        ("3 ≥ 3 AND 3 ≤ 3 AND 3 ≠ 4 AND 3 != 4 AND 3 == 3", "TRUE"),
        ("0 * -5", "0"),
        ("1000 / 0.001", "1000000"),
        ("DATE(2026, 1, 31) + 1", "2026-02-01"),
        ("1 + DATE(2026, 1, 31)", "2026-02-01"),
        ("DATE(2026, 3, 1) - DATE(2026, 2, 1)", "28"),
        ("DATE(2026, 1, 31) - 31", "2025-12-31"),
        ("NOW() + 0.5", "2026-01-15 21:30"),
        ("NOW() - TODAY()", "0"),
        ('DATE(2026, 1, 5) < "2026-01-06"', "TRUE"),
        ('IF（3＞2，“好”，"坏"）', "好"),
        ('IF(FALSE, 1 / 0, "")', ""),
        ("IFS(FALSE, 1, FALSE, 2)", ""),
        ('SWITCH(9, 1, "a", "other")', "other"),
        ('TEXT(-1234.567, "¥#,##0.00")', "-¥1,234.57"),
        ('TEXT(5, "000")', "005"),
        ('TEXT(NOW(), "yyyy年mm月dd日 hh:mm:ss")', "2026年01月15日 09:30:00"),
        ('TEXT(DATE(2026, 3, 4), "yy/m/d")', "26/3/4"),
        ("MAX(DATE(2026, 1, 1), NOW())", "2026-01-15"),
        ('MID("abc", 9, 2)', ""),
        ('LEFT("abc", -1)', ""),
        ('SUBSTITUTE("aaa", "", "b")', "aaa"),
        ('VALUE("-.5")', "-0.5"),
        ('VALUE("")', ""),
        ("POWER(0, 0)", "1"),
        ("0 ^ -1", ""),
        ("MOD(5.5, -2)", "-0.5"),
        ("CEILING(1, 0)", ""),
        ("ROUND(123456789012345678901234567890.5, 30)", "123456789012345678901234567890.5"),
        ("ROUND(1.005, 2)", "1.01"),
        ("WEEKDAY(DATE(2026, 1, 18))", "7"),
    ],
)
def test_expressions(text: str, expected: str):
    assert result(text) == expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("price + 5", {}, Decimal(5)),
        ("5 - price", {}, Decimal(5)),
        ("price - 5", {}, Decimal(-5)),
        ("price * 5", {}, Decimal(0)),
        ("price + quantity", {}, None),
        ("price - quantity", {}, None),
        ("price * quantity * discount", {}, None),
        ("price + quantity + 1", {}, Decimal(1)),
        ("price / 5", {}, Decimal(0)),
        ("price ^ 2", {}, Decimal(0)),
        ("-price", {}, None),
        ("price%", {}, None),
        ("price = 0", {}, True),
        ("price < 5", {}, True),
        ("price = quantity", {}, True),
        ('price = ""', {}, True),
        ('price = ""', {"price": Decimal(0)}, False),
        ('price <> ""', {"price": Decimal(0)}, True),
        ("name = BLANK()", {}, True),
        ('name & "x"', {}, "x"),
        ("done = FALSE", {}, True),
        ("NOT done", {}, True),
        ('IF(done, "yes", "no")', {}, "no"),
        ("due < TODAY()", {}, False),
        ("due >= TODAY()", {}, False),
        ("due = start", {}, True),
        ("due <> start", {"due": date(2026, 1, 1)}, True),
        ("due + 1", {}, None),
        ("due + price", {"due": date(2026, 1, 1)}, date(2026, 1, 1)),
        ("due - start", {"due": date(2026, 1, 1)}, None),
        ('status = "won"', {}, False),
        ('status = ""', {}, True),
        ("customer = BLANK()", {}, True),
        ("tags = BLANK()", {"tags": ()}, True),
        ("SUM(price, quantity)", {}, Decimal(0)),
        ("COUNT(price, name)", {}, Decimal(0)),
        ("MIN(price, quantity)", {}, None),
        ("MAX(price, 3)", {}, Decimal(3)),
        ("AVERAGE(price, 4)", {}, Decimal(4)),
        ("ROUND(price, 2)", {}, None),
        ("LEN(name)", {}, Decimal(0)),
        ("UPPER(name)", {}, None),
        ("YEAR(due)", {}, None),
        ("COALESCE(price, quantity, 0)", {}, Decimal(0)),
        ("SUM(amounts)", {"amounts": ()}, Decimal(0)),
        ("MAX(amounts)", {"amounts": ()}, None),
        ("SUM(amounts, 1)", {"amounts": (Decimal(2), None, Decimal(3))}, Decimal(6)),
    ],
)
def test_empty_values(text: str, row: dict[str, Any], expected: object):
    assert evaluate(text, **row) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('status = "已成交"', True),
        ('status = "won"', True),
        ('"lost" = status', False),
        ('status & "!"', "已成交!"),
        ('SWITCH(status, "won", 1, "输单", 0)', Decimal(1)),
        ('IN(status, "lost", "won")', True),
        ('CONTAINS(tags, "重点")', True),
        ('HAS(tags, "normal")', False),
        ('IN("key", tags)', True),
        ('JOIN("、", tags)', "重点"),
        ("COUNT(tags)", Decimal(1)),
        ("FIRST(tags) = customer.level", True),
        ('IF(TRUE, status, "其他")', "已成交"),
        ("status = customer.level", False),
        ("customer = customer", True),
    ],
)
def test_options_compare_by_key_or_label_and_read_as_their_label(text: str, expected: object):
    assert evaluate(text, status=7, tags=(17,), level=17, customer=3) == expected


def test_a_formula_of_an_option_field_yields_the_option():
    formula = 'IF(quantity > 0, "won", "输单")'
    assert evaluate(formula, STATUS, quantity=Decimal(1)) == 7
    assert evaluate(formula, STATUS) == 8
    assert evaluate("name", STATUS, name="won") == 7
    assert evaluate("name", STATUS) is None
    assert evaluate("name", STATUS, name="?").code == "formula.no_such_option"


def test_a_time_counts_as_its_local_day_beside_a_date():
    late = datetime(2026, 1, 14, 16, 30, tzinfo=UTC)  # half past midnight of the 15th in Shanghai
    assert evaluate("created_at = TODAY()", created_at=late) is True
    assert evaluate('created_at <= "2026-01-15"', created_at=late) is True
    assert evaluate("DAY(created_at)", created_at=late) == Decimal(15)
    assert evaluate("HOUR(created_at)", created_at=late) == Decimal(0)


def test_days_followed_stop_at_the_close():
    formula = 'DATEDIF(created_at, COALESCE(closed_at, TODAY()), "day")'
    created = datetime(2026, 1, 1, 3, tzinfo=UTC)
    assert evaluate(formula, created_at=created) == Decimal(14)
    assert evaluate(formula, created_at=created, closed_at=datetime(2026, 1, 11, 3, tzinfo=UTC)) == Decimal(10)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9^9^9", "formula.overflow"),
        ("9^(9^9)", "formula.overflow"),
        ("10^38", "formula.overflow"),
        ("POWER(0.5, 1000000)", "formula.overflow"),
        ("SQRT(-1)", "formula.not_a_number"),
        ("(-8) ^ 0.5", "formula.not_a_number"),
        ('VALUE("１２")', "formula.bad_number"),
        ('VALUE("NaN")', "formula.bad_number"),
        ('VALUE("1_000")', "formula.bad_number"),
        ("DATE(0, 1, 1)", "formula.bad_date"),
        ("DATE(9999, 12, 31) + 1", "formula.bad_date"),
        ("TODAY() + 10^30", "formula.bad_date"),
        ('DATEADD(TODAY(), 10^30, "month")', "formula.bad_date"),
        ('MID("abc", 0, 1)', "formula.bad_argument"),
        ('REPT("x", 100001)', "formula.text_too_long"),
    ],
)
def test_errors_are_values(text: str, code: str):
    value = evaluate(text)
    assert isinstance(value, FormulaError)
    assert value.code == code
    assert FormulaError.of(code) == value
    assert evaluate(f"ISERROR({text})") is True


def test_an_error_in_a_field_runs_on_until_it_is_caught():
    broken = FormulaError.of("formula.overflow")
    assert evaluate("price + 1", price=broken) == broken
    assert evaluate("SUM(amounts)", amounts=(Decimal(1), broken)) == broken
    assert evaluate("IF(TRUE, 1, price)", price=broken) == Decimal(1)
    assert evaluate("IFERROR(price + 1, 0)", price=broken) == Decimal(0)


def test_results_have_at_most_38_digits():
    third = evaluate("1 / 3")
    assert third == Decimal("0." + "3" * 38)
    assert evaluate("99999999999999999999999999999999999999 + 1").code == "formula.overflow"


def test_whole_numbers_from_the_database_count_as_numbers():
    assert evaluate("ROUND(quantity / 2, 1)", quantity=7) == Decimal("3.5")


def test_a_compiled_formula_names_its_columns_and_takes_values_in_that_order():
    compiled = compile(checked("quantity * price"))
    assert compiled.columns == ((1,), (3,))
    assert compiled.run((Decimal("1.5"), Decimal(2)), ENV) == Decimal(3)

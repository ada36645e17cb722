"""Numbers, money and percents as people, programs and spreadsheets write them (C1, C2; reliability 4.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from gezi.core.numbers import ExactText, fits
from gezi.fields.fieldtype import InvalidValue
from gezi.fields.numerals import SheetNumber
from gezi.fields.registry import TYPES, settings_of, type_of
from gezi.fields.spec import FieldSpec
from gezi.formulas.values import FormulaError


def field(type: str, **options: Any) -> FieldSpec:
    return FieldSpec(5, 1, "f", type, options=options)


def parse(raw: object, type: str = "number", **options: Any) -> Any:
    return TYPES[type].parse(raw, field(type, **options))


def code_of(raw: object, type: str = "number", **options: Any) -> str:
    with pytest.raises(InvalidValue) as refused:
        parse(raw, type, **options)
    return refused.value.message.code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("0", "0"),
        ("1234.5", "1234.50"),
        ("+7", "7"),
        ("-0.5", "-0.5"),
        ("-0", "0"),
        (" 12 ", "12"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        (".5", "0.5"),
        ("5.", "5"),
        ("１２３", "123"),
        ("－１，２３４．５", "-1234.5"),
        ("−3", "-3"),
        ("007", "7"),
        (3, "3"),
        (Decimal("2.5"), "2.5"),
        (0.1 + 0.2, "0.3"),
        (72.68 + 10.93 + 2.73 + 13.66, "100"),
        (1e15, "1000000000000000"),
        (SheetNumber("12.345"), "12.35"),
    ],
)
def test_a_number_is_read(raw: object, expected: str) -> None:
    assert parse(raw) == Decimal(expected)


@pytest.mark.parametrize(
    "raw",
    ["abc", "1_000", "1e5", "1E-5", "٣", "三", "0x10", "1.2.3", "12,34", "1,2345", "--1", "+", ".", "½", "²", "1 000", "12元",
     "85%", "NaN", "Infinity", "-inf", "1/2", "=1+1", True, False, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"),
     Decimal("-Infinity"), [1], {"a": 1}, b"1"],
)  # fmt: skip
def test_what_is_no_number_is_refused(raw: object) -> None:
    assert code_of(raw) == "value.not_a_number"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("9" * 38, "value.out_of_range"),
        ("9" * 39, "value.too_many_digits"),
        ("0." + "3" * 40, "value.too_many_digits"),
        ("9" * 5_000, "value.too_many_digits"),
        ("," * 5_000, "value.not_a_number"),
        (10**37, "value.out_of_range"),
        (10**400, "value.too_many_digits"),
        pytest.param(10**5_000, "value.too_many_digits", id="10^5000"),
        (1e300, "value.too_many_digits"),
        (Decimal("1e999999"), "value.too_many_digits"),
        (2**63, "value.out_of_range"),
    ],
)
def test_numbers_beyond_all_measure_are_refused(raw: object, code: str) -> None:
    assert code_of(raw) == code


def test_numbers_too_small_to_matter_are_zero() -> None:
    assert parse(Decimal("1e-999999")) == 0
    assert parse(5e-324) == 0


@pytest.mark.parametrize(
    ("type", "options", "largest"),
    [
        ("money", {}, "92233720368547758.07"),
        ("number", {"scale": 0}, "9223372036854775807"),
        ("number", {"scale": 6}, "9223372036854.775807"),
        ("percent", {}, "922337203685477.5807"),
    ],
)
def test_the_largest_value_is_what_64_bits_hold_at_the_fields_scale(
    type: str, options: dict[str, Any], largest: str
) -> None:
    for sign in ("", "-"):
        assert parse(sign + largest, type, **options) == Decimal(sign + largest)
    step = Decimal(largest).as_tuple().exponent
    beyond = Decimal(largest) + Decimal(1).scaleb(int(step))
    assert code_of(str(beyond), type, **options) == "value.out_of_range"
    assert code_of(str(-beyond), type, **options) == "value.out_of_range"


def test_rounding_that_leads_out_of_range_is_out_of_range() -> None:
    assert code_of("92233720368547758.075", "money") == "value.out_of_range"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("25.6275", "25.63"),
        ("2.345", "2.35"),
        ("-2.345", "-2.35"),
        ("2.344999", "2.34"),
        ("0.005", "0.01"),
        ("-0.004", "0"),
    ],
)
def test_money_is_rounded_half_up_when_it_is_stored(raw: str, expected: str) -> None:
    assert parse(raw, "money") == Decimal(expected)


@pytest.mark.parametrize(
    "raw",
    ["¥1,234.50", "￥1234.5", "CNY 1234.50", "1234.50元", "1,234.50 CNY", "人民币1234.5", "RMB1234.50", "¥ 1,234.50"],
)
def test_money_may_stand_beside_the_sign_of_its_currency(raw: str) -> None:
    assert parse(raw, "money") == Decimal("1234.50")


def test_the_sign_may_stand_on_either_side_of_the_currency() -> None:
    assert parse("-¥5", "money") == parse("¥-5", "money") == parse("-5元", "money") == Decimal(-5)


@pytest.mark.parametrize("raw", ["$5", "€5", "¥", "¥5¥", "5万", "5 USD"])
def test_money_of_another_currency_is_not_guessed(raw: str) -> None:
    assert code_of(raw, "money") == "value.not_a_number"


@pytest.mark.parametrize(
    ("currency", "text"), [("CNY", "1234.50"), ("JPY", "1235"), ("KWD", "1234.500"), ("USD", "1234.50")]
)
def test_the_currency_says_how_many_decimals_there_are(currency: str, text: str) -> None:
    spec = field("money", currency=currency)
    assert TYPES["money"].dump(TYPES["money"].parse("1234.5", spec), spec) == text
    assert settings_of(spec)["scale"] == len(text.partition(".")[2])


@pytest.mark.parametrize(
    ("type", "options", "raw", "dumped", "text"),
    [
        ("number", {}, "1234.50", "1234.5", "1234.5"),
        ("number", {"scale": 6}, "100", "100", "100"),
        ("money", {}, "1234.5", "1234.50", "1234.50"),
        ("money", {}, "-0.004", "0.00", "0.00"),
        ("percent", {}, "85", "85", "85%"),
        ("percent", {}, "33.33335", "33.3334", "33.3334%"),
        ("percent", {"scale": 1}, "33.35", "33.4", "33.4%"),
    ],
)
def test_numbers_go_out_as_strings_without_exponent(
    type: str, options: dict[str, Any], raw: str, dumped: str, text: str
) -> None:
    spec = field(type, **options)
    value = TYPES[type].parse(raw, spec)
    assert TYPES[type].dump(value, spec) == dumped
    assert TYPES[type].to_text(value, spec) == text


@pytest.mark.parametrize(
    "raw", ["85", "85%", "85 %", "８５％", 85, 85.0, Decimal(85), SheetNumber("0.85", percent=True)]
)
def test_85_percent_is_85_in_the_field_and_0_85_in_formulas(raw: object) -> None:
    spec = field("percent")
    value = parse(raw, "percent")
    assert value == 85
    assert type_of(spec).to_formula(value, spec) == Decimal("0.85")
    assert type_of(spec).from_formula(Decimal("0.85"), spec) == 85


def test_a_cell_that_shows_no_percent_sign_is_taken_as_it_stands() -> None:
    assert parse(SheetNumber("0.85"), "percent") == Decimal("0.85")


def test_a_formulas_result_is_rounded_to_the_fields_scale() -> None:
    spec = field("money")
    assert type_of(spec).from_formula(Decimal("25.6275"), spec) == Decimal("25.63")
    third = type_of(field("percent")).from_formula(Decimal(1) / 3, field("percent"))
    assert third == Decimal("33.3333")


def test_a_formulas_result_that_cannot_be_kept_is_an_error_value() -> None:
    for result in (Decimal(10) ** 30, Decimal("-1e38"), Decimal("1e60")):
        found = type_of(field("money")).from_formula(result, field("money"))
        assert isinstance(found, FormulaError)
        assert found.code == "formula.overflow"


def test_what_parse_lets_in_always_fits_its_column() -> None:
    for raw in ("92233720368547758.07", "-92233720368547758.07", "0.004", "99999999999999999.99"):
        try:
            value = parse(raw, "money")
        except InvalidValue:
            continue
        assert fits(value, 2)


def test_the_message_says_what_the_range_is() -> None:
    with pytest.raises(InvalidValue) as refused:
        parse("1" * 30, "money")
    assert "92,233,720,368,547,758.07" in refused.value.problem("f").text("zh-CN")


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
@given(units=st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**7), 10**7), scale=st.integers(0, 6))
def test_a_number_read_as_text_is_the_one_that_is_stored(dialect: Any, units: int, scale: int) -> None:
    exact = Decimal(units).scaleb(-scale)
    stored: Any = units if dialect.name == "sqlite" else exact
    padded, plain = (ExactText(scale, padded=way).result_processor(dialect, None)(stored) for way in (True, False))
    assert padded == f"{exact:.{scale}f}"
    assert Decimal(plain) == exact
    assert "." not in plain or plain[-1] not in "0."

"""Numbers. An empty argument makes the result empty, except where many values are summed up: there it is left out (C6)."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from .. import messages
from ..kinds import NUMBER, TEXT
from ..operators import power as raised
from ..values import WORK, ZERO, failure
from .rounding import quantized
from .signature import ORDERED, Arg, Empties, Var, function

_WRITTEN = re.compile(r"([-+]?)(?:[0-9]{1,38}|[0-9]{1,3}(?:,[0-9]{3}){1,12})?(?:\.[0-9]{0,38})?(%?)\Z")
_DIGITS = Arg("digits", NUMBER, optional=True)


@function(
    "ROUND",
    Arg("number", NUMBER),
    _DIGITS,
    returns=NUMBER,
    zh="四舍五入到指定小数位(默认 0 位;5 一律进位)",
    en="the number to so many decimals (0 when left out); a half goes away from zero",
    examples=[("ROUND(25.6275, 2)", "25.63"), ("ROUND(-2.5)", "-3"), ("ROUND(1234, -2)", "1200")],
)
def round_(number: Decimal, digits: Decimal = ZERO) -> Decimal:
    return quantized(number, digits, ROUND_HALF_UP)


@function(
    "ROUNDUP",
    Arg("number", NUMBER),
    _DIGITS,
    returns=NUMBER,
    zh="向远离零的方向进位",
    en="the number to so many decimals, away from zero",
    examples=[("ROUNDUP(2.001, 2)", "2.01"), ("ROUNDUP(-2.1)", "-3")],
)
def round_up(number: Decimal, digits: Decimal = ZERO) -> Decimal:
    return quantized(number, digits, ROUND_UP)


@function(
    "ROUNDDOWN",
    Arg("number", NUMBER),
    _DIGITS,
    returns=NUMBER,
    zh="向零的方向舍去",
    en="the number to so many decimals, towards zero",
    examples=[("ROUNDDOWN(2.999, 2)", "2.99"), ("ROUNDDOWN(-2.9)", "-2")],
)
def round_down(number: Decimal, digits: Decimal = ZERO) -> Decimal:
    return quantized(number, digits, ROUND_DOWN)


@function(
    "INT",
    Arg("number", NUMBER),
    returns=NUMBER,
    zh="不大于它的最大整数",
    en="the largest whole number that is not greater",
    examples=[("INT(2.7)", "2"), ("INT(-2.1)", "-3")],
)
def int_(number: Decimal) -> Decimal:
    return quantized(number, ZERO, ROUND_FLOOR)


@function(
    "CEILING",
    Arg("number", NUMBER),
    Arg("step", NUMBER, optional=True),
    returns=NUMBER,
    zh="不小于它的 step 的最小倍数(默认 1)",
    en="the smallest multiple of `step` (1 when left out) that is not smaller",
    examples=[("CEILING(2.1)", "3"), ("CEILING(23, 5)", "25"), ("CEILING(-2.1)", "-2")],
)
def ceiling(number: Decimal, step: Decimal = Decimal(1)) -> Decimal | None:
    return _multiple(number, step, ROUND_CEILING)


@function(
    "FLOOR",
    Arg("number", NUMBER),
    Arg("step", NUMBER, optional=True),
    returns=NUMBER,
    zh="不大于它的 step 的最大倍数(默认 1)",
    en="the largest multiple of `step` (1 when left out) that is not greater",
    examples=[("FLOOR(2.9)", "2"), ("FLOOR(23, 5)", "20")],
)
def floor(number: Decimal, step: Decimal = Decimal(1)) -> Decimal | None:
    return _multiple(number, step, ROUND_FLOOR)


def _multiple(number: Decimal, step: Decimal, rounding: str) -> Decimal | None:
    """None for a step of 0, which is a division by zero (C5)."""
    if not step:
        return None
    step = abs(step)
    return WORK.multiply(quantized(WORK.divide(number, step), ZERO, rounding), step)


@function(
    "ABS",
    Arg("number", NUMBER),
    returns=NUMBER,
    zh="绝对值",
    en="the number without its sign",
    examples=[("ABS(-3)", "3")],
)
def abs_(number: Decimal) -> Decimal:
    return WORK.abs(number)


@function(
    "MOD",
    Arg("number", NUMBER),
    Arg("divisor", NUMBER),
    returns=NUMBER,
    zh="余数,符号与除数相同;除数为 0 时为空",
    en="the remainder, with the sign of the divisor; empty when the divisor is 0",
    examples=[("MOD(7, 3)", "1"), ("MOD(-7, 3)", "2"), ("MOD(7, 0)", "")],
)
def mod(number: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    rest = WORK.remainder(number, divisor)
    return WORK.add(rest, divisor) if rest and (rest < 0) is not (divisor < 0) else rest


@function(
    "POWER",
    Arg("base", NUMBER),
    Arg("exponent", NUMBER),
    returns=NUMBER,
    zh="乘方,与 ^ 相同",
    en="the power, as with ^",
    examples=[("POWER(2, 10)", "1024"), ("POWER(4, 0.5)", "2")],
)
def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    return raised(base, exponent)


@function(
    "SQRT",
    Arg("number", NUMBER),
    returns=NUMBER,
    zh="平方根;负数得到错误",
    en="the square root; an error for a negative number",
    examples=[("SQRT(16)", "4"), ("SQRT(-1)", "#formula.not_a_number")],
)
def sqrt(number: Decimal) -> Decimal:
    return WORK.sqrt(number)


@function(
    "SUM",
    repeat=(Arg("number", NUMBER, spread=True),),
    returns=NUMBER,
    zh="求和;空值不计,全空为 0",
    en="the sum; empty values are left out, and none at all make 0",
    examples=[("SUM(72.68, 10.93, 2.73, 13.66)", "100"), ("SUM(BLANK())", "0")],
)
def sum_(numbers: list[Any]) -> Decimal:
    total = ZERO
    for number in numbers:
        if number is not None:
            total = WORK.add(total, number)
    return total


@function(
    "AVERAGE",
    repeat=(Arg("number", NUMBER, spread=True),),
    returns=NUMBER,
    zh="平均值;空值不计,全空为空",
    en="the mean; empty values are left out, and none at all make it empty",
    examples=[("AVERAGE(1, 2, 6)", "3"), ("AVERAGE(BLANK())", "")],
)
def average(numbers: list[Any]) -> Decimal | None:
    given = [number for number in numbers if number is not None]
    return WORK.divide(sum_.body(given), Decimal(len(given))) if given else None


@function(
    "MIN",
    repeat=(Arg("value", ORDERED, spread=True),),
    returns=Var("T"),
    zh="最小的数或最早的日期;空值不计,全空为空",
    en="the smallest number or the earliest date; empty values are left out, and none at all make it empty",
    examples=[("MIN(3, 1, 2)", "1"), ("MIN(DATE(2026, 2, 1), DATE(2026, 1, 1))", "2026-01-01")],
)
def min_(values: list[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)


@function(
    "MAX",
    repeat=(Arg("value", ORDERED, spread=True),),
    returns=Var("T"),
    zh="最大的数或最晚的日期;空值不计,全空为空",
    en="the largest number or the latest date; empty values are left out, and none at all make it empty",
    examples=[("MAX(3, 1, 2)", "3"), ("MAX(BLANK(), 5)", "5")],
)
def max_(values: list[Any]) -> Any:
    return max((value for value in values if value is not None), default=None)


@function(
    "VALUE",
    Arg("text", TEXT),
    returns=NUMBER,
    empties=Empties.PASS,
    zh="把文本读成数字,可含千分位逗号和百分号;不是数字得到错误",
    en="the number a text spells, with thousands commas or a percent sign; an error when it is none",
    examples=[('VALUE("1,234.5")', "1234.5"), ('VALUE("85%")', "0.85"), ('VALUE("abc")', "#formula.bad_number")],
)
def value(text: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    match = _WRITTEN.match(text) if len(text) <= 100 else None
    if match is None or not any(character.isdigit() for character in text):
        raise failure(messages.BAD_NUMBER)
    number = Decimal(text.rstrip("%").replace(",", ""))
    return WORK.scaleb(number, -2) if match[2] else number


FUNCTIONS = (
    round_, round_up, round_down, int_, ceiling, floor, abs_, mod, power, sqrt,
    sum_, average, min_, max_, value,
)  # fmt: skip

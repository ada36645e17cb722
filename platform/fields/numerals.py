"""Reading numbers: our grammar, our bounds, no float (reliability 4.2; attacks.md, "Values").

From text: an optional sign, ASCII digits with optional thousands commas, an optional fraction. Full-width characters are
folded first, since Chinese input methods type them; other scripts' digits, exponents, `_`, NaN and Infinity are refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from decimal import Decimal

from ..core.numbers import EXACT, LARGEST_SCALED, MAX_DIGITS, fits, rounded
from . import messages
from .fieldtype import InvalidValue
from .text import narrow

_NUMBER = re.compile(r"([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)")
_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")  # what programs send; needs no folding and no bounds
_LONGEST = 200  # characters of a text that may still be a number with signs and commas
_SAFE_FLOAT = 2**53  # below it a whole float is exactly the number it shows
_SPREADSHEET = "15"  # significant digits that a spreadsheet keeps


class SheetNumber(float):
    """A numeric cell of a workbook: in a date field it may be a day count, and with `percent` it shows 100 times itself."""

    __slots__ = ("percent",)

    percent: bool

    def __new__(cls, value: float | str, *, percent: bool = False) -> SheetNumber:
        made = super().__new__(cls, value)
        made.percent = percent
        return made


def decimal_of(raw: object, *, scale: int, marks: Collection[str] = (), percent: bool = False) -> Decimal:
    """The number that a raw value stands for, rounded HALF_UP to `scale` (C2).

    `marks` are currency signs that may stand before or after it; `percent` lets a `%` stand after it.
    Raises `InvalidValue`: not a number, too many digits, out of range.
    """
    if raw.__class__ is str and _SIMPLE.fullmatch(raw):  # pyright: ignore[reportArgumentType, reportCallIssue]
        return _fitting(rounded(Decimal(raw), scale), scale)  # pyright: ignore[reportArgumentType]
    return within(exact_of(raw, marks=marks, percent=percent), scale)


def exact_of(raw: object, *, marks: Collection[str] = (), percent: bool = False) -> Decimal:
    """The number that a raw value stands for, with all its digits; see `decimal_of`."""
    match raw:
        case bool():
            raise InvalidValue(messages.NOT_A_NUMBER, value=str(raw).lower())
        case int():
            exact = _of_int(raw)
        case float():
            exact = of_float(raw)
            if percent and isinstance(raw, SheetNumber) and raw.percent:
                exact = exact.scaleb(2, context=EXACT)
        case Decimal():
            exact = _bounded(raw, str(raw)[:_LONGEST])
        case str():
            exact = _of_text(raw, marks, percent)
        case _:
            raise InvalidValue(messages.NOT_A_NUMBER, value="…")
    return exact


def within(exact: Decimal, scale: int) -> Decimal:
    """The number at `scale`, if a column of that scale can hold it."""
    if exact and exact.adjusted() > MAX_DIGITS:
        raise _out_of_range(scale)
    return _fitting(rounded(exact, scale), scale)


def _fitting(value: Decimal, scale: int) -> Decimal:
    if not fits(value, scale):
        raise _out_of_range(scale)
    return value


def _out_of_range(scale: int) -> InvalidValue:
    return InvalidValue(messages.OUT_OF_RANGE, limit=f"{Decimal(LARGEST_SCALED).scaleb(-scale, context=EXACT):,f}")


def _of_int(raw: int) -> Decimal:
    if raw.bit_length() > 256:
        raise InvalidValue(messages.TOO_MANY_DIGITS, limit=MAX_DIGITS)
    return _bounded(Decimal(raw), str(raw))


def of_float(raw: float) -> Decimal:
    """What a float shows: whole ones exactly, others to the 15 digits that a spreadsheet keeps (0.1 + 0.2 is 0.3)."""
    if not math.isfinite(raw):
        raise InvalidValue(messages.NOT_A_NUMBER, value=str(raw))
    if raw.is_integer() and abs(raw) < _SAFE_FLOAT:
        return Decimal(int(raw))
    return _bounded(Decimal(format(raw, f".{_SPREADSHEET}g")), repr(raw))


def _bounded(number: Decimal, shown: str) -> Decimal:
    """The number, if it is one and within 38 digits and exponents of ±38, before anything is computed with it."""
    if not number.is_finite():
        raise InvalidValue(messages.NOT_A_NUMBER, value=shown)
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if len(digits) > MAX_DIGITS or number.adjusted() > MAX_DIGITS:
        if not number:
            return Decimal(0)
        raise InvalidValue(messages.TOO_MANY_DIGITS, limit=MAX_DIGITS)
    return Decimal(0) if not number or number.adjusted() < -MAX_DIGITS else number


def _of_text(raw: str, marks: Collection[str], percent: bool) -> Decimal:
    if len(raw) > _LONGEST:
        tail = raw.strip()
        long = _NUMBER.fullmatch(narrow(tail)) is not None
        message = messages.TOO_MANY_DIGITS if long else messages.NOT_A_NUMBER
        raise InvalidValue(message, value=raw, limit=MAX_DIGITS)
    text = narrow(raw).strip()
    if percent:
        text = text.removesuffix("%").rstrip()
    text = _without_mark(text, marks)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise InvalidValue(messages.NOT_A_NUMBER, value=raw.strip())
    return _bounded(Decimal(found[1] + found[2].replace(",", "")), raw)


def _without_mark(text: str, marks: Collection[str]) -> str:
    """The text without a currency sign: ¥-5, -¥5, 5元."""
    sign, rest = (text[0], text[1:].lstrip()) if text[:1] in ("-", "+") else ("", text)
    for mark in marks:
        if rest[: len(mark)].upper() == mark:
            return sign + rest[len(mark) :].lstrip()
        if rest[-len(mark) :].upper() == mark:
            return sign + rest[: -len(mark)].rstrip()
    return text


def plain(value: Decimal) -> str:
    """A number without exponent and without trailing zeros: 3, 2.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

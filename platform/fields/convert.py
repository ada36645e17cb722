"""How a text becomes a value of another type when a field is converted: surely, in several ways, or not at all (E40, S35).

Looser than `parse`, since people have written these texts for people; what can mean two things is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any

from ..core.numbers import EXACT
from .fieldtype import InvalidValue, Value, is_empty
from .numerals import plain
from .registry import TYPES
from .spec import FieldSpec
from .text import blank, narrow

#: types whose values have a text that says all of them
FROM = frozenset({
    "text", "long_text", "number", "money", "percent", "date", "datetime", "option", "multi_option", "state", "checkbox",
    "autonumber", "phone", "email", "url", "member",
})  # fmt: skip
#: types that can be read from a text
TO = frozenset({
    "text", "long_text", "number", "money", "percent", "date", "datetime", "option", "multi_option", "checkbox", "phone",
    "email", "url",
})  # fmt: skip


class Outcome(Enum):
    """What reading a text has come to."""

    CONVERTED = "converted"
    AMBIGUOUS = "ambiguous"
    UNPARSEABLE = "unparseable"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, or the values that a text may mean (`candidates`, as the API writes them), or neither."""

    outcome: Outcome
    value: Value = None
    candidates: tuple[str, ...] = ()


def read(text: str, spec: FieldSpec, zone: tzinfo | None = None) -> Reading:
    """What a text means in a field as `spec` configures it. A blank text is empty."""
    if blank(text):
        return Reading(Outcome.CONVERTED, TYPES[spec.type].parse(None, spec, zone))
    candidates = _AMBIGUOUS[spec.type](narrow(text).strip()) if spec.type in _AMBIGUOUS else ()
    if candidates:
        return Reading(Outcome.AMBIGUOUS, candidates=candidates)
    rewritten = _REWRITTEN[spec.type](narrow(text).strip()) if spec.type in _REWRITTEN else None
    return _parsed(text if rewritten is None else rewritten, spec, zone)


def chosen(raw: object, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
    """The value that a person has chosen for a text. Raises `InvalidValue`."""
    return TYPES[spec.type].parse(raw, spec, zone)


def _parsed(text: str, spec: FieldSpec, zone: tzinfo | None) -> Reading:
    try:
        value = TYPES[spec.type].parse(text, spec, zone)
    except InvalidValue:
        return Reading(Outcome.UNPARSEABLE)
    return Reading(Outcome.UNPARSEABLE if is_empty(value) and value is not False else Outcome.CONVERTED, value)


# -- percent: 85%, 85, 8.5折 are 85; 0.85 may be 0.85 % or 85 % ---------------------------------------------------------

_DISCOUNT = re.compile(r"(\d{1,2}(?:\.\d{1,3})?)\s*折")
_SMALL = re.compile(r"\+?(?:0?\.\d{1,8}|1(?:\.0{1,8})?)")
_LARGE = re.compile(r"([-+]?[\d,]+(?:\.\d+)?)\s*(万|亿)\s*元?")
_TEN_THOUSANDS: Mapping[str, int] = {"万": 4, "亿": 8}


def _discount(text: str) -> str | None:
    """8.5折 is 85, 85折 is 85: a single digit counts tenths."""
    found = _DISCOUNT.fullmatch(text)
    if found is None:
        return None
    number = Decimal(found[1])
    return plain(number * 10 if number < 10 else number)


def _small_share(text: str) -> tuple[str, ...]:
    """A share between 0 and 1 without a percent sign: of one, or of a hundred?"""
    if not _SMALL.fullmatch(text) or not Decimal(text):
        return ()
    number = Decimal(text)
    return plain(number.scaleb(2, context=EXACT)), plain(number)


def _large(text: str) -> str | None:
    """3万 is 30000, 1.2亿 is 120000000."""
    found = _LARGE.fullmatch(text)
    if found is None:
        return None
    try:
        return plain(Decimal(found[1].replace(",", "")).scaleb(_TEN_THOUSANDS[found[2]], context=EXACT))
    except ArithmeticError:
        return None


# -- dates: 03/04/2026 may be March or April ------------------------------------------------------------------------------

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _either_month(text: str) -> tuple[str, ...]:
    found = _SLASHED.fullmatch(text)
    if found is None:
        return ()
    first, second, year = int(found[1]), int(found[2]), found[3]
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return ()
    return f"{year}-{first:02}-{second:02}", f"{year}-{second:02}-{first:02}"


def _one_month(text: str) -> str | None:
    """25/12/2026 and 12/25/2026 are both Christmas."""
    found = _SLASHED.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), found[3]
    month, day = (first, second) if first <= 12 else (second, first)
    return f"{year}-{month:02}-{day:02}"


_AMBIGUOUS: Mapping[str, Callable[[str], tuple[str, ...]]] = {"percent": _small_share, "date": _either_month}
_REWRITTEN: Mapping[str, Callable[[str], str | None]] = {
    "percent": _discount,
    "number": _large,
    "money": _large,
    "date": _one_month,
}


def as_text(value: Value, spec: FieldSpec, zone: tzinfo | None, names: Mapping[int, Any]) -> str:
    """A value of the old type as a text; `names` are those of members."""
    if is_empty(value):
        return ""
    if spec.type == "member":
        return str(names.get(value, ""))
    return TYPES[spec.type].to_text(value, spec, "zh-CN", zone)

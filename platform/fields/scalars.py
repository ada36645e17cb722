"""What any scalar is as a text: what a text field makes of a number, a date or a tick that a sheet or a program sends."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from . import messages
from .fieldtype import InvalidValue
from .numerals import of_float, plain

_LARGE = 4_000  # bits and digits of numbers that are refused before they are written out


def text_of(raw: object) -> str:
    """The text of a scalar; NUL and lone surrogates, which no database keeps, are refused. Raises `InvalidValue`."""
    match raw:
        case str():
            return storable(raw)
        case bool():
            return "TRUE" if raw else "FALSE"
        case int():
            if raw.bit_length() > _LARGE:
                raise InvalidValue(messages.TOO_LONG, limit=_LARGE)
            return str(raw)
        case float():
            return plain(of_float(raw))
        case Decimal():
            if not raw.is_finite() or abs(raw.adjusted()) > _LARGE or len(raw.as_tuple().digits) > _LARGE:
                raise InvalidValue(messages.NOT_TEXT)
            return plain(raw)
        case datetime():
            return moment_text(raw)
        case date():
            return raw.isoformat()
        case _:
            raise InvalidValue(messages.NOT_TEXT)


def storable(text: str) -> str:
    if "\x00" in text:
        raise InvalidValue(messages.BAD_CHARACTER)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InvalidValue(messages.BAD_CHARACTER) from None
    return text


def moment_text(moment: datetime) -> str:
    """2026-11-21 14:05, with seconds and fractions only where there are some."""
    precision = "microseconds" if moment.microsecond else "seconds" if moment.second else "minutes"
    return moment.replace(tzinfo=None).isoformat(" ", timespec=precision)

"""Numbers that prove themselves by a check digit, for texts whose setting `check` names one (S14). Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from itertools import accumulate, repeat

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100: no I, O, S, V, Z
_WEIGHTS = tuple(accumulate(repeat(3, 16), lambda weight, factor: weight * factor % 31, initial=1))


def gb32100(text: str) -> bool:
    """Whether a text is a unified social credit code (GB 32100-2015): 17 signs and one that makes their weighted sum a multiple
    of 31."""
    if len(text) != 18 or any(sign not in _SIGNS for sign in text):
        return False
    total = sum(weight * _SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, text[:17], strict=True))
    return _SIGNS.index(text[17]) == -total % 31


def luhn(text: str) -> bool:
    """Whether a text is a number of digits with a Luhn check digit, as on bank cards (ISO/IEC 7812)."""
    if not text.isascii() or not text.isdigit() or len(text) < 2:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


CHECKS: Mapping[str, Callable[[str], bool]] = {"gb32100": gb32100, "luhn": luhn}


def plain(text: str) -> str:
    """The form in which such a number is kept: half-width, in upper case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()

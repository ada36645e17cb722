"""Phone number: kept as it was typed, compared by its digits alone."""

from __future__ import annotations

import re

from .. import messages
from ..fieldtype import InvalidValue
from ..operators import text_operators
from ..options import settings
from ..spec import FieldSpec, named
from ..text import narrow, normal
from .text import TextType

_PHONE = re.compile(r"\+?[0-9 ()./*#-]*(?:(?:ext\.?|x|转|分机)[ :：]*[0-9]+)?", re.IGNORECASE)
_LEAST_DIGITS, _LONGEST = 3, 40
_SEPARATORS = re.compile(r"[\s()./-]+")


def _digits(text: str) -> str:
    """Without the signs that people put between digits: 138-0013-8000 and 138 0013 8000 are one number."""
    return _SEPARATORS.sub("", normal(text)) or normal(text)


class PhoneType(TextType):
    """`str` of digits, `+`, `-`, blanks, brackets and an extension (`ext 12`, `转12`)."""

    name = "phone"
    label = named("电话", "Phone")
    options_schema = settings()
    operators = text_operators(_digits, _digits)

    def _checked(self, text: str, spec: FieldSpec) -> str:
        phone = narrow(text[: 2 * _LONGEST]).strip()
        digits = sum(character.isascii() and character.isdigit() for character in phone)
        if len(text) > 2 * _LONGEST or len(phone) > _LONGEST or digits < _LEAST_DIGITS or not _PHONE.fullmatch(phone):
            raise InvalidValue(messages.NOT_A_PHONE, value=text.strip())
        return phone

    def _same(self, text: str) -> str:
        return _digits(text)

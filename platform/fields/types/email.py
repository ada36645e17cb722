"""E-mail address: checked for its shape, kept as it was typed, compared without case."""

from __future__ import annotations

import re

from .. import messages
from ..fieldtype import InvalidValue
from ..options import settings
from ..spec import FieldSpec, named
from ..text import narrow
from .text import TextType

_LONGEST = 254  # RFC 5321, as corrected
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])", re.UNICODE
)


class EmailType(TextType):
    """`str` such as `name@example.com`."""

    name = "email"
    label = named("邮箱", "E-mail")
    options_schema = settings()

    def _checked(self, text: str, spec: FieldSpec) -> str:
        address = narrow(text[: 2 * _LONGEST]).strip()
        local = address.partition("@")[0]
        dots = ".." in local or local.startswith(".") or local.endswith(".")
        if (
            len(text) > 2 * _LONGEST
            or len(address) > _LONGEST
            or dots
            or not address.isprintable()
            or not _EMAIL.fullmatch(address)
        ):
            raise InvalidValue(messages.NOT_AN_EMAIL, value=text.strip())
        return address

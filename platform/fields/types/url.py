"""Web address: http and https only, so that a link in a grid never runs a script."""

from __future__ import annotations

import re

from .. import messages
from ..fieldtype import InvalidValue
from ..options import settings
from ..spec import FieldSpec, named
from ..text import narrow
from .text import TextType

_LONGEST = 2_000
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\\\"<>]+)"
_URL = re.compile(rf"https?://(?:[^\s/?#@\\\"<>]+@)?{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s\\\"<>]*)?", re.IGNORECASE)
#: an address typed without its scheme: www.example.com/path
_BARE = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}(?::[0-9]{1,5})?(?:[/?#][^\s\\\"<>]*)?", re.UNICODE
)


class UrlType(TextType):
    """`str` that begins with `https://` or `http://`; `https://` is put before an address typed without either."""

    name = "url"
    label = named("网址", "Web address")
    options_schema = settings()

    def _checked(self, text: str, spec: FieldSpec) -> str:
        address = narrow(text[: 2 * _LONGEST]).strip()
        if len(address) <= _LONGEST and _BARE.fullmatch(address):
            address = "https://" + address
        if len(text) > 2 * _LONGEST or len(address) > _LONGEST:
            raise InvalidValue(messages.TOO_LONG, limit=_LONGEST)
        if not address.isprintable() or not _URL.fullmatch(address):
            raise InvalidValue(messages.NOT_A_URL, value=text.strip())
        return address

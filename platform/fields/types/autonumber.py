"""Automatic number: a text made of a pattern and a count when the row is created, and never changed again."""

from __future__ import annotations

import re

from ..options import settings
from ..spec import named
from ..text import sort_key
from .text import TextType

_RUN = re.compile(r"[0-9]+")
_WIDTH = 12


class AutoNumberType(TextType):
    """`str`. Ordered by its numbers' values, so that 10000 follows 9999. See `fields.autonumber` for patterns."""

    name = "autonumber"
    label = named("自动编号", "Automatic number")
    computed = True
    options_schema = settings("pattern", pattern={"type": "string", "minLength": 1, "maxLength": 60})

    def _order(self, text: str) -> str:
        return sort_key(_RUN.sub(lambda run: run[0].zfill(_WIDTH), text))

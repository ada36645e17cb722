"""Long text: several lines, up to 100,000 characters; searched, but not given a place in the pinyin order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..fieldtype import Value
from ..options import settings
from ..packing import CODE_POINTS
from ..spec import FieldSpec, named
from ..text import normal
from .text import TextType


class LongTextType(TextType):
    """`str` with line breaks. Ordered by its folded form."""

    name = "long_text"
    label = named("多行文本", "Long text")
    options_schema = settings(max_length={"type": "integer", "minimum": 1, "maximum": 100_000, "default": 100_000})

    _longest = 100_000

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, sa.Text()), sa.Column(f"{spec.column}_n", CODE_POINTS, info={"unique": True}))

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return (None, None) if value is None else (value, normal(value))

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return columns[1]

"""Text: any content on one line, compared without case, width and surrounding blanks, ordered by pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, ClassVar

import sqlalchemy as sa

from .. import check_digits, messages
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import TEXT
from ..options import settings
from ..packing import CODE_POINTS
from ..scalars import text_of
from ..spec import FieldSpec, named
from ..text import blank, normal, sort_key

LONGEST_OPERAND = 1_000  #: characters of a text that is compared with
_INDEXABLE = 2_600  # bytes of a text that PostgreSQL still takes into a unique index


class TextType(FieldType):
    """`str`; a blank text is empty. Stored as it was typed, with a folded form and a sort key beside it."""

    name = "text"
    label = named("文本", "Text")
    kind = "text"
    options_schema = settings(
        max_length={"type": "integer", "minimum": 1, "maximum": 2_000, "default": 255},
        check={"enum": [None, *check_digits.CHECKS]},
    )
    operators = TEXT

    _longest: ClassVar[int] = 255

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (
            sa.Column(spec.column, sa.Text()),
            sa.Column(f"{spec.column}_n", CODE_POINTS, info={"unique": True}),
            sa.Column(f"{spec.column}_k", CODE_POINTS),
        )

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return self._checked(text_of(raw), spec)

    def _checked(self, text: str, spec: FieldSpec) -> str:
        """The text if this type takes it, in the form that is kept."""
        check = check_digits.CHECKS.get(spec.options.get("check") or "")
        if check is not None:
            text = check_digits.plain(text)
            if not check(text):
                raise InvalidValue(messages.BAD_CHECK_DIGIT, value=text[:40])
        limit: int = spec.options.get("max_length") or self._longest
        if len(text) > limit:
            raise InvalidValue(messages.TOO_LONG, limit=limit)
        if spec.unique and len(self._same(text).encode()) > _INDEXABLE:
            raise InvalidValue(messages.TOO_LONG, limit=limit)
        return text

    def _same(self, text: str) -> str:
        """What two equal texts have in common."""
        return normal(text)

    def folded(self, text: str) -> str:
        """The form in which texts are compared and searched."""
        return self._same(text)

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return (None, None, None) if value is None else (value, self._same(value), self._order(value))

    def _order(self, text: str) -> str:
        return sort_key(text)

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return value or ""

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """Any text: what is searched for need not be a whole valid value."""
        text = "" if raw is None else text_of(raw)
        if blank(text):
            raise InvalidValue(messages.EMPTY)
        if len(text) > LONGEST_OPERAND or len(self._same(text)) > 4 * LONGEST_OPERAND:
            raise InvalidValue(messages.TOO_LONG, limit=LONGEST_OPERAND)
        return text

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return columns[2]

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        return (value if value.strip() else None) if isinstance(value, str) else value

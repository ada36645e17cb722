"""Checkbox: ticked or not; never empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ...formulas.values import FormulaError
from .. import messages
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import CHECK
from ..spec import FieldSpec, named
from ..text import normal

_YES = frozenset({"true", "yes", "y", "1", "on", "是", "对", "√", "✓", "✔", "☑", "✅"})
_LONGEST = 20
_NO = frozenset({"false", "no", "n", "0", "off", "否", "错", "×", "✗", "✘", "☐", "❌"})


class CheckboxType(FieldType):
    """`bool`; what was never ticked is False."""

    name = "checkbox"
    label = named("复选框", "Checkbox")
    kind = "boolean"
    operators = CHECK

    _empty = False

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, sa.Boolean(create_constraint=False)),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, (int, float, Decimal)) and raw in (0, 1):
            return raw == 1
        word = normal(raw[:_LONGEST]) if isinstance(raw, str) else ""
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise InvalidValue(messages.NOT_A_CHECK, value=raw if isinstance(raw, str) else "…")

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return (None if isinstance(value, FormulaError) else bool(value),)

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        return bool(stored[0])

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return bool(value)

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        yes, no = ("yes", "no") if locale.startswith("en") else ("是", "否")
        return yes if value else no

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        if raw is None or raw == "":
            raise InvalidValue(messages.EMPTY)
        return self.parse(raw, spec, zone)

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return sa.func.coalesce(columns[0], sa.false())

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return value if isinstance(value, FormulaError) else bool(value)

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        return False if value is None else value

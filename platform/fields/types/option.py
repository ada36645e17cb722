"""Option: one of the field's choices. What is stored is the choice's id, what the API speaks is its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...formulas.messages import NO_SUCH_OPTION
from ...formulas.values import FormulaError
from ..choosing import choice_of, find, key_of, label_of
from ..fieldtype import FieldType, Value
from ..operators import EQUALITY
from ..spec import FieldSpec, named


class OptionType(FieldType):
    """`int`, the id of a choice. Read by key or label; archived choices stay readable but cannot be chosen anew."""

    name = "option"
    label = named("单选", "Option")
    kind = "option"
    operators = EQUALITY

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, sa.BigInteger(), info={"index": True}),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return choice_of(raw, spec).id

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else key_of(spec, value)

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return "" if value is None else label_of(spec, value, locale)

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """A choice, archived or not: old rows are still found."""
        return choice_of("" if raw is None else raw, spec, archived=True).id

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        """In the order of the choices."""
        if not spec.choices:
            return columns[0]
        places = {choice.id: place for place, choice in enumerate(spec.choices)}
        return sa.case(places, value=columns[0], else_=sa.case((columns[0].is_not(None), len(places))))

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return key_of(spec, value) if isinstance(value, int) else value

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        if not isinstance(value, str):
            return value
        choice = find(value, spec)
        return choice.id if choice else FormulaError(NO_SUCH_OPTION.code, NO_SUCH_OPTION)

"""Number: an exact decimal with a fixed number of places."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ...core.numbers import ExactNumeric, ExactText
from ...formulas.messages import OVERFLOW
from ...formulas.values import FormulaError
from .. import messages
from ..fieldtype import FieldType, InvalidValue, Value, is_empty
from ..numerals import decimal_of, exact_of, plain, within
from ..operators import NUMBERS
from ..options import settings
from ..spec import FieldSpec, named

DEFAULT_SCALE = 2


class NumberType(FieldType):
    """`Decimal`, rounded HALF_UP to the field's scale when it is written (C2), within ±(2⁶³−1) × 10⁻ˢᶜᵃˡᵉ."""

    name = "number"
    label = named("数字", "Number")
    kind = "number"
    options_schema = settings(
        scale={"type": "integer", "minimum": 0, "maximum": 6, "default": DEFAULT_SCALE},
        thousands={"type": "boolean", "default": True},
    )
    operators = NUMBERS

    def scale(self, spec: FieldSpec) -> int:
        """How many decimals are kept."""
        return spec.options.get("scale", DEFAULT_SCALE)

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, ExactNumeric(self._stored_scale(spec))),)

    def _stored_scale(self, spec: FieldSpec) -> int:
        return self.scale(spec)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return decimal_of(raw, scale=self.scale(spec))

    def _exact(self, raw: object, spec: FieldSpec) -> Decimal:
        """The number with all its digits."""
        return exact_of(raw)

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """Not rounded: no count is 2.5."""
        if is_empty(self.parse(raw, spec, zone)):
            raise InvalidValue(messages.EMPTY)
        return self._exact(raw, spec)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else plain(value)

    def shown(self, column: sa.ColumnElement[Any], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        if not isinstance(column.type, ExactNumeric):
            return None
        return sa.type_coerce(column, ExactText(column.type.scale, padded=False))

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return self.dump(value, spec) or ""

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        if not isinstance(value, Decimal):
            return value
        try:
            return within(value, self.scale(spec))
        except InvalidValue:
            return FormulaError(OVERFLOW.code, OVERFLOW)

"""Percent: 85 means 85 %, in the API, in sheets and on screen; formulas see 0.85 (design 4)."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import Any

from ...core.numbers import EXACT
from ..fieldtype import Value
from ..numerals import decimal_of, exact_of, plain
from ..options import settings
from ..spec import FieldSpec, named
from .number import NumberType

STORED_SCALE = 4


class PercentType(NumberType):
    """`Decimal` of per cents, rounded to at most 4 decimals and always stored with 4. A `%` behind it is understood."""

    name = "percent"
    label = named("百分比", "Percent")
    options_schema = settings(scale={"type": "integer", "minimum": 0, "maximum": STORED_SCALE, "default": STORED_SCALE})

    def scale(self, spec: FieldSpec) -> int:
        return spec.options.get("scale", STORED_SCALE)

    def _stored_scale(self, spec: FieldSpec) -> int:
        return STORED_SCALE

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return decimal_of(raw, scale=self.scale(spec), percent=True)

    def _exact(self, raw: object, spec: FieldSpec) -> Decimal:
        return exact_of(raw, percent=True)

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return "" if value is None else f"{plain(value)}%"

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return value.scaleb(-2, context=EXACT) if isinstance(value, Decimal) else value

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        return super().from_formula(value.scaleb(2, context=EXACT) if isinstance(value, Decimal) else value, spec)

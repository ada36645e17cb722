"""What formula, look-up and roll-up share: a value that looks like another type's, or an error in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...formulas.values import FormulaError
from ..fieldtype import FieldType, Value
from ..spec import FieldSpec


def result_of(spec: FieldSpec) -> tuple[FieldType, FieldSpec]:
    """The type and the spec of what a computed field yields."""
    found = spec.memo.get("result_of")
    if found is None:
        from ..registry import type_of, value_spec  # noqa: PLC0415  # the registry knows this type, this type any result

        result = value_spec(spec)
        found = spec.memo["result_of"] = type_of(result), result
    return found


class ComputedType(FieldType):
    """Delegates to the type of its result (`options["result"]`). Stored with one column more, which holds the code of an error.

    Compare and convert to formulas by `registry.value_spec(spec)`; a result that would need a link table is not stored.
    """

    kind = "nothing"
    computed = True

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        type_, result = result_of(spec)
        return (*type_.columns(result), sa.Column(f"{spec.column}_e", sa.Text()))

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        if isinstance(raw, dict) and set(raw) == {"error"} and isinstance(raw["error"], str):
            return FormulaError.of(raw["error"])
        type_, result = result_of(spec)
        return type_.parse(raw, result, zone)

    def parse(self, raw: object, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        return self._read(raw, spec, zone)

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        type_, result = result_of(spec)
        if isinstance(value, FormulaError):
            return (*(None for _ in type_.columns(result)), value.code)
        return (*type_.bind(value, result), None)

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        if stored[-1] is not None:
            return FormulaError.of(stored[-1])
        type_, result = result_of(spec)
        return type_.load(stored[:-1], result)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        if isinstance(value, FormulaError):
            return {"error": value.code}
        type_, result = result_of(spec)
        return type_.dump(value, result)

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        if isinstance(value, FormulaError):
            return f"#{value.code}"
        type_, result = result_of(spec)
        return type_.to_text(value, result, locale, zone)

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        type_, result = result_of(spec)
        return type_.operand(raw, op, result, zone)

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        type_, result = result_of(spec)
        return type_.sort_column(columns, result)

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        type_, result = result_of(spec)
        return value if isinstance(value, FormulaError) else type_.to_formula(value, result)

    def from_formula(self, value: Any, spec: FieldSpec) -> Value:
        type_, result = result_of(spec)
        return value if isinstance(value, FormulaError) else type_.from_formula(value, result)

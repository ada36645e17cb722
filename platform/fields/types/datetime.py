"""Date with time: an instant, kept in UTC, read and shown in the workspace's zone."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ...core.instants import Instant, InstantText
from ..days import date_of, instant_of, is_date_only
from ..fieldtype import FieldType, Value, zone_or_default
from ..operators import ORDER
from ..options import settings
from ..scalars import moment_text
from ..spec import FieldSpec, named


class DateTimeType(FieldType):
    """Aware `datetime` in UTC, to the microsecond. Without an offset it is in the workspace's zone; a date is its midnight."""

    name = "datetime"
    label = named("日期时间", "Date and time")
    kind = "datetime"
    options_schema = settings(system={"enum": ["created_at", "updated_at"]})
    operators = ORDER

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, Instant()),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return instant_of(raw, zone)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else value.isoformat()

    def shown(self, column: sa.ColumnElement[Any], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return sa.type_coerce(column, InstantText())

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return "" if value is None else moment_text(value.astimezone(zone_or_default(zone)))

    def operand(self, raw: object, op: str, spec: FieldSpec, zone: tzinfo | None = None) -> Value:
        """An instant; a date alone stays one and means the whole day, until the condition is resolved."""
        return date_of(raw, zone) if is_date_only(raw) else super().operand(raw, op, spec, zone)


class SystemDateTimeType(DateTimeType):
    """When a row was made or last changed; written by the engine."""

    computed = True

"""Date: a calendar day, never an instant (C4)."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from ..days import date_of
from ..fieldtype import FieldType, Value
from ..operators import ORDER
from ..spec import FieldSpec, named


class DateType(FieldType):
    """`date` from 1900 to 2999. A moment that is written here counts for the day it falls on in the workspace's zone."""

    name = "date"
    label = named("日期", "Date")
    kind = "date"
    operators = ORDER

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return (sa.Column(spec.column, sa.Date()),)

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        return date_of(raw, zone)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        return None if value is None else value.isoformat()

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return "" if value is None else value.isoformat()

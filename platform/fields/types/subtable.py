"""Sub-table: the rows of another table that belong to this one; written together with it, stored over there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from .. import messages
from ..fieldtype import FieldType, InvalidValue, Value
from ..operators import ROWS
from ..options import FIELD, TABLE, settings
from ..pointing import id_of
from ..spec import FieldSpec, named

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class SubRow:
    """A row as it was sent or read: without an id it is a new one. Its values are raw; their own fields read them."""

    id: int | None
    values: Mapping[str, Any]
    version: int | None = None


class SubTableType(FieldType):
    """`tuple[SubRow, …]` in order. `field` is the relation of `table` that points at the parent row."""

    name = "subtable"
    label = named("子表", "Sub-table")
    kind = "list"
    storage = "none"
    options_schema = settings("table", "field", table=TABLE, field=FIELD)
    operators = ROWS

    _lossy = True
    _empty = ()

    def columns(self, spec: FieldSpec) -> tuple[sa.Column[Any], ...]:
        return ()

    def _read(self, raw: object, spec: FieldSpec, zone: tzinfo | None) -> Value:
        if not isinstance(raw, (list, tuple)):
            raise InvalidValue(messages.NOT_ROWS)
        if len(raw) > _MOST:
            raise InvalidValue(messages.TOO_MANY, limit=_MOST)
        rows = tuple(self._row(row) for row in raw)
        ids = [row.id for row in rows if row.id is not None]
        if len(ids) != len(set(ids)):
            raise InvalidValue(messages.NOT_ROWS)
        return rows

    def _row(self, raw: object) -> SubRow:
        if not isinstance(raw, Mapping) or not set(raw) <= {"id", "version", "values"}:
            raise InvalidValue(messages.NOT_ROWS)
        values, version, id = raw.get("values", {}), raw.get("version"), raw.get("id")
        good_version = version is None or (isinstance(version, int) and not isinstance(version, bool))
        if not isinstance(values, Mapping) or not good_version:
            raise InvalidValue(messages.NOT_ROWS)
        return SubRow(None if id is None else id_of(id), dict(values), version)

    def bind(self, value: Value, spec: FieldSpec) -> tuple[Any, ...]:
        return ()

    def load(self, stored: Sequence[Any], spec: FieldSpec) -> Value:
        return tuple(stored)

    def dump(self, value: Value, spec: FieldSpec) -> Any:
        rows: list[dict[str, Any]] = []
        for row in value or ():
            given = {"id": row.id, "version": row.version}
            rows.append({name: part for name, part in given.items() if part is not None} | {"values": dict(row.values)})
        return rows

    def to_text(self, value: Value, spec: FieldSpec, locale: str = "zh-CN", zone: tzinfo | None = None) -> str:
        return str(len(value)) if value else ""

    def sort_column(self, columns: Sequence[sa.ColumnElement[Any]], spec: FieldSpec) -> sa.ColumnElement[Any] | None:
        return None

    def to_formula(self, value: Value, spec: FieldSpec) -> Any:
        return tuple(row.id for row in value or () if row.id is not None)

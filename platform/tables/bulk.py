"""INSERT and UPDATE of many rows with one prepared statement: what SQLAlchemy does per row is done once per statement here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from ..core.metadata import WORKSPACE
from ..fields.fieldtype import FieldType
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from .system import RECORD_ID, SYSTEM_COLUMNS

Encode = Callable[[Any], Any]  #: a physical value → what the driver takes


@dataclass(frozen=True, slots=True)
class Part:
    """One field's share of a row: how its memory value becomes driver values."""

    field: int
    bind: Callable[[Any], tuple[Any, ...]] | None  #: None where the value is its only column as it is
    encoders: tuple[Encode | None, ...]


@dataclass(frozen=True, slots=True)
class BulkStatement:
    """A statement in the driver's own words, and how rows become its parameters."""

    sql: str
    parts: tuple[Part, ...]

    @classmethod
    def of(
        cls, connection: sa.Connection, table: sa.Table, fields: Sequence[FieldSpec], *, update: bool
    ) -> BulkStatement:
        """Prepare `fields` of `table` (an UPDATE is by id, which comes last)."""
        dialect = connection.dialect
        parts: list[Part] = []
        names: list[str] = []
        for spec in (*fields, RECORD_ID) if update else fields:
            columns, bind = _columns(table, spec)
            names.extend(column.name for column in columns)
            encoders = tuple(column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns)
            parts.append(Part(spec.id, bind, encoders))
        quote = dialect.identifier_preparer.quote
        schema = (connection.get_execution_options().get("schema_translate_map") or {}).get(WORKSPACE)
        target = (f"{quote(schema)}." if schema else "") + quote(table.name)
        mark = "%s" if dialect.paramstyle in ("format", "pyformat") else "?"
        if update:
            assignments = ", ".join(f"{quote(name)} = {mark}" for name in names[:-1])
            sql = f"UPDATE {target} SET {assignments} WHERE id = {mark}"
        else:
            sql = f"INSERT INTO {target} ({', '.join(map(quote, names))}) VALUES ({', '.join([mark] * len(names))})"
        return cls(sql, tuple(parts))

    def run(self, connection: sa.Connection, rows: Sequence[Mapping[int, Any]]) -> None:
        """Execute for every row."""
        connection.exec_driver_sql(self.sql, [self._parameters(row) for row in rows])

    def _parameters(self, row: Mapping[int, Any]) -> tuple[Any, ...]:
        found: list[Any] = []
        for part in self.parts:
            value = row.get(part.field)
            if part.bind is None:
                (encode,) = part.encoders
                found.append(value if encode is None else encode(value))
            else:
                for bound, encode in zip(part.bind(value), part.encoders, strict=True):
                    found.append(bound if encode is None else encode(bound))
        return tuple(found)


def _columns(table: sa.Table, spec: FieldSpec) -> tuple[list[sa.Column[Any]], Callable[[Any], tuple[Any, ...]] | None]:
    system = SYSTEM_COLUMNS.get(spec.id)
    if system is not None:
        return [table.c[system]], None
    type_ = TYPES[spec.type]
    columns = [table.c[column.name] for column in type_.columns(spec)]
    if type(type_).bind is FieldType.bind and type_.parse(None, spec) is None:
        return columns, None  # one column, and empty is None already
    return columns, partial(_bound, type_, spec)


def _bound(type_: FieldType, spec: FieldSpec, value: Any) -> tuple[Any, ...]:
    return type_.bind(value, spec)

"""INSERT and UPDATE of many rows with one statement: what SQLAlchemy does per row is done once per statement here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ..core.metadata import WORKSPACE
from ..fields.fieldtype import FieldType
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from .system import RECORD_ID, SYSTEM_COLUMNS

_MANY = 10  #: rows from which PostgreSQL is given them all at once
Encode = Callable[[Any], Any]  #: a physical value → what the driver takes


@dataclass(frozen=True, slots=True)
class Part:
    """One field's share of a row: how its memory value becomes driver values."""

    field: int
    bind: Callable[[Any], tuple[Any, ...]] | None  #: None where the value is its only column as it is
    encoders: tuple[Encode | None, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in the driver's own words, with a mark for every value of a row."""

    sql: str
    copy: str | None = None  #: the same as PostgreSQL's COPY, which takes many rows in a third of the time
    columns: str | None = (
        None  #: the same for many rows of PostgreSQL, with a mark for the array of each column's values
    )

    def run(self, connection: sa.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute for every row. What the database refuses is a SQLAlchemy error, whichever way the rows go."""
        if len(rows) >= _MANY and self.columns is not None:
            connection.exec_driver_sql(self.columns, tuple(map(list, zip(*rows, strict=True))))
        elif len(rows) >= _MANY and self.copy is not None:
            self._copy(connection, self.copy, rows)
        else:
            connection.exec_driver_sql(self.sql, list(rows))

    @staticmethod
    def _copy(connection: sa.Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        driver, dialect = connection.connection.driver_connection, connection.dialect
        assert driver is not None
        assert dialect.dbapi is not None
        refused = dialect.dbapi.Error
        try:
            with driver.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        except refused as error:
            raise DBAPIError.instance(sql, None, error, refused, dialect=dialect) from error


@dataclass(frozen=True, slots=True)
class BulkStatement:
    """A statement for rows of memory values, and how these become its parameters."""

    statement: Statement
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
        written = _change if update else insertion
        return cls(written(connection, table, names), tuple(parts))

    def run(self, connection: sa.Connection, rows: Sequence[Mapping[int, Any]]) -> None:
        """Execute for every row."""
        self.statement.run(connection, self._parameters(rows))

    def _parameters(self, rows: Sequence[Mapping[int, Any]]) -> list[tuple[Any, ...]]:
        """One tuple per row; made column by column, which costs a third of going through each row."""
        columns: list[Iterable[Any]] = []
        for part in self.parts:
            field = part.field
            values = [row.get(field) for row in rows]
            if part.bind is None:
                (encode,) = part.encoders
                columns.append(values if encode is None else map(encode, values))
            else:
                bound = zip(*map(part.bind, values), strict=True)
                columns += [
                    column if encode is None else map(encode, column)
                    for column, encode in zip(bound, part.encoders, strict=True)
                ]
        return list(zip(*columns, strict=True))


def insertion(connection: sa.Connection, table: sa.Table, names: Sequence[str]) -> Statement:
    """An INSERT of these columns for any number of rows."""
    quote, mark = connection.dialect.identifier_preparer.quote, _mark(connection.dialect)
    marks = ", ".join([mark] * len(names))
    into = f"{_target(connection, table)} ({', '.join(map(quote, names))})"
    copy = f"COPY {into} FROM STDIN" if connection.dialect.name == "postgresql" else None
    return Statement(f"INSERT INTO {into} VALUES ({marks})", copy)


def _change(connection: sa.Connection, table: sa.Table, names: Sequence[str]) -> Statement:
    """An UPDATE of these columns for any number of rows; the last one is the id."""
    dialect, target = connection.dialect, _target(connection, table)
    quote, mark = dialect.identifier_preparer.quote, _mark(dialect)
    written = [quote(name) for name in names]
    assignments = ", ".join(f"{name} = {mark}" for name in written[:-1])
    one = f"UPDATE {target} SET {assignments} WHERE id = {mark}"
    if dialect.name != "postgresql":
        return Statement(one)
    types = (table.c[name].type.compile(dialect).partition(" COLLATE ")[0] for name in names)
    arrays = ", ".join(f"{mark}::{type_}[]" for type_ in types)
    assignments = ", ".join(f"{name} = new.{name}" for name in written[:-1])
    given = f"unnest({arrays}) AS new ({', '.join(written)})"
    return Statement(one, columns=f"UPDATE {target} AS old SET {assignments} FROM {given} WHERE old.id = new.id")


def _target(connection: sa.Connection, table: sa.Table) -> str:
    """The name of a table of the workspace, with the schema it has for this connection."""
    quote = connection.dialect.identifier_preparer.quote
    schema = (connection.get_execution_options().get("schema_translate_map") or {}).get(WORKSPACE)
    return (f"{quote(schema)}." if schema else "") + quote(table.name)


def _mark(dialect: sa.Dialect) -> str:
    return "%s" if dialect.paramstyle in ("format", "pyformat") else "?"


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

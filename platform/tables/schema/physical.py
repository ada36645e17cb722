"""The DDL of fields: columns and link tables added, renamed and rebuilt. Which fields there are is the catalogue's matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn, CreateIndex

from ...core.metadata import WORKSPACE
from ...core.numbers import LARGEST_SCALED
from ...fields.registry import TYPES, settings_of
from ...fields.spec import FieldSpec
from .. import counters, storage

if TYPE_CHECKING:
    from ..transaction import Tx

SCALED = frozenset({"number", "money", "percent"})


LARGE = 2_000  #: rows from which on PostgreSQL columns are made ahead, in a transaction of their own


class Unprepared(Exception):
    """The columns of a large table have to be made first: `statements`, in a short transaction of their own (`ahead`)."""

    def __init__(self, statements: Sequence[str]) -> None:
        super().__init__("columns are missing")
        self.statements = statements


def build(tx: Tx, spec: FieldSpec) -> None:
    """The physical columns (or the link table) of a new field, with the indexes its type asks for.

    On PostgreSQL adding a column locks the table against readers until the end of the transaction. Where that may be long
    (a large table, and whoever began it can begin again: `tx.labour`), `Unprepared` is raised in its place.
    """
    type_ = TYPES[spec.type]
    if type_.storage == "links" and not spec.options.get("via"):
        storage.physical_links(sa.MetaData(schema=WORKSPACE), spec.id).create(tx.connection)
        return
    if type_.storage != "column":
        return
    dialect, there = tx.connection.dialect, _there(tx, spec)
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    statements: list[str] = []
    for column in type_.columns(spec):
        ddl = str(CreateColumn(table.c[column.name]).compile(dialect=dialect))
        if there.get(column.name) == ddl:
            continue  # made ahead
        if column.name in there:  # left by a change that came to nothing
            statements.append(f'ALTER TABLE {_name(tx, spec)} DROP COLUMN "{column.name}"')
        statements.append(f"ALTER TABLE {_name(tx, spec)} ADD COLUMN {ddl}")
        if tx.dialect == "postgresql":
            said = ddl.replace("'", "''")
            statements.append(f"COMMENT ON COLUMN {_name(tx, spec)}.\"{column.name}\" IS '{said}'")
        if column.info.get("index") or (column.info.get("unique") and spec.unique):
            statements.append(str(CreateIndex(_index(spec, table.c[column.name])).compile(dialect=dialect)))
    if statements and tx.dialect == "postgresql" and tx.labour is not None and _is_large(tx, spec):
        raise Unprepared(statements)
    for statement in statements:
        tx.connection.exec_driver_sql(statement.replace("%", "%%"))


def _there(tx: Tx, spec: FieldSpec) -> dict[str, str]:
    """The columns that already have the names of a new field's, with what they were made as (PostgreSQL): they hold nothing."""
    if tx.dialect != "postgresql":
        return {}
    found = tx.connection.execute(
        sa.text(
            "SELECT attname, coalesce(col_description(attrelid, attnum), '') FROM pg_attribute "
            "WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped AND attname = ANY(:names)"
        ),
        {"name": _name(tx, spec), "names": [column.name for column in TYPES[spec.type].columns(spec)]},
    )
    return {row[0]: row[1] for row in found}


def _is_large(tx: Tx, spec: FieldSpec) -> bool:
    found = tx.connection.exec_driver_sql(f"SELECT 1 FROM {_name(tx, spec)} LIMIT 1 OFFSET {LARGE}")
    return found.first() is not None


def index_unique(tx: Tx, spec: FieldSpec) -> None:
    """The index by which a field that has become unique is compared."""
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    for column in TYPES[spec.type].columns(spec):
        if column.info.get("unique"):
            tx.connection.execute(CreateIndex(_index(spec, table.c[column.name]), if_not_exists=True))


def rebuild(tx: Tx, before: FieldSpec, after: FieldSpec) -> FieldSpec:
    """Make the columns of a computed field anew, empty, at a place of their own; the old ones go when this is committed."""
    placed = replace(after, place=counters.take(tx.connection, "field"))
    build(tx, placed)
    _drop_later(tx, before)
    return placed


def _drop_later(tx: Tx, spec: FieldSpec) -> None:
    schema = tx.workspace.database.schema
    prefix = f'"{schema}".' if schema else ""
    for column in TYPES[spec.type].columns(spec):
        tx.afterwards.append(f'DROP INDEX IF EXISTS {prefix}"ix_{spec.table}_{column.name}"')
        tx.afterwards.append(f'ALTER TABLE {_name(tx, spec)} DROP COLUMN "{column.name}"')


# -- numbers with another scale ------------------------------------------------------------------------------------------


def scale_of(spec: FieldSpec) -> int:
    """How many decimals values of a number, amount or percentage have."""
    return int(settings_of(spec)["scale"])


def losing(tx: Tx, before: FieldSpec, after: FieldSpec) -> int:
    """How many rows have more decimals than the new scale keeps."""
    if scale_of(after) >= scale_of(before):
        return 0
    column = f'"{before.column}"'
    if tx.dialect == "sqlite":
        where = f"{column} % {10 ** (_stored(before) - scale_of(after))} <> 0"
    else:
        where = f"{column} <> round({column}, {scale_of(after)})"
    return _count(tx, before, where)


def too_large(tx: Tx, before: FieldSpec, after: FieldSpec) -> int:
    """How many rows have numbers that the new scale cannot hold."""
    digits = _stored(after) - _stored(before)
    if digits <= 0:
        return 0
    column = f'"{before.column}"'
    if tx.dialect == "sqlite":
        return _count(tx, before, f"abs({column}) > {LARGEST_SCALED // 10**digits}")
    return _count(tx, before, f"abs({column}) * {10 ** _stored(after)} > {LARGEST_SCALED}")


def rescale(tx: Tx, before: FieldSpec, after: FieldSpec) -> FieldSpec:
    """Bring stored numbers to another scale, half up (C2); the field with the place where they are now. PostgreSQL would write
    the table anew under a lock against readers, so there they are copied to columns of the new kind."""
    column, name = f'"{before.column}"', _name(tx, before)
    lost, grown = max(0, scale_of(before) - scale_of(after)), _stored(after) - _stored(before)
    if tx.dialect != "sqlite":
        if grown:
            placed = replace(after, place=counters.take(tx.connection, "field"))
            build(tx, placed)
            tx.connection.exec_driver_sql(
                f'UPDATE {name} SET "{placed.column}" = round({column}, {scale_of(after)}) WHERE {column} IS NOT NULL'
            )
            _drop_later(tx, before)
            return placed
        if lost:
            tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = round({column}, {scale_of(after)})")
        return after
    if lost:
        unit = 10 ** (_stored(before) - scale_of(after))
        nearest = f"(CASE WHEN {column} < 0 THEN -1 ELSE 1 END) * ((abs({column}) + {unit // 2}) / {unit})"
        factor = 10 ** (_stored(after) - scale_of(after))
        tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = {nearest} * {factor}")
    elif grown > 0:
        tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = {column} * {10**grown}")
    return after


def _stored(spec: FieldSpec) -> int:
    (column,) = TYPES[spec.type].columns(spec)
    return int(column.type.scale)  # type: ignore[attr-defined]


def _count(tx: Tx, spec: FieldSpec, where: str) -> int:
    found = tx.connection.exec_driver_sql(f"SELECT count(*) FROM {_name(tx, spec)} WHERE {where}")
    return int(found.scalar_one())


def _name(tx: Tx, spec: FieldSpec) -> str:
    schema = tx.workspace.database.schema
    prefix = f'"{schema}".' if schema else ""
    return f'{prefix}"t_{spec.table}"'


def _index(spec: FieldSpec, column: sa.Column[object]) -> sa.Index:
    return sa.Index(f"ix_{spec.table}_{column.name}", column)

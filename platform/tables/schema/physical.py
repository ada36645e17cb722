"""The DDL of fields: columns and link tables added, renamed and rebuilt. Which fields there are is the catalogue's matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn, CreateIndex

from ...core.metadata import WORKSPACE
from ...core.numbers import LARGEST_SCALED
from ...fields.registry import TYPES, settings_of
from ...fields.spec import FieldSpec
from .. import storage

if TYPE_CHECKING:
    from ..transaction import Tx

SCALED = frozenset({"number", "money", "percent"})


def build(tx: Tx, spec: FieldSpec) -> None:
    """The physical columns (or the link table) of a new field, with the indexes its type asks for."""
    type_ = TYPES[spec.type]
    if type_.storage == "links" and not spec.options.get("via"):
        storage.physical_links(sa.MetaData(schema=WORKSPACE), spec.id).create(tx.connection)
        return
    if type_.storage != "column":
        return
    dialect = tx.connection.dialect
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    for column in type_.columns(spec):
        ddl = CreateColumn(table.c[column.name]).compile(dialect=dialect)
        tx.connection.exec_driver_sql(f"ALTER TABLE {_name(tx, spec)} ADD COLUMN {ddl}")
        if column.info.get("index") or (column.info.get("unique") and spec.unique):
            tx.connection.execute(CreateIndex(_index(spec, table.c[column.name])))


def index_unique(tx: Tx, spec: FieldSpec) -> None:
    """The index by which a field that has become unique is compared."""
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    for column in TYPES[spec.type].columns(spec):
        if column.info.get("unique"):
            tx.connection.execute(CreateIndex(_index(spec, table.c[column.name]), if_not_exists=True))


def rebuild(tx: Tx, before: FieldSpec, after: FieldSpec) -> None:
    """Drop the columns of a computed field and make them anew, empty."""
    drop_indexes(tx, before)
    for column in TYPES[before.type].columns(before):
        tx.connection.exec_driver_sql(f'ALTER TABLE {_name(tx, before)} DROP COLUMN "{column.name}"')
    build(tx, after)


def set_aside(tx: Tx, spec: FieldSpec, backup: int) -> None:
    """Rename the columns of a field to those of the field `backup`, values and all."""
    drop_indexes(tx, spec)
    for column in TYPES[spec.type].columns(spec):
        new = f"f_{backup}{column.name[len(spec.column) :]}"
        tx.connection.exec_driver_sql(f'ALTER TABLE {_name(tx, spec)} RENAME COLUMN "{column.name}" TO "{new}"')


def drop_indexes(tx: Tx, spec: FieldSpec) -> None:
    schema = tx.workspace.database.schema
    prefix = f'"{schema}".' if schema else ""
    for column in TYPES[spec.type].columns(spec):
        tx.connection.exec_driver_sql(f'DROP INDEX IF EXISTS {prefix}"ix_{spec.table}_{column.name}"')


def build_indexes(tx: Tx, spec: FieldSpec) -> None:
    """The indexes of columns that are there already (taken back from being set aside)."""
    table = storage.physical_table(sa.MetaData(schema=tx.workspace.database.schema), spec.table, (spec,))
    for column in TYPES[spec.type].columns(spec):
        if column.info.get("index") or (column.info.get("unique") and spec.unique):
            tx.connection.execute(CreateIndex(_index(spec, table.c[column.name]), if_not_exists=True))


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


def rescale(tx: Tx, before: FieldSpec, after: FieldSpec) -> None:
    """Bring stored numbers to another scale, half up (C2)."""
    column, name = f'"{before.column}"', _name(tx, before)
    lost, grown = max(0, scale_of(before) - scale_of(after)), _stored(after) - _stored(before)
    if tx.dialect != "sqlite":
        if grown:
            tx.connection.exec_driver_sql(
                f"ALTER TABLE {name} ALTER COLUMN {column} TYPE NUMERIC(38, {_stored(after)})"
            )
        elif lost:
            tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = round({column}, {scale_of(after)})")
        return
    if lost:
        unit = 10 ** (_stored(before) - scale_of(after))
        nearest = f"(CASE WHEN {column} < 0 THEN -1 ELSE 1 END) * ((abs({column}) + {unit // 2}) / {unit})"
        factor = 10 ** (_stored(after) - scale_of(after))
        tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = {nearest} * {factor}")
    elif grown > 0:
        tx.connection.exec_driver_sql(f"UPDATE {name} SET {column} = {column} * {10**grown}")


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

"""User tables as physical tables: `t_<id>` with typed columns `f_<id>`, and link tables `l_<id>`. Nothing else touches them.

Reads hand out rows as dicts of memory values by field id; which rows may be read is decided by who builds the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from ..core.instants import Instant
from ..core.metadata import WORKSPACE, BigId
from ..fields.registry import TYPES
from ..fields.spec import FieldSpec
from ..formulas.values import FormulaError
from .bulk import BulkStatement
from .catalogue import Catalogue, TableSpec
from .finding import entries, terms
from .finding.entries import Change
from .statements import IDS, Statements, among
from .system import (
    CREATED_AT,
    CREATED_BY,
    DEMO_FLAG,
    RECORD_ID,
    SYSTEM_COLUMNS,
    UPDATED_AT,
    UPDATED_BY,
    VERSION,
)

CHUNK = 500  #: ids per IN list
_SYSTEM = (RECORD_ID, VERSION, CREATED_BY, CREATED_AT, UPDATED_BY, UPDATED_AT, DEMO_FLAG)
_WITH_ERRORS = frozenset({"formula", "rollup"})
Row = dict[int, Any]  #: memory values by field id; system fields under their negative ids


class Columns(Protocol):
    """What columns are taken from by name: a table, an alias, or one of them behind a mask."""

    @property
    def c(self) -> Any: ...


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """`ids` sorted, in lists short enough for an IN."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


class Storage:
    """The physical side of one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._tables: dict[int, sa.Table] = {}
        self._links: dict[int, sa.Table] = {}
        self._aliases: dict[tuple[int, ...], sa.FromClause] = {}
        self.statements = Statements()

    def table(self, table_id: int) -> sa.Table:
        """The physical table of a user table."""
        found = self._tables.get(table_id)
        if found is None:
            made = physical_table(sa.MetaData(schema=WORKSPACE), table_id, self._catalogue.by_id[table_id].stored)
            found = self._tables.setdefault(
                table_id, made
            )  # of two threads that come first at once, both get the same one
        return found

    def links(self, field_id: int) -> sa.Table:
        """The link table of a field with many targets: (source, target, position)."""
        found = self._links.get(field_id)
        if found is None:
            found = self._links.setdefault(field_id, physical_links(sa.MetaData(schema=WORKSPACE), field_id))
        return found

    def alias(self, table_id: int, path: tuple[int, ...]) -> sa.FromClause:
        """The table at the end of a path of relations, under a name of that path; made once, for it copies every column."""
        found = self._aliases.get(path)
        if found is None:
            made = self.table(table_id).alias("j" + "_".join(str(field_id).replace("-", "m") for field_id in path))
            _ = made.c  # complete before another thread can see it
            found = self._aliases.setdefault(path, made)
        return found

    def column(self, table: Columns, spec: FieldSpec) -> sa.ColumnElement[Any]:
        """The main column of a stored or system field in `table` (or an alias of it)."""
        return table.c[SYSTEM_COLUMNS.get(spec.id) or spec.column]

    # -- reading -----------------------------------------------------------------------------------------------------

    def rows(self, connection: sa.Connection, table: TableSpec, ids: Iterable[int]) -> dict[int, Row]:
        """The whole stored rows with these ids, links included; ids that are not there are left out."""
        found = self._read(connection, table.id, (*_SYSTEM, *table.stored), ids)
        for spec in table.linked:
            targets = self.targets(connection, spec, found)
            for row_id, row in found.items():
                row[spec.id] = targets.get(row_id, ())
        return found

    def all_ids(self, connection: sa.Connection, table: TableSpec) -> list[int]:
        physical = self.table(table.id)
        return list(connection.execute(sa.select(physical.c.id).order_by(physical.c.id)).scalars())

    def values(
        self, connection: sa.Connection, table_id: int, fields: Sequence[FieldSpec], ids: Iterable[int]
    ) -> dict[int, Row]:
        """A few stored fields of rows, by id."""
        return self._read(connection, table_id, (RECORD_ID, *fields), ids)

    def targets(self, connection: sa.Connection, spec: FieldSpec, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """What rows are linked to through a field with many targets, in their order."""
        statement = self.statements.get(("targets", spec.id), lambda: _targets(self.links(spec.id)))
        found: dict[int, list[int]] = {}
        for part in chunks(ids):
            for source, target in connection.execute(statement, {IDS: part}):
                found.setdefault(source, []).append(target)
        return {source: tuple(targets) for source, targets in found.items()}

    def sources(self, connection: sa.Connection, spec: FieldSpec, targets: Iterable[int]) -> dict[int, list[int]]:
        """Which rows point to each of `targets` through a relation, single or multiple."""
        statement = self.statements.get(("sources", spec.id), lambda: self._sources(spec))
        found: dict[int, list[int]] = {}
        for part in chunks(targets):
            for row_id, to in connection.execute(statement, {IDS: part}):
                found.setdefault(to, []).append(row_id)
        return found

    def value_columns(self, spec: FieldSpec) -> tuple[str, ...]:
        """The names of the columns that `FieldType.load` needs: the value, and for computed fields the code of an error."""
        return (spec.column, f"{spec.column}_e") if spec.type in _WITH_ERRORS else (spec.column,)

    # -- writing -----------------------------------------------------------------------------------------------------

    def insert(self, connection: sa.Connection, table: TableSpec, rows: Sequence[Row]) -> None:
        """Insert whole rows, one statement for all."""
        if not rows:
            return
        self._statement(connection, table, (*_SYSTEM, *table.stored), update=False).run(connection, rows)
        self._insert_links(connection, table.linked, rows)
        if table.searched:
            entries.write(connection, table.id, [Change(row[RECORD_ID.id], "", _terms(table, row)) for row in rows])

    def update(
        self,
        connection: sa.Connection,
        table: TableSpec,
        rows: Sequence[Row],
        fields: Sequence[FieldSpec],
        *,
        stamp: bool,
    ) -> None:
        """Write some fields of rows; with `stamp` also the version and who changed them when."""
        if not rows:
            return
        self._update_entries(connection, table, rows, fields)
        stored = [spec for spec in fields if TYPES[spec.type].storage == "column"]
        stamped = (VERSION, UPDATED_BY, UPDATED_AT) if stamp else ()
        if stored or stamped:
            self._statement(connection, table, (*stamped, *stored), update=True).run(connection, rows)
        linked = [spec for spec in fields if TYPES[spec.type].storage == "links"]
        for spec in linked:
            links = self.links(spec.id)
            for part in chunks(row[RECORD_ID.id] for row in rows):
                connection.execute(sa.delete(links).where(links.c.source.in_(part)))
        self._insert_links(connection, linked, rows)

    def delete(self, connection: sa.Connection, table: TableSpec, ids: Iterable[int]) -> None:
        """Remove rows and the links that go out from them."""
        physical = self.table(table.id)
        for part in chunks(ids):
            if table.searched:
                leaving = self.values(connection, table.id, table.searched, part)
                entries.write(
                    connection, table.id, [Change(id_, _terms(table, row), "") for id_, row in leaving.items()]
                )
            connection.execute(sa.delete(physical).where(physical.c.id.in_(part)))
            for spec in table.linked:
                links = self.links(spec.id)
                connection.execute(sa.delete(links).where(links.c.source.in_(part)))

    # -- inside ------------------------------------------------------------------------------------------------------

    def _read(
        self, connection: sa.Connection, table_id: int, fields: Sequence[FieldSpec], ids: Iterable[int]
    ) -> dict[int, Row]:
        """Values of rows by id; the first of `fields` is the id. A computed value in error is read as such."""
        keys = tuple(spec.id for spec in fields)
        statement, errors = self.statements.get(("rows", table_id, keys), lambda: self._select(table_id, fields))
        known = len(keys)
        found: dict[int, Row] = {}
        for part in chunks(ids):
            for values in connection.execute(statement, {IDS: part}):
                row = found[values[0]] = dict(zip(keys, values, strict=False))
                for place, field_id in enumerate(errors, known):
                    code = values[place]
                    if code is not None:
                        row[field_id] = FormulaError.of(code)
        return found

    def _select(
        self, table_id: int, fields: Sequence[FieldSpec]
    ) -> tuple[sa.Select[*tuple[Any, ...]], tuple[int, ...]]:
        """The SELECT of main columns with, behind them, the error codes of the computed ones; and which those are."""
        physical = self.table(table_id)
        computed = [spec for spec in fields if spec.type in _WITH_ERRORS]
        columns = [self.column(physical, spec) for spec in fields]
        codes = [physical.c[f"{spec.column}_e"] for spec in computed]
        return sa.select(*columns, *codes).where(among(physical.c.id)), tuple(spec.id for spec in computed)

    def _sources(self, spec: FieldSpec) -> sa.Select[*tuple[Any, ...]]:
        if TYPES[spec.type].storage == "links":
            links = self.links(spec.id)
            source, target = links.c.source, links.c.target
        else:
            physical = self.table(spec.table)
            source, target = physical.c.id, physical.c[spec.column]
        return sa.select(source, target).where(among(target)).order_by(source)

    def _update_entries(
        self, connection: sa.Connection, table: TableSpec, rows: Sequence[Row], fields: Sequence[FieldSpec]
    ) -> None:
        """Bring the search index up to date with values that are about to be written."""
        searched = {spec.id for spec in table.searched}
        written = [spec.id for spec in fields if spec.id in searched]
        if not written:
            return
        stored = self.values(connection, table.id, table.searched, (row[RECORD_ID.id] for row in rows))
        changes: list[Change] = []
        for row in rows:
            id_ = row[RECORD_ID.id]
            before = stored.get(id_, {})
            if any(before.get(key) != row.get(key) for key in written):
                after = before | {key: row.get(key) for key in written}
                changes.append(Change(id_, _terms(table, before), _terms(table, after)))
        entries.write(connection, table.id, changes)

    def _insert_links(self, connection: sa.Connection, fields: Sequence[FieldSpec], rows: Sequence[Row]) -> None:
        for spec in fields:
            pairs = [
                {"source": row[RECORD_ID.id], "target": target, "position": position}
                for row in rows
                for position, target in enumerate(row.get(spec.id) or ())
            ]
            if pairs:
                connection.execute(sa.insert(self.links(spec.id)), pairs)

    def _statement(
        self, connection: sa.Connection, table: TableSpec, fields: Sequence[FieldSpec], *, update: bool
    ) -> BulkStatement:
        """The prepared INSERT or UPDATE of these fields, made once per catalogue version."""
        key = ("update" if update else "insert", table.id, tuple(spec.id for spec in fields))
        return self.statements.get(
            key, lambda: BulkStatement.of(connection, self.table(table.id), fields, update=update)
        )


def _targets(links: sa.Table) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(links.c.source, links.c.target)
        .where(among(links.c.source))
        .order_by(links.c.source, links.c.position)
    )


def _terms(table: TableSpec, row: Row) -> str:
    """What a search finds a row by."""
    return terms.of_values((spec, row.get(spec.id)) for spec in table.searched)


def physical_table(metadata: sa.MetaData, table_id: int, stored: Sequence[FieldSpec]) -> sa.Table:
    """The shape of `t_<id>`: system columns first, then what each field's type asks for."""
    return sa.Table(
        f"t_{table_id}",
        metadata,
        sa.Column("id", BigId, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_by", sa.BigInteger),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),
        *(column for spec in stored for column in TYPES[spec.type].columns(spec)),
        sa.Index(f"ix_{table_id}_created_by", "created_by"),
    )


def physical_links(metadata: sa.MetaData, field_id: int) -> sa.Table:
    """The shape of `l_<id>`, indexed both ways."""
    name = f"l_{field_id}"
    return sa.Table(
        name,
        metadata,
        sa.Column("source", sa.BigInteger, primary_key=True),
        sa.Column("target", sa.BigInteger, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Index(f"ix_{name}_target", "target", "source"),
    )

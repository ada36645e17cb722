"""What happened to records: one change set per batch, one change per record, each cell with its before and after.

The same rows are history, event and undo unit (design 3). Computed values are not recorded: they follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from ...fields.spec import FieldSpec
from .. import attachments, bulk, listening, models
from ..catalogue import TableSpec
from ..system import CREATED_AT, CREATED_BY, DEMO, RECORD_ID, VERSION
from . import ownership
from .cells import freeze, thaw

if TYPE_CHECKING:
    from ..transaction import Tx

CREATE, UPDATE, DELETE = "create", "update", "delete"
MOST_NAMED = 500  #: touched rows of a table that a change set names; of more it says only that there were some

#: what is no field of the table but must come back with a deleted row
_OF_THE_ROW = [(id_, str(id_)) for id_ in (CREATED_BY.id, CREATED_AT.id, DEMO)]


@dataclass(frozen=True, slots=True)
class Cell:
    field: FieldSpec
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One record's part of a change set."""

    id: int
    record: int
    kind: str
    version: int
    at: datetime
    member: int | None
    source: str
    batch: str
    cause: str | None  #: what led to it: `run:<id>` of an automation, or a batch
    undoes: str | None  #: the batch that it took back
    cells: tuple[Cell, ...]


def record(
    tx: Tx, table: TableSpec, kind: str, pairs: Iterable[tuple[Mapping[int, Any] | None, Mapping[int, Any] | None]]
) -> None:
    """Write down (before, after) of rows and tell whoever listens to the table, in the transaction of the change."""
    fields = [(spec.id, str(spec.id)) for spec in table.inputs]
    if kind == DELETE:
        fields += _OF_THE_ROW
    change_set = begin(tx)
    pairs = list(pairs)
    ownership.record(tx, table, pairs)
    attachments.keep(tx, table, pairs)
    rows: list[tuple[Any, ...]] = []
    for before, after in pairs:
        present = after if after is not None else before
        assert present is not None
        cells = _cells(fields, before, after)
        rows.append((change_set, table.id, present[RECORD_ID.id], kind, present[VERSION.id], cells))
    if not rows:
        return
    written = ("change_set", "table_id", "record", "kind", "version", "cells")
    statement = tx.catalogue.storage.statements.get(
        "changes", lambda: bulk.insertion(tx.connection, models.changes, written)
    )
    statement.run(tx.connection, rows)
    records = [row[2] for row in rows]
    tx.told.setdefault(table.id, set()).update(records)
    told = {"change_set": change_set, "table": table.id, "kind": kind, "records": records}
    listening.announce(tx, listening.RECORDS, table.key, told)


def of_record(
    tx: Tx, table: TableSpec, record_id: int, *, limit: int, before: int | None = None
) -> tuple[list[Change], int | None]:
    """A record's changes, latest first, and where the next page begins. Visibility is the caller's business."""
    changes, sets = models.changes, models.change_sets
    statement = (
        sa.select(changes, sets.c.at, sets.c.member, sets.c.source, sets.c.batch, sets.c.cause, sets.c.undoes)
        .join(sets, sets.c.id == changes.c.change_set)
        .where(changes.c.table_id == table.id, changes.c.record == record_id)
        .order_by(changes.c.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(changes.c.id < before)
    found = tx.connection.execute(statement).all()
    fields = {spec.id: spec for spec in table.fields}
    page = [
        Change(
            id=row.id,
            record=row.record,
            kind=row.kind,
            version=row.version,
            at=row.at,
            member=row.member,
            source=row.source,
            batch=row.batch,
            cause=row.cause,
            undoes=row.undoes,
            cells=tuple(_read_cells(row.cells, fields)),
        )
        for row in found[:limit]
    ]
    return page, page[-1].id if len(found) > limit else None


def row_before(tx: Tx, table: TableSpec, row: Mapping[int, Any], batch: str) -> dict[int, Any] | None:
    """A row as it was before a batch changed it, whatever has changed since; None where the batch did not."""
    changes, sets = models.changes, models.change_sets
    cells = tx.connection.execute(
        sa.select(changes.c.cells)
        .join(sets, sets.c.id == changes.c.change_set)
        .where(changes.c.table_id == table.id, changes.c.record == row[RECORD_ID.id], sets.c.batch == batch)
        .order_by(changes.c.id.desc())
    ).scalars()
    found: dict[int, Any] | None = None
    fields = {spec.id: spec for spec in table.inputs}
    for text in cells:
        found = dict(row) if found is None else found
        for cell in _read_cells(text, fields):
            found[cell.field.id] = cell.before
    return found


def begin(tx: Tx, *, undoes: str | None = None) -> int:
    """The change set of this transaction's batch, begun at its first change or when it is known what it `undoes`."""
    found = tx.change_set
    if found is not None and undoes is not None:
        tx.connection.execute(
            sa.update(models.change_sets).where(models.change_sets.c.id == found).values(undoes=undoes)
        )
    if found is None:
        values = {
            "batch": tx.ctx.batch,
            "member": tx.ctx.actor.member,
            "source": tx.ctx.source.value,
            "cause": tx.ctx.cause,
            "undoes": undoes,
            "at": tx.ctx.now,
        }
        found = tx.change_set = tx.connection.execute(_beginning(), values).scalar_one()
    return found


@cache
def _beginning() -> ReturningInsert[int]:
    """Made once, as `_noting`: both run in every transaction that writes."""
    return sa.insert(models.change_sets).returning(models.change_sets.c.id)


@cache
def _noting() -> sa.Update:
    sets = models.change_sets
    return sa.update(sets).where(sets.c.id == sa.bindparam("change")).values(touched=sa.bindparam("named"))


def note_touched(tx: Tx) -> None:
    """Write down, at the end of a transaction, the rows whose computed values moved though nobody changed them: no history
    tells of that, but live updates do."""
    touched = {table: ids - tx.told.get(table, set()) for table, ids in tx.touched.items()}
    named = {str(table): sorted(ids) if len(ids) <= MOST_NAMED else None for table, ids in touched.items() if ids}
    if named:
        tx.connection.execute(_noting(), {"change": begin(tx), "named": named})


def _cells(fields: Sequence[tuple[int, str]], before: Mapping[int, Any] | None, after: Mapping[int, Any] | None) -> str:
    cells: dict[str, Any] = {}
    if before is None and after is not None:
        for id_, name in fields:
            new = after.get(id_)
            if not _nothing(new):
                cells[name] = (None, freeze(new))
    else:
        for id_, name in fields:
            old = None if before is None else before.get(id_)
            new = None if after is None else after.get(id_)
            if old != new and not (_nothing(old) and _nothing(new)):
                cells[name] = (freeze(old), freeze(new))
    return orjson.dumps(cells).decode()


def _nothing(value: Any) -> bool:
    return not value and (value is None or value == ())


def _read_cells(text: str, fields: Mapping[int, FieldSpec]) -> Iterable[Cell]:
    for key, (before, after) in orjson.loads(text).items():
        spec = fields.get(int(key))
        if spec is not None:  # a field that has been deleted since has no name to show
            yield Cell(spec, thaw(before, spec), thaw(after, spec))

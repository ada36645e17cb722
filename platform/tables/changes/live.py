"""What has changed since a change set, for live updates: ids and versions alone, and only of rows the caller may view.

Rights are asked anew for every batch of events, with one query per table. A row that has left the caller's sight is told of
as deleted; a row that was never in it is not told of at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...fields import conditions
from ...permissions.actions import Action
from .. import models
from ..catalogue import TableSpec
from ..queries.selection import restricted
from ..rules import predicates
from ..storage import Row, chunks
from . import deleted
from .cells import current_value
from .history import CREATE, DELETE, UPDATE

if TYPE_CHECKING:
    from ..transaction import Tx

COMPUTED = "computed"  #: nobody changed the row, but something that is computed in it is new; its version is as before
RELOAD = "reload"  #: more rows of the table than can be named
MOST_SETS = 1_000  #: further behind than this, one had better read everything again
MOST_ROWS = 1_000  #: rows of one table that are named one by one


@dataclass(frozen=True, slots=True)
class Event:
    """Something is new in a table: in one row, or (`id` None) in more rows than can be named."""

    table: str
    id: int | None
    version: int | None
    kind: str

    def dump(self) -> dict[str, Any]:
        return {"table": self.table, "id": self.id, "version": self.version, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class News:
    """The events after a change set, and the last change set they reach to. With `resync` there were too many to tell.
    `structure` is the version of tables, views and rights: with another one than before, the description of tables is old."""

    events: tuple[Event, ...]
    last: int
    structure: int
    resync: bool = False

    def dump(self) -> dict[str, Any]:
        return {
            "changes": [event.dump() for event in self.events],
            "last": self.last,
            "structure": self.structure,
            "resync": self.resync,
        }


@dataclass(slots=True)
class _Told:
    """What history tells of one row within the time asked about."""

    first: str
    last: str
    version: int
    changes: list[int] = field(default_factory=list[int])


def since(tx: Tx, change_set: int | None) -> News:
    """The news after a change set; without one, only how far things have come."""
    sets, structure = models.change_sets.c, tx.catalogue.version
    latest = tx.connection.execute(sa.select(sa.func.max(sets.id))).scalar_one() or 0
    if change_set is None or change_set == latest:
        return News((), latest, structure)
    if change_set > latest:  # it is not from this database, or from before it was restored
        return News((), latest, structure, resync=True)
    statement = sa.select(sets.id, sets.touched).where(sets.id > change_set).order_by(sets.id).limit(MOST_SETS + 1)
    found = tx.connection.execute(statement).all()
    if len(found) > MOST_SETS:
        return News((), latest, structure, resync=True)
    events = _events(tx, change_set, latest, [row.touched for row in found if row.touched])
    return News(tuple(events), latest, structure)


def _events(tx: Tx, after: int, last: int, touched: Sequence[Mapping[str, list[int] | None]]) -> Iterator[Event]:
    changes = models.changes.c
    window = (changes.change_set > after, changes.change_set <= last)
    counted = sa.select(changes.table_id, sa.func.count()).where(*window).group_by(changes.table_id)
    counts: dict[int, int] = {row[0]: row[1] for row in tx.connection.execute(counted)}
    moved: dict[int, set[int] | None] = {}
    for one in touched:
        for key, ids in one.items():
            known = moved.setdefault(int(key), set())
            moved[int(key)] = None if known is None or ids is None else known | set(ids)
    for table_id in sorted(counts.keys() | moved.keys()):
        table = tx.catalogue.by_id.get(table_id)
        if table is None or Action.VIEW not in tx.scope(table).actions:
            continue
        computed = moved.get(table_id, set())
        if computed is None or counts.get(table_id, 0) > MOST_ROWS or len(computed) > MOST_ROWS:
            yield Event(table.key, None, None, RELOAD)
        else:
            told = _told(tx, table, window) if table_id in counts else {}
            yield from _of_table(tx, table, told, computed)


def _told(tx: Tx, table: TableSpec, window: tuple[sa.ColumnElement[bool], ...]) -> dict[int, _Told]:
    changes = models.changes.c
    statement = sa.select(changes.id, changes.record, changes.kind, changes.version)
    found: dict[int, _Told] = {}
    for id_, record, kind, version in tx.connection.execute(
        statement.where(*window, changes.table_id == table.id).order_by(changes.id)
    ):
        one = found.setdefault(record, _Told(kind, kind, version))
        one.last, one.version = kind, version
        one.changes.append(id_)
    return found


def _of_table(tx: Tx, table: TableSpec, told: Mapping[int, _Told], computed: set[int]) -> Iterator[Event]:
    there = {record for record, one in told.items() if one.last != DELETE}
    versions = _visible(tx, table, there | (computed - told.keys()))
    for record, version in sorted(versions.items()):
        one = told.get(record)
        kind = COMPUTED if one is None else UPDATE if one.first == UPDATE else CREATE
        yield Event(table.key, record, version, kind)
    known = {record: one for record, one in told.items() if one.first != CREATE}  # others came and went unseen
    lost = [record for record in known if record in there and record not in versions]
    gone = [record for record in known if record not in there]
    for record in sorted([*_left(tx, table, known, lost), *_deleted(tx, table, known, gone)]):
        yield Event(table.key, record, known[record].version, DELETE)


def _visible(tx: Tx, table: TableSpec, ids: set[int]) -> dict[int, int]:
    """The rows of these that the caller may view, with their versions."""
    selection = restricted(tx, table)
    base = selection.base
    statement = selection.select(base.c.id, base.c.version)
    found: dict[int, int] = {}
    for part in chunks(ids):
        found.update((row[0], row[1]) for row in tx.connection.execute(statement.where(base.c.id.in_(part))))
    return found


def _left(tx: Tx, table: TableSpec, told: Mapping[int, _Told], lost: Sequence[int]) -> list[int]:
    """Of changed rows that the caller may not view, those that they could view before."""
    if not lost or tx.scope(table).where(Action.VIEW) == conditions.ALWAYS:
        return []
    decides = {
        path[0] for path in conditions.paths(predicates.followed(tx.catalogue, tx.scope(table).where(Action.VIEW)))
    }
    former: dict[int, Row] = {}
    for record, cells in _cells(tx, told, lost).items():
        if decides & cells.keys():
            former[record] = cells
    rows = tx.catalogue.storage.rows(tx.connection, table, former)
    before = [{**row, **former[record]} for record, row in rows.items()]
    seen = deleted.covered(tx, table, before, Action.VIEW)
    return [record for record, visible in zip(rows, seen, strict=True) if visible]


def _cells(tx: Tx, told: Mapping[int, _Told], records: Sequence[int]) -> dict[int, Row]:
    """The values that rows had before the changes told of, by field."""
    changes = models.changes.c
    wanted = [change for record in records for change in told[record].changes]
    found: dict[int, Row] = {}
    for part in chunks(wanted):
        statement = sa.select(changes.record, changes.cells).where(changes.id.in_(part)).order_by(changes.id)
        for record, cells in tx.connection.execute(statement):
            values = found.setdefault(record, {})
            for key, (before, _) in orjson.loads(cells).items():
                spec = tx.catalogue.fields.get(int(key))
                if spec is not None and spec.id > 0 and spec.id not in values:
                    values[spec.id] = _read(before, spec)
    return found


def _read(frozen: Any, spec: Any) -> Any:
    try:
        return current_value(frozen, spec)
    except ValueError:
        return None


def _deleted(tx: Tx, table: TableSpec, told: Mapping[int, _Told], gone: Sequence[int]) -> list[int]:
    """Of deleted rows, those that the caller could view."""
    changes = models.changes.c
    rows: list[Row] = []
    records: list[int] = []
    for part in chunks(told[record].changes[-1] for record in gone):
        for change in tx.connection.execute(sa.select(models.changes).where(changes.id.in_(part))):
            rows.append(deleted.row(tx, deleted.of_change(table, change)))
            records.append(change.record)
    deleted.complete(tx, table, rows)
    seen = deleted.covered(tx, table, rows, Action.VIEW)
    return [record for record, visible in zip(records, seen, strict=True) if visible]

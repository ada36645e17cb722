"""Batches, the units that are undone: whose they are, whether they have been taken back, what they came to for each record.

A batch is what one request, import or button did: the change sets with its token, of one transaction or of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...core.errors import refuse
from ...permissions.actions import Action
from .. import models
from ..catalogue import TableSpec
from ..messages import NO_SUCH_BATCH
from ..storage import chunks
from .history import CREATE, DELETE

if TYPE_CHECKING:
    from ..transaction import Tx

Place = tuple[int, int]  #: a table's id and a record's
MOST_LISTED = 100
MOVE = "move"  #: the kind of records that were put elsewhere in a view and not changed otherwise
_TOKEN = re.compile(r"[\x21-\x7e]{1,100}")
_SETS = 500  #: change sets looked through for one list


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that the caller may undo."""

    token: str
    sets: tuple[int, ...]  #: its change sets, earliest first
    at: datetime
    member: int | None
    source: str
    undoes: str | None
    undone_by: str | None  #: the batch that took it back, as long as that one stands


@dataclass(slots=True)
class Net:
    """What a batch did to one record in the end; cells are JSON of before and after (`cells.freeze`) by field id."""

    table: TableSpec
    record: int
    created: bool
    deleted: bool
    version: int
    last: int  #: id of its last change
    cells: dict[int, tuple[Any, Any]]

    @property
    def place(self) -> Place:
        return self.table.id, self.record


@dataclass(frozen=True, slots=True)
class Later:
    """Something that happened to a record after a batch."""

    kind: str
    fields: frozenset[int]
    member: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """What a batch did in one table: how many records it created, updated, deleted, or only moved in a view; and some of
    them, to tell it from others by."""

    table: TableSpec
    kinds: Mapping[str, int]
    records: Sequence[int]


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch in a list."""

    batch: Batch
    tables: tuple[Share, ...]


def find(tx: Tx, token: str) -> Batch:
    """A batch of the caller's own; an administrator's are everybody's. Raises NOT_FOUND for any other."""
    if not _TOKEN.fullmatch(token):
        raise refuse(NO_SUCH_BATCH)
    sets = models.change_sets.c
    rows = tx.connection.execute(sa.select(models.change_sets).where(sets.batch == token).order_by(sets.id)).all()
    mine = [row for row in rows if row.member == tx.ctx.actor.member or tx.policy.is_admin(tx.ctx.actor)]
    if not mine:
        raise refuse(NO_SUCH_BATCH)
    return _batch(mine, undone_by(tx, [token]))


def last_done(tx: Tx, batch: Batch) -> Batch:
    """The batch itself; or, where it has been undone and redone, the redo that did it last."""
    sets = models.change_sets.c
    token = batch.token
    while True:
        takers = sa.select(sets.batch).where(sets.undoes == token).order_by(sets.id.desc()).limit(1)
        taker = tx.connection.execute(takers).scalar_one_or_none()
        redone = None if taker is None else undone_by(tx, [taker]).get(taker)
        if redone is None:
            break
        token = redone
    if token == batch.token:
        return batch
    rows = tx.connection.execute(sa.select(models.change_sets).where(sets.batch == token).order_by(sets.id)).all()
    return _batch(rows, {})


def recent(tx: Tx, *, mine: bool, limit: int) -> list[Summary]:
    """The last batches that changed records or moved them, latest first; all members' only for an administrator who asks."""
    sets = models.change_sets
    told = (sa.exists().where(noted.c.change_set == sets.c.id) for noted in (models.changes, models.view_moves))
    statement = sa.select(sets).where(sa.or_(*told))
    if mine or not tx.policy.is_admin(tx.ctx.actor):
        statement = statement.where(sets.c.member == tx.ctx.actor.member)
    grouped: dict[str, list[Any]] = {}
    for row in tx.connection.execute(statement.order_by(sets.c.id.desc()).limit(_SETS)):
        grouped.setdefault(row.batch, []).insert(0, row)
    tokens = list(grouped)[: min(limit, MOST_LISTED)]
    undone = undone_by(tx, tokens)
    found = [_batch(grouped[token], undone) for token in tokens]
    counts = _counts(tx, [id_ for batch in found for id_ in batch.sets])
    return [Summary(batch, _tables(tx, batch, counts)) for batch in found]


def undone_by(tx: Tx, tokens: Iterable[str]) -> dict[str, str]:
    """Which of these batches have been taken back, and by which; an undo that has been undone itself counts no more."""
    takers: dict[str, list[str]] = {}
    order: list[str] = []  # a batch takes back one earlier batch, so those further on stand later here
    waiting = list(dict.fromkeys(tokens))
    sets = models.change_sets.c
    while waiting:
        order += waiting
        found: list[str] = []
        for start in range(0, len(waiting), 500):
            asked = waiting[start : start + 500]
            statement = sa.select(sets.batch, sets.undoes).where(sets.undoes.in_(asked)).distinct()
            for taker, taken in tx.connection.execute(statement):
                takers.setdefault(taken, []).append(taker)
                found.append(taker)
        waiting = found
    result: dict[str, str] = {}
    for token in reversed(order):
        standing = next((taker for taker in takers.get(token, ()) if taker not in result), None)
        if standing is not None:
            result[token] = standing
    return result


def nets(tx: Tx, sets: Sequence[int]) -> dict[Place, Net]:
    """What change sets came to for each record of a table that is still there, in the order of their first changes."""
    changes = models.changes.c
    cells = sa.case((changes.kind == CREATE, "{}"), else_=changes.cells)  # of a new row only its being new matters
    columns = (changes.id, changes.table_id, changes.record, changes.kind, changes.version, cells.label("cells"))
    found: dict[Place, Net] = {}
    for part in chunks(sets):
        for row in tx.connection.execute(sa.select(*columns).where(changes.change_set.in_(part)).order_by(changes.id)):
            _fold(tx, found, row)
    return {place: net for place, net in found.items() if not (net.created and net.deleted)}


def later(tx: Tx, table: TableSpec, after: Mapping[int, int]) -> dict[int, list[Later]]:
    """What happened to records after given changes (record → id of a change), latest first."""
    changes, sets = models.changes.c, models.change_sets.c
    found: dict[int, list[Later]] = {}
    for part in chunks(after):
        statement = (
            sa.select(changes.id, changes.record, changes.kind, changes.cells, sets.member, sets.at)
            .join_from(models.changes, models.change_sets, sets.id == changes.change_set)
            .where(changes.table_id == table.id, changes.record.in_(part))
            .where(changes.id > min(after[record] for record in part))
            .order_by(changes.id.desc())
        )
        for row in tx.connection.execute(statement):
            if row.id > after[row.record]:
                fields = frozenset(int(key) for key in orjson.loads(row.cells))
                found.setdefault(row.record, []).append(Later(row.kind, fields, row.member, row.at))
    return found


def by_table(tx: Tx, places: Iterable[Place]) -> list[tuple[TableSpec, list[int]]]:
    """Places sorted into their tables."""
    found: dict[int, list[int]] = {}
    for table, record in places:
        found.setdefault(table, []).append(record)
    return [(tx.catalogue.by_id[table], records) for table, records in found.items()]


def _fold(tx: Tx, found: dict[Place, Net], row: Any) -> None:
    table = tx.catalogue.by_id.get(row.table_id)
    if table is None:
        return
    net = found.get((table.id, row.record))
    if net is None:
        net = found[table.id, row.record] = Net(table, row.record, row.kind == CREATE, False, 0, 0, {})
    net.version, net.last, net.deleted = row.version, row.id, row.kind == DELETE
    if not net.created:
        for key, (before, after) in orjson.loads(row.cells).items():
            first = net.cells.get(int(key))
            net.cells[int(key)] = (before if first is None else first[0], after)


def _batch(rows: Sequence[Any], undone: Mapping[str, str]) -> Batch:
    last = rows[-1]
    undoes = next((row.undoes for row in rows if row.undoes is not None), None)
    sets = tuple(row.id for row in rows)
    return Batch(last.batch, sets, last.at, last.member, last.source, undoes, undone.get(last.batch))


#: of a change set: a table, what was done to records of it, to how many, and the first and last of them
_Count = tuple[int, str, int, int, int]


def _counts(tx: Tx, sets: Iterable[int]) -> dict[int, list[_Count]]:
    changes = models.changes.c
    found: dict[int, list[_Count]] = {}
    for part in chunks(sets):
        changed = (
            sa.select(
                changes.change_set,
                changes.table_id,
                changes.kind,
                sa.func.count(),
                sa.func.min(changes.record),
                sa.func.max(changes.record),
            )
            .where(changes.change_set.in_(part))
            .group_by(changes.change_set, changes.table_id, changes.kind)
        )
        for statement in (changed, _moved(part)):
            for change_set, table, kind, count, first, last in tx.connection.execute(statement):
                found.setdefault(change_set, []).append((table, kind, count, first, last))
    return found


def _moved(sets: Sequence[int]) -> sa.Select[Any, Any, str, int, int, int]:
    """Records that change sets moved and did not change, in views which are still there."""
    moves, views, changes = models.view_moves.c, models.views.c, models.changes.c
    changed = sa.exists().where(
        changes.change_set == moves.change_set,
        changes.table_id == views.table_id,
        changes.record == moves.record,
    )
    return (
        sa.select(
            moves.change_set,
            views.table_id,
            sa.literal(MOVE),
            sa.func.count(moves.record.distinct()),
            sa.func.min(moves.record),
            sa.func.max(moves.record),
        )
        .join_from(models.view_moves, models.views, views.id == moves.view_id)
        .where(moves.change_set.in_(sets), ~changed)
        .group_by(moves.change_set, views.table_id)
    )


def _tables(tx: Tx, batch: Batch, counts: Mapping[int, list[_Count]]) -> tuple[Share, ...]:
    """The tables of a batch that its reader may view."""
    found: dict[int, dict[str, int]] = {}
    named: dict[int, set[int]] = {}
    for change_set in batch.sets:
        for table, kind, count, first, last in counts.get(change_set, ()):
            kinds = found.setdefault(table, {})
            kinds[kind] = kinds.get(kind, 0) + count
            named.setdefault(table, set()).update((first, last))
    tables = ((tx.catalogue.by_id.get(id_), kinds, sorted(named[id_])) for id_, kinds in sorted(found.items()))
    return tuple(
        Share(table, kinds, records)
        for table, kinds, records in tables
        if table is not None and Action.VIEW in tx.scope(table).actions
    )

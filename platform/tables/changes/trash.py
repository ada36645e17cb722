"""Deleted records: found in history, shown to those who could see them, brought back with what they owned.

There is no second store: a record is in the trash while the last thing that history tells of it is its deletion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields.registry import TYPES, value_spec
from ...fields.text import normal
from ...permissions.actions import Action
from .. import models
from ..catalogue import TableSpec
from ..computed.dependencies import expand
from ..messages import LINK_GONE, NO_SUCH_RECORD, OWNER_GONE
from ..rules import predicates, values
from ..storage import Row, chunks
from ..system import RECORD_ID
from . import batches, deleted, revival, undo
from .batches import Place, by_table
from .history import DELETE
from .inverse import Kept
from .revival import Unit
from .undo import Undone

if TYPE_CHECKING:
    from ..transaction import Tx

_LOOK = 200  #: deletions read at once
_MOST_LOOKED = 4_000  #: deletions looked through for one page; a page may end before it is full


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record in the trash."""

    change: int  #: id of the deletion in history
    table: TableSpec
    record: int
    label: str
    at: datetime
    member: int | None
    batch: str
    restorable: bool  #: as far as rights go; rules and unique values speak when it is restored


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[Deleted, ...]
    next: int | None  #: `before` of the next page


def find(tx: Tx, tables: Sequence[TableSpec], *, q: str | None = None, limit: int, before: int | None = None) -> Page:
    """Deleted records of these tables whose last values the caller might see, latest first. Rows of a sub-table that went
    with their owner are not listed: they come back with it."""
    words = normal(q or "").split()[:8]
    found: list[Deleted] = []
    for _ in range(_MOST_LOOKED // _LOOK):
        changes = _look(tx, [table.id for table in tables], before)
        shown = {one.change: one for one in _shown(tx, changes)}
        for change in changes:
            one = shown.get(change.id)
            if one is not None and all(word in normal(one.label) for word in words):
                found.append(one)
                if len(found) == limit:
                    last = change.id == changes[-1].id and len(changes) < _LOOK
                    return Page(tuple(found), None if last else change.id)
        if len(changes) < _LOOK:
            return Page(tuple(found), None)
        before = changes[-1].id
    return Page(tuple(found), before)


def restore(tx: Tx, items: Sequence[tuple[str, int]], *, with_needed: bool = False) -> Undone:
    """Bring records back, all or none: each with what it owned and with the references that its deletion emptied; `with_needed`
    also with the records in the trash that they belong to or cannot do without, and so on, in the same batch. Raises `Refusal`
    with every problem, by the place of the record in `items`; without `with_needed` they tell in `needs` what would come along,
    of what the caller may bring back."""
    places = _asked(tx, items)
    along: Mapping[Place, Deleted] = {}
    if with_needed:
        places, along = _with_needed(tx, places)
    units = _units(tx, places)
    with undo.as_undo(tx):
        try:
            with tx.attempt():
                revival.revive(tx, units)
        except Refusal as refusal:
            problems = [_moved(problem, units, places) for problem in refusal.problems]
            if not with_needed and any(problem.message in (OWNER_GONE, LINK_GONE) for problem in problems):
                along = _with_needed(tx, places)[1]
            needs = [{"table": one.table.key, "id": one.record, "label": one.label} for one in along.values()]
            raise Refusal(
                [replace(one, details={"needs": needs}) if needs and not with_needed else one for one in problems]
            ) from refusal
        left = [
            Kept(tx.catalogue.by_id[table], record, problem) for (table, record), problem in revival.left_out(tx, units)
        ]
    return undo.told(tx, left)


# -- looking ---------------------------------------------------------------------------------------------------------


def _look(tx: Tx, tables: Sequence[int], before: int | None) -> Sequence[Any]:
    """Deletions that are the last thing that happened to a record, latest first."""
    changes, sets, after = models.changes, models.change_sets, models.changes.alias("after")
    later = sa.exists().where(
        after.c.table_id == changes.c.table_id, after.c.record == changes.c.record, after.c.id > changes.c.id
    )
    statement = (
        sa.select(changes, sets.c.at, sets.c.member, sets.c.batch)
        .join(sets, sets.c.id == changes.c.change_set)
        .where(changes.c.kind == DELETE, changes.c.table_id.in_(tables), ~later)
        .order_by(changes.c.id.desc())
        .limit(_LOOK)
    )
    if before is not None:
        statement = statement.where(changes.c.id < before)
    return tx.connection.execute(statement).all()


def _shown(tx: Tx, changes: Sequence[Any]) -> Iterable[Deleted]:
    by_id: dict[int, list[Any]] = {}
    for change in changes:
        by_id.setdefault(change.table_id, []).append(change)
    for table_id, those in by_id.items():
        table = tx.catalogue.by_id[table_id]
        rows = [deleted.row(tx, deleted.of_change(table, change)) for change in those]
        owned = _gone_with_their_owner(tx, table, those, rows)
        deleted.complete(tx, table, rows)
        visible = deleted.covered(tx, table, rows, Action.VIEW)
        restorable = deleted.covered(tx, table, rows, Action.DELETE)
        labels = _labels(tx, table, rows)
        for place, change in enumerate(those):
            if visible[place] and change.record not in owned:
                yield Deleted(
                    change.id,
                    table,
                    change.record,
                    labels[place],
                    change.at,
                    change.member,
                    change.batch,
                    restorable[place],
                )


def _gone_with_their_owner(tx: Tx, table: TableSpec, changes: Sequence[Any], rows: Sequence[Row]) -> set[int]:
    """Records that were deleted because, and in the moment when, what they belonged to was."""
    history = models.changes.c
    found: set[int] = set()
    for spec in revival.owners(table):
        above = {row[spec.id] for row in rows if row[spec.id] is not None}
        gone: set[tuple[int, int]] = set()
        for part in chunks(above):
            statement = sa.select(history.change_set, history.record).where(
                history.table_id == spec.options["table"], history.record.in_(part), history.kind == DELETE
            )
            gone.update((change_set, record) for change_set, record in tx.connection.execute(statement))
        found.update(
            change.record
            for change, row in zip(changes, rows, strict=True)
            if (change.change_set, row[spec.id]) in gone
        )
    return found


def _labels(tx: Tx, table: TableSpec, rows: Sequence[Row]) -> list[str]:
    """What the rows were called, as far as the caller may know."""
    primary = table.primary
    if primary is None or not tx.scope(table).may_read(primary.id):
        return [f"#{row[RECORD_ID.id]}" for row in rows]
    path = expand(tx.catalogue, (primary.id,))
    result = value_spec(tx.catalogue.fields[path[-1]])
    found = values.columns(tx, rows, [path])[path]
    guard = tx.sight.guard(table.id, (primary.id,))
    seen = predicates.holding(tx, guard, rows)
    return [
        TYPES[result.type].to_text(value, result, tx.ctx.locale, tx.ctx.zone) if shown else f"#{row[RECORD_ID.id]}"
        for value, shown, row in zip(found, seen, rows, strict=True)
    ]


# -- restoring -------------------------------------------------------------------------------------------------------


def _asked(tx: Tx, items: Sequence[tuple[str, int]]) -> dict[Place, int]:
    """The places asked for, with where each stands in the request. Raises for those that the caller has no sight of."""
    problems: list[Problem] = []
    found: dict[Place, int] = {}
    for index, (key, record) in enumerate(items):
        table = tx.catalogue.tables.get(key)
        if table is None or Action.VIEW not in tx.scope(table).actions:
            problems.append(Problem(NO_SUCH_RECORD, row=index))
        else:
            found.setdefault((table.id, record), index)
    visible = {(one.table.id, one.record) for one in _shown(tx, list(_last_changes(tx, found).values()))}
    problems += [Problem(NO_SUCH_RECORD, row=index) for place, index in found.items() if place not in visible]
    if problems:
        raise Refusal(problems)
    return found


def _last_changes(tx: Tx, places: Iterable[Place]) -> Mapping[Place, Any]:
    """The deletion of each record that is in the trash."""
    changes, sets = models.changes, models.change_sets
    found: dict[Place, Any] = {}
    for table, records in by_table(tx, places):
        for part in chunks(records):
            last = (
                sa.select(sa.func.max(changes.c.id))
                .where(changes.c.table_id == table.id, changes.c.record.in_(part))
                .group_by(changes.c.record)
            )
            statement = (
                sa.select(changes, sets.c.at, sets.c.member, sets.c.batch)
                .join(sets, sets.c.id == changes.c.change_set)
                .where(changes.c.id.in_(last), changes.c.kind == DELETE)
            )
            found.update({(table.id, row.record): row for row in tx.connection.execute(statement)})
    return found


def _units(tx: Tx, places: Mapping[Place, int]) -> list[Unit]:
    """What comes back with the records asked for, batch by batch."""
    by_batch: dict[str, set[Place]] = {}
    for place, change in _last_changes(tx, places).items():
        by_batch.setdefault(change.batch, set()).add(place)
    found: list[Unit] = []
    sets = models.change_sets.c
    for batch, wanted in by_batch.items():
        ids = tx.connection.execute(sa.select(sets.id).where(sets.batch == batch)).scalars().all()
        nets = batches.nets(tx, ids)
        there = revival.existing(tx, [place for place, net in nets.items() if net.deleted])
        found += [unit for unit in deleted.units(tx, nets, there) if wanted & set(unit.places)]
    return found


def _with_needed(tx: Tx, places: Mapping[Place, int]) -> tuple[dict[Place, int], dict[Place, Deleted]]:
    """With the records in the trash that those asked for need, and that these need, as far as the caller may bring them back;
    each stands for the record it was first needed for. And what has been added alone."""
    found, added = dict(places), dict[Place, Deleted]()
    while True:
        units = _units(tx, found)
        needed = revival.needed(tx, units)
        there = {
            (one.table.id, one.record): one
            for one in _shown(tx, [*_last_changes(tx, needed).values()])
            if one.restorable
        }
        new = {place: one for place, one in there.items() if place not in found}
        if not new:
            return found, added
        for place in new:
            unit = units[needed[place]]
            found[place] = min(found[each] for each in unit.places if each in found)
        added |= new


def _moved(problem: Problem, units: Sequence[Unit], places: Mapping[Place, int]) -> Problem:
    """A problem of a unit as one of the record that was asked for."""
    row = None
    if problem.row is not None:
        row = next((places[place] for place in units[problem.row].places if place in places), None)
    elif len(places) == 1:
        row = next(iter(places.values()))
    return Problem(problem.message, problem.params, problem.field, row)

"""Taking a batch back, as far as nobody has changed since what it did (S75, E35). It goes through the write path like any
change, with the caller's rights, and is a batch of its own: undoing that one is redo.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core.context import Source
from ...core.errors import Problem, refuse
from .. import models, records
from ..catalogue import TableSpec
from ..messages import ALREADY_UNDONE, NOT_UNDONE_HERE, ROW_NEEDED
from ..records import Mode, RowUpdate
from ..storage import Row
from ..views import arranging
from ..writing import attempts
from ..writing.attempts import Outcome
from . import batches, history, inverse, revival
from .batches import Batch, Place
from .inverse import Inverse, Kept
from .revival import Unit

if TYPE_CHECKING:
    from ..transaction import Tx

PASSES = 4  #: what had to wait for something else (a value that becomes free, a row that comes back) is tried again


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing a batch would do. Locks, rules and unique values may still stand against some of it."""

    batch: Batch
    restores: Mapping[Place, Row]  #: former values of records that are changed back, by field id
    removals: tuple[Place, ...]  #: records that go again
    revivals: tuple[Place, ...]  #: records that come back
    moves: frozenset[Place]  #: records that go back to where they stood in a view
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing a batch did; `batch` is the batch of the undo itself."""

    batch: str
    restored: int
    removed: int
    revived: int
    kept: tuple[Kept, ...]
    changed: Mapping[str, tuple[int, ...]]  #: ids of the records concerned, by table key


def plan(tx: Tx, token: str) -> Plan:
    """Look without touching. Raises NOT_FOUND for a batch that is not the caller's, CONFLICT for one undone already."""
    batch = _undoable(tx, token)
    found = inverse.of(tx, batches.nets(tx, batch.sets))
    coming = tuple(place for unit in found.units for place in unit.places)
    moves = frozenset(arranging.places(tx, batch.sets))
    return Plan(batch, found.restores, tuple(found.removals), coming, moves, tuple(found.kept))


def is_undoable(batch: Batch) -> bool:
    """Whether a batch of one's own can be taken back at all."""
    return batch.source != Source.TEMPLATE and batch.undone_by is None


def may(tx: Tx, member: int | None, source: str, undone_by: str | None) -> bool:
    """Whether the caller may take back a batch that this member made through this door."""
    own = member is not None and member == tx.ctx.actor.member
    return source != Source.TEMPLATE and undone_by is None and (own or tx.policy.is_admin(tx.ctx.actor))


def undo(tx: Tx, token: str) -> Undone:
    """Take a batch back. Raises as `plan` does; what cannot be taken back is kept and listed."""
    batch = _undoable(tx, token)
    found = inverse.of(tx, batches.nets(tx, batch.sets))
    kept = apply(tx, found, undoes=batch.token, moves=batch.sets)
    return told(tx, kept)


def apply(tx: Tx, found: Inverse, *, undoes: str | None, moves: Sequence[int] = ()) -> list[Kept]:
    """Do what an inverse says, in the name of the caller, and put back what the change sets of `moves` have moved in views;
    returns what stays as it is."""
    began = tx.change_set is None
    with as_undo(tx, undoes):
        history.begin(tx, undoes=undoes)
        kept = [*_Work(tx, found).done(), *arranging.take_back(tx, moves)]
        if began:
            _forget_if_empty(tx)
        return kept


@contextmanager
def as_undo(tx: Tx, cause: str | None = None) -> Generator[None]:
    """Within the block, what is written puts back what was: history says so, and no field fills itself anew."""
    ctx = tx.ctx
    tx.ctx = replace(ctx, source=Source.UNDO, cause=cause)
    try:
        yield
    finally:
        tx.ctx = ctx


def told(tx: Tx, kept: Sequence[Kept]) -> Undone:
    """What this transaction has done to how many records."""
    kinds: dict[Place, set[str]] = {}
    changes = models.changes.c
    if tx.change_set is not None:
        statement = sa.select(changes.table_id, changes.record, changes.kind).where(changes.change_set == tx.change_set)
        for table, record, kind in tx.connection.execute(statement):
            kinds.setdefault((table, record), set()).add(kind)
        for place in arranging.places(tx, [tx.change_set]):
            kinds.setdefault(place, {history.UPDATE})
    changed: dict[str, list[int]] = {}
    for table, record in sorted(kinds):
        changed.setdefault(tx.catalogue.by_id[table].key, []).append(record)
    revived = sum(history.CREATE in found for found in kinds.values())
    removed = sum(history.DELETE in found for found in kinds.values())
    restored = sum(found == {history.UPDATE} for found in kinds.values())
    return Undone(
        tx.ctx.batch, restored, removed, revived, tuple(kept), {key: tuple(ids) for key, ids in changed.items()}
    )


def _undoable(tx: Tx, token: str) -> Batch:
    batch = batches.find(tx, token)
    if batch.source == Source.TEMPLATE:
        raise refuse(NOT_UNDONE_HERE)
    if batch.undone_by is not None:
        raise refuse(ALREADY_UNDONE)
    return batches.last_done(tx, batch)


def _forget_if_empty(tx: Tx) -> None:
    """Where nothing could be taken back, nothing has been undone."""
    changes, sets = models.changes, models.change_sets
    there = sa.select(changes.c.id).where(changes.c.change_set == tx.change_set).limit(1)
    if tx.connection.execute(there).first() is None and not arranging.moved(tx, [tx.change_set or 0]):
        tx.connection.execute(sa.delete(sets).where(sets.c.id == tx.change_set))
        tx.change_set = None


@dataclass
class _Work:
    """An inverse being done: first rows come back, then values, then rows go; what was refused is tried once more as long
    as anything moves."""

    tx: Tx
    inverse: Inverse
    refused: dict[Place, list[Problem]] = field(default_factory=dict[Place, list[Problem]])
    revived: list[Unit] = field(default_factory=list[Unit])

    def done(self) -> list[Kept]:
        found = self.inverse
        for _ in range(PASSES):
            left = len(found.units) + len(found.restores) + len(found.removals)
            self.refused.clear()
            self._revive(patient=True)
            self._restore()
            self._remove()
            if len(found.units) + len(found.restores) + len(found.removals) in (0, left):
                break
        if found.units:
            self._revive(patient=False)
            self._restore()
        kept = [*found.kept]
        for (table, record), problems in self.refused.items():
            kept += [Kept(self._table(table), record, problem) for problem in problems]
        for (table, record), problem in revival.left_out(self.tx, self.revived):
            kept.append(Kept(self._table(table), record, problem))
        return kept

    def _revive(self, *, patient: bool) -> None:
        """Bring rows back; `patient`ly not yet those with links to others that are still to come."""
        units = self.inverse.units
        if not units:
            return
        expected = {place for unit in units for place in unit.places} if patient else set[Place]()

        def run(part: Sequence[Unit]) -> Outcome:
            return revival.revive(self.tx, part, expected)

        refused: dict[int, list[Problem]] = {}
        for problem in attempts.in_parts(self.tx, units, run).problems:
            refused.setdefault(problem.row or 0, []).append(problem)
        for index, unit in enumerate(units):
            place = unit.table.id, unit.record
            self.refused.pop(place, None)
            if index in refused:
                self.refused[place] = refused[index]
            else:
                self.revived.append(unit)
        self.inverse.units = [unit for index, unit in enumerate(units) if index in refused]

    def _restore(self) -> None:
        for table_id in {table for table, _ in self.inverse.restores}:
            self._restore_in(self._table(table_id))

    def _restore_in(self, table: TableSpec) -> None:
        """Put values back; where a field is refused, the others of its row are put back without it."""
        restores = self.inverse.restores
        asked = {record: dict(values) for (id_, record), values in restores.items() if id_ == table.id}
        bad: dict[int, list[Problem]] = {}
        while asked:
            updates = [RowUpdate(record, {}, restored=values) for record, values in asked.items()]
            problems = records.update(self.tx, table.key, updates, mode=Mode.SKIP_BAD, answer=False).problems
            again: dict[int, Row] = {}
            for problem in problems:
                record = updates[problem.row or 0].id
                spec = table.by_key.get(problem.field or "")
                bad.setdefault(record, []).append(problem)
                again.setdefault(record, dict(asked[record])).pop(0 if spec is None else spec.id, None)
            asked = {record: values for record, values in again.items() if values and values != asked[record]}
        for place in [place for place in restores if place[0] == table.id]:
            self.refused.pop(place, None)
            if place[1] in bad:
                self.refused[place] = bad[place[1]]
            else:
                del restores[place]

    def _remove(self) -> None:
        removals = self.inverse.removals
        made = list(removals)
        needed = inverse.needed(self.tx, removals, made, lambda _relation, _source, _target: False)
        for place in made:
            self.refused.pop(place, None)
        for place, other in needed.items():
            if other is not None:
                self.refused[place] = [Problem(ROW_NEEDED, {"table": other.text(self.tx.ctx.locale)})]
        going = [place for place in removals if place not in needed]
        order = revival.targets_first(self.tx, {table for table, _ in going})
        for table_id in reversed(order):
            tops = [record for table, record in going if table == table_id and removals[table, record] not in removals]
            if tops:
                self._remove_from(self._table(table_id), tops)
        for place in self._gone(going):
            del removals[place]

    def _remove_from(self, table: TableSpec, ids: Sequence[int]) -> None:
        def run(part: Sequence[int]) -> Outcome:
            records.delete(self.tx, table.key, part)
            return Outcome()

        for problem in attempts.in_parts(self.tx, ids, run).problems:
            self.refused.setdefault((table.id, ids[problem.row or 0]), []).append(problem)

    def _gone(self, places: Sequence[Place]) -> list[Place]:
        there = revival.existing(self.tx, places)
        return [place for place in places if place not in there]

    def _table(self, table_id: int) -> TableSpec:
        return self.tx.catalogue.by_id[table_id]

"""Locks: rows that nobody changes while a condition holds of them as they are stored, on whatever route (E9, S88, S91).

A lock is judged before the change, once per call of the write path; computed fields go on moving under it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.context import Source
from ...core.errors import Message, Problem
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..storage import Row
from ..system import RECORD_ID
from ..writing.incoming import Incoming
from . import predicates
from .book import Lock

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that holds for a row and for this caller."""

    key: str
    message: str
    fields: tuple[str, ...] | None  #: keys of the locked fields; None for all
    delete: bool  #: whether the row may not be deleted either


class Judgements:
    """What has been found about locks during one call of the write path: later changes of the same call do not count."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._locked: dict[tuple[Lock, int], bool] = {}

    def stands(self, lock: Lock) -> bool:
        """Whether a lock stands in this caller's way at all."""
        return not exempt(self._tx, lock)

    def new(self, locks: Iterable[Lock], ids: Iterable[int]) -> None:
        """Rows made by this very call are not locked for the rest of it."""
        for lock in locks:
            self._locked.update(((lock, id_), False) for id_ in ids)

    def judge(self, lock: Lock, rows: Mapping[int, Row]) -> None:
        """Note of rows as they are stored whether a lock holds; the first judgement stays."""
        fresh = [row for id_, row in rows.items() if (lock, id_) not in self._locked]
        for row, locked in zip(fresh, predicates.holding(self._tx, lock.when, fresh), strict=True):
            self._locked[lock, row[RECORD_ID.id]] = locked

    def locked(self, lock: Lock, ids: Iterable[int]) -> set[int]:
        """Which of these rows of the lock's table are locked; rows not judged yet are read."""
        wanted = set(ids)
        unknown = {id_ for id_ in wanted if (lock, id_) not in self._locked}
        if unknown:
            tx = self._tx
            self.judge(lock, tx.catalogue.storage.rows(tx.connection, tx.catalogue.tables[lock.table], unknown))
        return {id_ for id_ in wanted if self._locked.get((lock, id_))}


def exempt(tx: Tx, lock: Lock) -> bool:
    """Whether the lock does not hold for this caller: a template that lays out its rows, an action that lifts it, or one
    of the lock's own exceptions."""
    if tx.ctx.source is Source.TEMPLATE or (lock.table, lock.key) in tx.lifted:
        return True
    if not lock.exemptions:
        return False
    held = tx.policy.held_by(tx.ctx.actor)
    return any(
        (not each.sources or tx.ctx.source.value in each.sources)
        and (not each.roles or any(role.admin or role.id in each.roles for role in held))
        for each in lock.exemptions
    )


@contextmanager
def lifted(tx: Tx, table_key: str, *keys: str) -> Generator[None]:
    """For a named action that asks for a reason: within the block these locks of a table do not hold (S91)."""
    before = tx.lifted
    tx.lifted = before | {(table_key, key) for key in keys}
    try:
        yield
    finally:
        tx.lifted = before


def check_change(
    tx: Tx, table: TableSpec, locks: Sequence[Lock], rows: Sequence[Incoming], current: Sequence[Row], found: Judgements
) -> None:
    """Refuse changes of locked rows. All rows are judged, since their children may be about to change."""
    stored = {row[RECORD_ID.id]: row for row in current if row}
    for lock in locks:
        if not found.stands(lock):
            continue
        found.judge(lock, stored)
        for row, before in zip(rows, current, strict=True):
            if row.values and before and found.locked(lock, [before[RECORD_ID.id]]):
                for field in _refused(table, lock, row):
                    row.complain(Problem(lock.message, field=field))


def check_owners(
    tx: Tx,
    owners: Sequence[tuple[FieldSpec, Lock]],
    rows: Sequence[Incoming],
    current: Sequence[Row] | None,
    found: Judgements,
) -> None:
    """Refuse rows that are made in, changed in, moved into or moved out of a locked parent. A parent that was refused
    already is not judged: whether a row that the caller may not see is locked is no answer to give."""
    for relation, lock in owners:
        if not found.stands(lock):
            continue
        parents = [
            _parents(relation, row, None if current is None else current[place]) for place, row in enumerate(rows)
        ]
        locked = found.locked(lock, set().union(*parents))
        for row, mine in zip(rows, parents, strict=True):
            if mine & locked and (current is None or row.values):
                row.complain(Problem(lock.message))


def check_removal(
    tx: Tx, table: TableSpec, rows: Mapping[int, Row], found: Judgements, *, owned: bool
) -> Iterator[tuple[int, Problem]]:
    """The rows that a lock keeps from being deleted, each with the problem. Rows that go with their owner were judged with
    it, so only their own locks count."""
    rules = tx.catalogue.rules.get(table.id)
    if rules is None:
        return
    for lock in rules.locks:
        if lock.delete and found.stands(lock):
            found.judge(lock, rows)
            for id_ in sorted(found.locked(lock, rows)):
                yield id_, Problem(lock.message)
    for relation, lock in () if owned else rules.owners:
        if found.stands(lock):
            parents = {id_: row[relation.id] for id_, row in rows.items() if row.get(relation.id) is not None}
            locked = found.locked(lock, parents.values())
            for id_, parent in parents.items():
                if parent in locked:
                    yield id_, Problem(lock.message)


def check_letting_go(
    tx: Tx, table: TableSpec, field: int, rows: Mapping[int, Row], found: Judgements
) -> Iterator[tuple[set[int], Message]]:
    """The rows whose relation may not be emptied because what it points to is deleted, each lock with those that it keeps:
    a locked row keeps what it names."""
    rules = tx.catalogue.rules.get(table.id)
    if rules is None:
        return
    for lock in rules.locks:
        if (lock.fields is None or field in lock.fields) and found.stands(lock):
            found.judge(lock, rows)
            if held := found.locked(lock, rows):
                yield held, lock.message
    for relation, lock in rules.owners:
        parents = {id_: row[relation.id] for id_, row in rows.items() if row.get(relation.id) is not None}
        if found.stands(lock) and (locked := found.locked(lock, parents.values())):
            yield {id_ for id_, parent in parents.items() if parent in locked}, lock.message


def of(tx: Tx, table: TableSpec, ids: Sequence[int]) -> dict[int, tuple[Held, ...]]:
    """The locks that hold for rows and stand in this caller's way, a parent's included."""
    rules = tx.catalogue.rules.get(table.id)
    if rules is None or not (rules.locks or rules.owners):
        return dict.fromkeys(ids, ())
    found, held = Judgements(tx), {id_: list[Held]() for id_ in ids}
    rows = tx.catalogue.storage.rows(tx.connection, table, ids)
    readable = tx.scope(table).may_read
    for lock in rules.locks:
        if found.stands(lock):
            fields = None
            if lock.fields is not None:
                fields = tuple(spec.key for spec in table.fields if spec.id in lock.fields and readable(spec.id))
            found.judge(lock, rows)
            for id_ in found.locked(lock, rows):
                held[id_].append(Held(lock.key, lock.message.text(tx.ctx.locale), fields, lock.delete))
    for relation, lock in rules.owners:
        if found.stands(lock):
            parents = {id_: row[relation.id] for id_, row in rows.items() if row.get(relation.id) is not None}
            locked = found.locked(lock, parents.values())
            for id_, parent in parents.items():
                if parent in locked:
                    held[id_].append(Held(lock.key, lock.message.text(tx.ctx.locale), None, True))
    return {id_: tuple(locks) for id_, locks in held.items()}


def _refused(table: TableSpec, lock: Lock, row: Incoming) -> list[str | None]:
    """Where to show the problem: at each locked field that was to change; for a lock on everything, at the only one."""
    changed = [spec.key for spec in table.fields if spec.id in row.values]
    if lock.fields is not None:
        return [spec.key for spec in table.fields if spec.id in row.values and spec.id in lock.fields]
    return [changed[0] if len(changed) == 1 else None]


def _parents(relation: FieldSpec, row: Incoming, before: Row | None) -> set[int]:
    stored = None if before is None else before.get(relation.id)
    refused = any(problem.field == relation.key for problem in row.problems)
    named = stored if refused else row.values.get(relation.id, stored)
    return {id_ for id_ in (named, stored) if id_ is not None}

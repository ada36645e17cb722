"""Bringing timers up to date inside the transaction of a change: after everything is computed, set-based.

Like a recompute it raises no version and writes no history: the day follows from what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .. import models
from ..catalogue import TableSpec
from ..storage import Row
from ..system import RECORD_ID
from .definition import Timer
from .reckoning import Reckoned, floors_of, reckon

if TYPE_CHECKING:
    from ..computed.recompute import Recompute
    from ..transaction import Tx

Pair = tuple[Row | None, Row | None]
BATCH = 2_000  #: records held in memory at once
ROUNDS = 4  #: what is computed from a due day may concern a timer again; whoever refers to itself is stopped here


class Due:
    """The records whose timers have to be reckoned anew at the end of a write."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._book = tx.catalogue.timers
        self.records: dict[Timer, set[int]] = {}

    def concern(self, table: TableSpec) -> bool:
        """Whether a change of its rows may move a timer."""
        return table.id in self._book.by_table or table.id in self._book.watching

    def note(self, table: TableSpec, pairs: Sequence[Pair]) -> None:
        """Rows before and after a change (None for not there)."""
        for timer in self._book.by_table.get(table.id, ()):
            ids = {after[RECORD_ID.id] for before, after in pairs if after and _moved(timer.watched, before, after)}
            self._add(timer, ids)
        for timer, events in self._book.watching.get(table.id, ()):
            relation = events.relation.id
            self._add(
                timer,
                {
                    row[relation]
                    for before, after in pairs
                    if _moved(events.watched, before, after)
                    for row in (before, after)
                    if row is not None and row.get(relation) is not None
                },
            )

    def take(self) -> dict[Timer, set[int]]:
        found, self.records = self.records, {}
        return found

    def _add(self, timer: Timer, ids: set[int]) -> None:
        if ids:
            self.records.setdefault(timer, set()).update(ids)


def settle(tx: Tx, recompute: Recompute) -> None:
    """Reckon what has been touched, until nothing moves any more."""
    for _ in range(ROUNDS):
        due = recompute.timers.take()
        if not due:
            return
        for timer, ids in due.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), BATCH):
                write(tx, timer, ordered[start : start + BATCH], recompute)
        recompute.run()


def write(tx: Tx, timer: Timer, ids: Iterable[int], recompute: Recompute) -> None:
    """Reckon records and store what their timers say."""
    table = tx.catalogue.by_id[timer.table]
    rows = list(tx.catalogue.storage.rows(tx.connection, table, ids).values())
    reckoned = reckon(tx, timer, rows, floors_of(tx, timer, [row[RECORD_ID.id] for row in rows]))
    resumed = {
        row[RECORD_ID.id]: (tomorrow, one.start)
        for row, one in zip(rows, reckoned, strict=True)
        if _resumes(timer, row, one) and one.start is not None and (tomorrow := _tomorrow(tx)) > (one.due or tomorrow)
    }
    if resumed:  # a pause has ended: nobody loses a record the same night (S3)
        keep_floors(tx, timer, resumed)
        reckoned = reckon(tx, timer, rows, floors_of(tx, timer, [row[RECORD_ID.id] for row in rows]))
    moved: list[tuple[Row, Row]] = []
    for row, one in zip(rows, reckoned, strict=True):
        values = {timer.start.id: one.start, timer.due.id: one.due, timer.reason.id: one.reason}
        if any(row.get(id_) != value for id_, value in values.items()):
            moved.append((row, {**row, **values}))
    if moved:
        specs = [timer.start, timer.due, timer.reason]
        tx.catalogue.storage.update(tx.connection, table, [after for _, after in moved], specs, stamp=False)
        recompute.touch(table, [after for _, after in moved])
        recompute.changed(table, moved)


def keep_floors(tx: Tx, timer: Timer, floors: Mapping[int, tuple[date, datetime]]) -> None:
    """Remember days before which records do not fall due, while the same owner has them."""
    c = models.timer_floors.c
    rows = [
        {"timer": timer.key, "table_id": timer.table, "record": id_, "floor": floor, "start": start}
        for id_, (floor, start) in sorted(floors.items())
    ]
    for row in rows:
        tx.connection.execute(
            sa.delete(models.timer_floors).where(
                c.timer == timer.key, c.table_id == timer.table, c.record == row["record"]
            )
        )
    tx.connection.execute(sa.insert(models.timer_floors), rows)


def _resumes(timer: Timer, row: Row, one: Reckoned) -> bool:
    """Whether a pause has just ended, as far as the stored fields tell."""
    before = row.get(timer.reason.id)
    pauses = {pause.key for pause in timer.pauses}
    return before in pauses and one.paused is None and row.get(timer.start.id) == one.start


def _tomorrow(tx: Tx) -> date:
    return tx.ctx.today + timedelta(days=1)


def _moved(watched: frozenset[int], before: Row | None, after: Row | None) -> bool:
    return before is None or after is None or any(before.get(id_) != after.get(id_) for id_ in watched)

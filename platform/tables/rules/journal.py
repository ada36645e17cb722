"""The history of states: every step of a row from one state to another, by whom, when, and after how long (S84).

A step is written in the transaction of the change that made it. A new row has no step: it has been in its first state since
it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..queries.selection import seeing
from ..storage import Row, chunks
from ..system import CREATED_AT, RECORD_ID
from .models import state_steps

if TYPE_CHECKING:
    from ..transaction import Tx

_DAY = 86_400  #: seconds


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of one row; states are ids of choices, None for no state."""

    field: FieldSpec
    before: int | None
    after: int | None
    member: int | None
    at: datetime
    seconds: int  #: for which the row had been in the state `before`

    @property
    def days(self) -> int:
        """Whole days in the state that was left."""
        return self.seconds // _DAY


def record(tx: Tx, table: TableSpec, pairs: Sequence[tuple[Row, Row]]) -> None:
    """Write down the steps among changed rows (before, after)."""
    rules = tx.catalogue.rules.get(table.id)
    for spec in rules.states if rules is not None else ():
        moved = [(before, after) for before, after in pairs if before.get(spec.id) != after.get(spec.id)]
        if not moved:
            continue
        since = _since(tx, table, spec, [before[RECORD_ID.id] for before, _ in moved])
        tx.connection.execute(
            sa.insert(state_steps), [_step(tx, table, spec, since, before, after) for before, after in moved]
        )


def of_record(tx: Tx, table: TableSpec, record_id: int) -> list[StepTaken]:
    """The steps of a row through the states of all its fields that are still there and that the caller may read, first to
    last. Whether the row may be seen is the caller's business."""
    columns = state_steps.c
    statement = sa.select(state_steps).where(columns.table_id == table.id, columns.record == record_id)
    states = (spec for spec in table.fields if spec.type == "state")
    fields = {spec.id: spec for spec in states if seeing(tx, table, (spec.id,), [record_id])}
    return [
        StepTaken(fields[row.field], row.before, row.after, row.member, row.at, row.seconds)
        for row in tx.connection.execute(statement.order_by(columns.id))
        if row.field in fields
    ]


def _step(
    tx: Tx, table: TableSpec, spec: FieldSpec, since: dict[int, datetime], before: Row, after: Row
) -> dict[str, Any]:
    id_ = before[RECORD_ID.id]
    began: datetime = since.get(id_) or before[CREATED_AT.id]
    return {
        "table_id": table.id,
        "record": id_,
        "field": spec.id,
        "before": before.get(spec.id),
        "after": after.get(spec.id),
        "member": tx.ctx.actor.member,
        "at": tx.ctx.now,
        "seconds": max(0, int((tx.ctx.now - began).total_seconds())),
    }


def _since(tx: Tx, table: TableSpec, spec: FieldSpec, ids: Sequence[int]) -> dict[int, datetime]:
    """When rows last took a step of this field."""
    columns = state_steps.c
    found: dict[int, datetime] = {}
    for part in chunks(ids):
        statement = (
            sa.select(columns.record, sa.func.max(columns.at, type_=columns.at.type))
            .where(columns.table_id == table.id, columns.field == spec.id, columns.record.in_(part))
            .group_by(columns.record)
        )
        found.update((row[0], row[1]) for row in tx.connection.execute(statement))
    return found

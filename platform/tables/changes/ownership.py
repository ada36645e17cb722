"""The ownership log: whose a record was, from when, by whom and why (E23). One system table for every template.

A table says which of its members is the owner (`ownership` in the template); whatever changes that member, on any route, writes
a line in the same transaction. Claim caps, cooling-off times and timers count from these lines (H1, H2), so lines are only
ever added, and each is a fact by itself: nothing of it has to be looked up in records that may change or go.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Source
from .. import models
from ..catalogue import TableSpec
from ..system import RECORD_ID

if TYPE_CHECKING:
    from ..transaction import Tx

_log = models.ownership_log
MOST_REASON = 2_000


class Kind(StrEnum):
    """What happened to a record's ownership."""

    CREATE = "create"  #: it was made with an owner
    CLAIM = "claim"  #: nobody owned it, and the new owner took it
    ASSIGN = "assign"  #: nobody owned it, and somebody else gave it to the new owner
    TRANSFER = "transfer"  #: from one owner to another
    RELEASE = "release"  #: somebody gave it up for the owner
    RECYCLE = "recycle"  #: a rule took it away


@dataclass(frozen=True, slots=True)
class Cause:
    """What the transaction knows of its changes of ownership beyond the two owners."""

    reason: str | None = None
    pool: int | None = None  #: id of the row that is the pool it comes from or goes to; unsaid: the one it lies in
    kind: Kind | None = None  #: where it is not what the owners say (`RECYCLE`)


@dataclass(frozen=True, slots=True)
class Line:
    """One change; members by id."""

    id: int
    kind: Kind
    before: int | None
    after: int | None
    pool: int | None
    reason: str | None
    at: datetime
    by: int | None
    batch: str


@contextmanager
def because(tx: Tx, cause: Cause) -> Generator[None]:
    """Within the block, changes of ownership are logged with this reason, pool and kind."""
    before = tx.owning
    tx.owning = cause
    try:
        yield
    finally:
        tx.owning = before


def record(
    tx: Tx, table: TableSpec, pairs: Iterable[tuple[Mapping[int, Any] | None, Mapping[int, Any] | None]]
) -> None:
    """Write down the changes of owner among rows (before, after); rows that go and rows that come back by undo keep theirs."""
    spec = table.ownership
    if spec is None:
        return
    lines: list[dict[str, Any]] = []
    for before, after in pairs:
        if after is None or (before is None and tx.ctx.source is Source.UNDO):
            continue
        old = None if before is None else before.get(spec.id)
        new = after.get(spec.id)
        if old != new:
            line = _line(tx, table, after[RECORD_ID.id], old, new, made=before is None)
            lines.append({**line, "pool": line["pool"] or _pool(tx, table, before or after)})
    if lines:
        tx.connection.execute(sa.insert(_log), lines)


def of_record(
    tx: Tx, table: TableSpec, record_id: int, *, limit: int, before: int | None = None
) -> tuple[list[Line], int | None]:
    """A record's lines, latest first, and where the next page begins. Visibility is the caller's business."""
    statement = (
        sa.select(_log)
        .where(_log.c.table_id == table.id, _log.c.record == record_id)
        .order_by(_log.c.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        statement = statement.where(_log.c.id < before)
    found = tx.connection.execute(statement).all()
    page = [
        Line(
            row.id, Kind(row.kind), row.from_member, row.to_member, row.pool, row.reason, row.at, row.member, row.batch
        )
        for row in found[:limit]
    ]
    return page, page[-1].id if len(found) > limit else None


def _line(tx: Tx, table: TableSpec, record_id: int, old: int | None, new: int | None, *, made: bool) -> dict[str, Any]:
    cause = tx.owning or Cause()
    reason = (cause.reason or "").strip()[:MOST_REASON] or None
    return {
        "table_id": table.id,
        "record": record_id,
        "kind": (cause.kind or _kind(tx.ctx.actor.member, old, new, made=made)).value,
        "from_member": old,
        "to_member": new,
        "pool": cause.pool,
        "reason": reason,
        "at": tx.ctx.now,
        "member": tx.ctx.actor.member,
        "batch": tx.ctx.batch,
    }


def _pool(tx: Tx, table: TableSpec, row: Mapping[int, Any]) -> int | None:
    """The pool that a record lies in, where a timer of its table says which field that is."""
    fields = (timer.into.field for timer in tx.catalogue.timers.by_table.get(table.id, ()) if timer.into is not None)
    return next((pool for spec in fields if (pool := row.get(spec.id)) is not None), None)


def _kind(by: int | None, old: int | None, new: int | None, *, made: bool) -> Kind:
    if made:
        return Kind.CREATE
    if new is None:
        return Kind.RELEASE
    if old is None:
        return Kind.CLAIM if new == by else Kind.ASSIGN
    return Kind.TRANSFER

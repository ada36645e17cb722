"""The outbox: an event is written in the transaction of its change; the queue is only a bell (design 7).

Whoever works on events claims them for a time. A claim that has run out is anybody's again, and the time until which it
holds is also its token: who comes late with `done` or `postpone` changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from . import models

LEASE = timedelta(minutes=2)  #: for which a claim holds when nothing else is said


@dataclass(frozen=True, slots=True)
class Event:
    """A claimed event."""

    id: int
    topic: str
    key: str
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int  #: this one included
    lease_until: datetime


def append(
    connection: sa.Connection,
    topic: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    *,
    after: datetime | None = None,
) -> None:
    """Record an event of `topic` about `key`; it becomes true with the transaction's commit, or never. It is worked on at once,
    or not before `after`."""
    connection.execute(
        sa.insert(models.outbox).values(
            topic=topic, key=key, payload=dict(payload), created_at=now, available_at=after or now, attempts=0
        )
    )


def claim(
    connection: sa.Connection, topics: Collection[str], now: datetime, *, limit: int, lease: timedelta = LEASE
) -> list[Event]:
    """Take the oldest events that are due and that nobody holds. Runs in a short write transaction of its own; the work is
    done after that has been committed."""
    columns = models.outbox.c
    statement = sa.select(models.outbox).where(*_due(topics, now)).order_by(columns.id).limit(limit)
    rows = connection.execute(statement).all()
    if not rows:
        return []
    until = now + lease
    connection.execute(
        sa.update(models.outbox)
        .where(columns.id.in_([row.id for row in rows]))
        .values(lease_until=until, attempts=columns.attempts + 1)
    )
    return [Event(row.id, row.topic, row.key, row.payload, row.created_at, row.attempts + 1, until) for row in rows]


def done(connection: sa.Connection, events: Sequence[Event], now: datetime) -> int:
    """These have been seen to. How many there were; those whose claim had run out are left to whoever holds them now."""
    columns = models.outbox.c
    count = 0
    for until in {event.lease_until for event in events}:
        ids = [event.id for event in events if event.lease_until == until]
        held = (columns.id.in_(ids), columns.lease_until == until, columns.done_at.is_(None))
        count += connection.execute(
            sa.update(models.outbox).where(*held).values(done_at=now, lease_until=None)
        ).rowcount
    return count


def postpone(connection: sa.Connection, event: Event, until: datetime) -> bool:
    """It did not work; try again at `until`. False when the claim had run out."""
    columns = models.outbox.c
    held = (columns.id == event.id, columns.lease_until == event.lease_until, columns.done_at.is_(None))
    moved = sa.update(models.outbox).where(*held).values(available_at=until, lease_until=None)
    return connection.execute(moved).rowcount == 1


def is_due(connection: sa.Connection, topics: Collection[str], now: datetime) -> bool:
    """Whether anything could be claimed; asked through a read connection, so that idle looks cost no writer anything."""
    statement = sa.select(models.outbox.c.id).where(*_due(topics, now)).limit(1)
    return connection.execute(statement).first() is not None


def _due(topics: Collection[str], now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    columns = models.outbox.c
    return (
        columns.done_at.is_(None),
        columns.available_at <= now,
        sa.or_(columns.lease_until.is_(None), columns.lease_until <= now),
        columns.topic.in_(sorted(topics)),
    )


def sweep(connection: sa.Connection, before: datetime) -> int:
    """Forget events that were seen to before `before`; how many there were."""
    return connection.execute(sa.delete(models.outbox).where(models.outbox.c.done_at < before)).rowcount

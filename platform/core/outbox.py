"""The outbox: an event is written in the transaction of its change; the queue is only a bell (design 7).

Whoever works on events claims them for a while under a token of its own. Every effect is written in one transaction with
`Claim.once`, which fails when somebody else has taken the event over meanwhile, and says so when the effect is there already:
so an event may be handed out any number of times, and each of its effects happens once (reliability 4.4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from . import models
from .ids import new_token

LEASE = timedelta(seconds=45)  #: how long a claim holds without being renewed
KEPT = timedelta(days=7)  #: how long events that are done stay
_PRUNED_AT_ONCE = 5_000
_LONGEST_ERROR = 2_000
_outbox = models.outbox


class LeaseLost(RuntimeError):
    """Somebody else has taken the event over: whatever this transaction did must not be committed."""


class Postponed(Exception):
    """The consumer wants to see the event again at `until`; that is no failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is true since the commit of its change."""

    id: int
    topic: str
    key: str  #: events of one topic and key are handed out in their order; "" has none
    payload: Mapping[str, object]
    created_at: datetime
    attempts: int  #: how often it has been claimed, this time included


@dataclass(slots=True)
class Claim:
    """An event in the hands of one consumer, until its lease runs out."""

    event: Event
    token: str
    consumer: str
    last: bool = True  #: with this consumer's effect the event is done
    taken: bool = False  #: the effect has been written by this claim, or was there already

    def once(self, connection: sa.Connection, now: datetime) -> bool:
        """Write down, in the transaction of the effect, that it has happened; False when it had happened before.

        Raises `LeaseLost` when the event is somebody else's by now.
        """
        self.renew(connection, now, done=self.last)
        values = {"event": self.event.id, "consumer": self.consumer, "at": now}
        fresh = connection.execute(_effect(connection.dialect.name), values).first()
        self.taken = True
        return fresh is not None

    def renew(self, connection: sa.Connection, now: datetime, *, done: bool = False) -> None:
        """Hold the event for another lease; or, `done`, for good. Raises `LeaseLost`."""
        until = {"now": now} if done else {"until": now + LEASE}
        held = connection.execute(_held(done=done), {"id_": self.event.id, "token": self.token, **until})
        if not held.rowcount:
            raise LeaseLost(f"event {self.event.id}")


def append(
    connection: sa.Connection,
    topic: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    *,
    due: datetime | None = None,
) -> int:
    """Record an event of `topic` about `key`, to be seen to from `due` on; it becomes true with the transaction's commit,
    or never. Returns its id."""
    row = {
        "topic": topic,
        "key": key,
        "payload": dict(payload),
        "created_at": now,
        "available_at": due or now,
        "attempts": 0,
    }
    id_: int = connection.execute(_appended(), row).scalar_one()
    return id_


def claim(connection: sa.Connection, now: datetime, topics: Collection[str], limit: int) -> tuple[str, list[Event]]:
    """Take up to `limit` events that are due and nobody holds, the oldest first, under a new token.

    An event waits while an earlier one of its topic and key is held or not due yet. Claims of one workspace never overlap,
    for `Database.write` lets one writer in at a time; SKIP LOCKED keeps them from waiting for anything else.
    """
    token = new_token()
    asked = {"now": now, "topics": sorted(topics), "most": limit}
    chosen = connection.execute(_claimable(), asked).scalars().all()
    if not chosen:
        return token, []
    taken = {"chosen": chosen, "token": token, "until": now + LEASE}
    rows = connection.execute(_claimed(), taken).all()
    found = [Event(row.id, row.topic, row.key, row.payload, row.created_at, row.attempts) for row in rows]
    return token, sorted(found, key=lambda event: event.id)


def release(connection: sa.Connection, claim: Claim) -> None:
    """Give back an event that was not come to: as if it had not been claimed."""
    columns = _outbox.c
    _given_back(connection, claim, {"attempts": columns.attempts - 1})


def postpone(connection: sa.Connection, claim: Claim, until: datetime) -> None:
    """Give back an event until `until`; its attempts are counted anew from then."""
    _given_back(connection, claim, {"attempts": 0, "available_at": until})


def fail(connection: sa.Connection, claim: Claim, error: str, until: datetime | None, now: datetime) -> None:
    """Note why an attempt failed, and when the next one is; without one the event is dead, and stays for a person to see."""
    values: dict[str, object] = {"error": error[:_LONGEST_ERROR]}
    values |= {"available_at": until} if until is not None else {"done_at": now, "dead": True}
    _given_back(connection, claim, values)


def pending(connection: sa.Connection, now: datetime, topics: Collection[str]) -> bool:
    """Whether there is something to claim."""
    return connection.execute(_due(), {"now": now, "topics": sorted(topics), "most": 1}).first() is not None


def next_due(connection: sa.Connection, topics: Collection[str]) -> datetime | None:
    """When the first open event is due, held or not; None when there is none."""
    statement = sa.select(sa.func.min(_outbox.c.available_at)).where(
        _outbox.c.done_at.is_(None), _outbox.c.topic.in_(topics)
    )
    found: datetime | None = connection.execute(statement).scalar_one()
    return found


def prune(connection: sa.Connection, now: datetime, kept: timedelta = KEPT) -> int:
    """Remove events that were done so long ago, with their effects, some thousands at a time; how many."""
    old = sa.select(_outbox.c.id).where(_outbox.c.done_at < now - kept).limit(_PRUNED_AT_ONCE)
    ids = connection.execute(old).scalars().all()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        connection.execute(sa.delete(models.effects).where(models.effects.c.event.in_(part)))
        connection.execute(sa.delete(_outbox).where(_outbox.c.id.in_(part)))
    return len(ids)


# -- statements: they are asked many times a second, so each is written once -----------------------------------------------


@cache
def _due() -> sa.Select[tuple[int]]:
    """Of `topics`, the first `most` events that may be claimed `now`."""
    columns, earlier = _outbox.c, _outbox.alias("earlier")
    now = sa.bindparam("now", type_=columns.available_at.type)
    held = sa.or_(earlier.c.lease_until > now, earlier.c.available_at > now)
    blocked = sa.exists().where(
        earlier.c.topic == columns.topic,
        earlier.c.key == columns.key,
        earlier.c.done_at.is_(None),
        earlier.c.id < columns.id,
        held,
    )
    return (
        sa.select(columns.id)
        .where(
            columns.done_at.is_(None),
            columns.available_at <= now,
            sa.or_(columns.lease_until.is_(None), columns.lease_until <= now),
            columns.topic.in_(sa.bindparam("topics", expanding=True)),
            sa.or_(columns.key == "", ~blocked),
        )
        .order_by(columns.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )


@cache
def _claimable() -> sa.Select[tuple[int]]:
    return _due().with_for_update(skip_locked=True)


@cache
def _claimed() -> Any:
    columns = _outbox.c
    return (
        sa.update(_outbox)
        .where(columns.id.in_(sa.bindparam("chosen", expanding=True)), columns.done_at.is_(None))
        .values(lease_token=sa.bindparam("token"), lease_until=sa.bindparam("until"), attempts=columns.attempts + 1)
        .returning(_outbox)
    )


@cache
def _held(*, done: bool) -> Any:
    """The event `id_` is still held under `token`: for another lease, or for good."""
    columns = _outbox.c
    values = (
        {"done_at": sa.bindparam("now"), "lease_until": sa.null()} if done else {"lease_until": sa.bindparam("until")}
    )
    return (
        sa.update(_outbox)
        .where(
            columns.id == sa.bindparam("id_"), columns.lease_token == sa.bindparam("token"), columns.done_at.is_(None)
        )
        .values(values)
    )


@cache
def _appended() -> Any:
    return sa.insert(_outbox).returning(_outbox.c.id)


@cache
def _effect(dialect: str) -> Any:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert
    return insert(models.effects).on_conflict_do_nothing().returning(models.effects.c.event)


def _given_back(connection: sa.Connection, claim: Claim, values: Mapping[str, object]) -> None:
    """What is no longer ours stays as its present holder has it."""
    columns = _outbox.c
    connection.execute(
        sa.update(_outbox)
        .where(columns.id == claim.event.id, columns.lease_token == claim.token, columns.done_at.is_(None))
        .values({"lease_until": None, "lease_token": None, **values})
    )

"""Hands what happened to records to those who follow it: each is told once of each event, in one transaction with what it
plans because of it (a run, a delivery). Nothing here sends or changes anything itself.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from ..core import outbox
from ..core.context import SYSTEM, Context, Source
from ..core.outbox import Event
from ..tables.transaction import Tx
from ..tables.workspaces import Workspace

log = logging.getLogger("gezi.dispatch")

RECORDS = "records"  #: the topic of `tables.changes.history`: {change_set, table, kind, records}
AT_ONCE = 200  #: events told in one transaction
KEPT = timedelta(days=7)  #: for which events are kept after they were told
SWEEP = timedelta(hours=1)
GIVE_UP = 8  #: attempts after which an event that a follower cannot take is put aside


class Follower(Protocol):
    """Something that is to be told of events."""

    def tables(self, tx: Tx) -> Collection[int]:
        """The tables whose events matter to it at present; of others it is not told."""
        ...

    def told(self, tx: Tx, event: Event) -> None:
        """Plan what follows from an event. What it writes is committed with the event's being done, or not at all."""
        ...


class Dispatcher:
    """The followers of every workspace, and when each workspace's outbox was last tidied."""

    def __init__(self, followers: Sequence[Follower]) -> None:
        self._followers = followers
        self._swept: dict[str, datetime] = {}

    def dispatch(self, workspace: Workspace, now: datetime) -> int:
        """Tell the followers of the next events of a workspace; how many events there were."""
        with workspace.database.read() as connection:
            if not outbox.is_due(connection, (RECORDS,), now):
                return 0
        ctx = Context(SYSTEM, Source.AUTOMATION, now, timezone=workspace.timezone)
        with workspace.write(ctx) as tx:
            events = outbox.claim(tx.connection, (RECORDS,), now, limit=AT_ONCE)
            wanted = [(follower, frozenset(follower.tables(tx))) for follower in self._followers]
            told: list[Event] = []
            for event in events:
                concerned = [follower for follower, tables in wanted if event.payload.get("table") in tables]
                if not concerned or _tell(tx, event, concerned, now):
                    told.append(event)
            outbox.done(tx.connection, told, now)
            self._sweep(tx, now)
            return len(events)

    def _sweep(self, tx: Tx, now: datetime) -> None:
        last = self._swept.get(tx.workspace.key)
        if last is None or now - last >= SWEEP:
            self._swept[tx.workspace.key] = now
            outbox.sweep(tx.connection, now - KEPT)


def _tell(tx: Tx, event: Event, followers: Sequence[Follower], now: datetime) -> bool:
    """Whether the event is done with: told, or told in vain so often that it is put aside."""
    began = tx.change_set
    with suppress(Exception), tx.connection.begin_nested():
        try:
            for follower in followers:
                follower.told(tx, event)
        except Exception:
            log.exception("event %s of workspace %s could not be told", event.id, tx.workspace.key)
            raise
        return True
    tx.change_set = began
    if event.attempts >= GIVE_UP:
        return True
    outbox.postpone(tx.connection, event, now + timedelta(seconds=2**event.attempts))
    return False

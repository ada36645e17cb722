"""Tells those who follow records what happened to them: each once of each event, in one transaction with what it plans because
of it (a run, a delivery). Nothing here sends or changes anything itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from ..core.context import SYSTEM, Source
from ..core.outbox import Claim, Event
from ..tables.listening import RECORDS
from ..tables.transaction import Tx
from ..tables.workspaces import Workspaces


class Follower(Protocol):
    """Something that is to be told of events. What it wants to hear of it declares (`tables.listening.declare`), in the
    transaction that makes it want to: events that nobody has declared for are never written."""

    name: str  #: part of the key of its effects: never changes

    def tables(self, tx: Tx) -> Collection[int]:
        """The tables whose events matter to it at present; of others it is not told."""
        ...

    def told(self, tx: Tx, event: Event) -> None:
        """Plan what follows from an event. What it writes is committed with the event's being done, or not at all."""
        ...


class Following:
    """A follower as a consumer of the outbox: for followers are kept apart, one that fails does not hinder others."""

    topics = frozenset({RECORDS})

    def __init__(self, workspaces: Workspaces, follower: Follower) -> None:
        self._workspaces, self._follower = workspaces, follower
        self.name = follower.name

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        ctx = self._workspaces.context(SYSTEM, Source.AUTOMATION)
        with self._workspaces.open(place).write(ctx) as tx:
            wanted = frozenset(self._follower.tables(tx))
            for claim in claims:
                if claim.once(tx.connection, ctx.now) and claim.event.payload.get("table") in wanted:
                    self._follower.told(tx, claim.event)

    def gave_up(self, place: str, event: Event, error: str) -> None:
        """The event stays in the outbox with its error."""

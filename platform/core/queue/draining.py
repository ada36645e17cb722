"""Handing events of the outbox to those who consume them; retries, back-off, and what is given up.

A *place* is a workspace by its key. Nothing here knows what an event means.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from .. import outbox
from ..clock import Clock
from ..database import Database
from ..outbox import Claim, Event, LeaseLost, Postponed

AT_ONCE = 50  #: events that are claimed together
MOST_ATTEMPTS = 12  #: after which an event is dead; crashes of the process count as attempts
_FIRST, _LONGEST = timedelta(seconds=2), timedelta(hours=1)
log = logging.getLogger("gezi.queue")


class Consumer(Protocol):
    """Somebody who does something about events of certain topics. Consumers of a topic are independent of each other."""

    name: str  #: part of the key of its effects: never changes
    topics: frozenset[str]

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        """See to events, in their order.

        Each effect is written in one transaction with `claim.once(connection, now)`; if that says False, it is there
        already. Claims left without a `once` go back unharmed. When something is raised, all of them come again one by
        one; what a single claim raises is its failed attempt, but for `Postponed`, which asks to come back later.
        """
        ...

    def gave_up(self, place: str, event: Event, error: str) -> None:
        """The event has failed for the last time."""
        ...


class Queue:
    """The outboxes of an installation and their consumers."""

    def __init__(
        self,
        consumers: Iterable[Consumer],
        database: Callable[[str], Database],
        places: Callable[[], Sequence[str]],
        clock: Clock,
    ) -> None:
        self.clock = clock
        self.places = places
        self._database = database
        self._consumers: Mapping[str, tuple[Consumer, ...]] = _by_topic(consumers)

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(self._consumers)

    def pending(self, place: str) -> bool:
        """Whether something waits there; a read."""
        with self._database(place).read() as connection:
            return outbox.pending(connection, self.clock.now(), self.topics)

    def next_due(self, place: str) -> datetime | None:
        with self._database(place).read() as connection:
            return outbox.next_due(connection, self.topics)

    def drain(self, place: str, *, most: int | None = None, stop: Callable[[], bool] = lambda: False) -> int:
        """Work off what is due, until nothing is left, `most` events have been handed out, or `stop`; how many it were."""
        seen = 0
        while not stop() and (most is None or seen < most):
            handed = self.step(place, AT_ONCE if most is None else min(AT_ONCE, most - seen))
            seen += handed
            if not handed:
                break
        return seen

    def step(self, place: str, limit: int = AT_ONCE) -> int:
        """Claim once and see to what was claimed."""
        if not self.pending(place):
            return 0
        with self._database(place).write() as connection:
            token, events = outbox.claim(connection, self.clock.now(), self.topics, limit)
        by_topic: dict[str, list[Event]] = {}
        for event in events:
            by_topic.setdefault(event.topic, []).append(event)
        for topic, together in by_topic.items():
            self._see_to(place, topic, together, token)
        return len(events)

    def prune(self, place: str) -> int:
        with self._database(place).write() as connection:
            return outbox.prune(connection, self.clock.now())

    # -- inside ------------------------------------------------------------------------------------------------------

    def _see_to(self, place: str, topic: str, events: Sequence[Event], token: str) -> None:
        consumers = self._consumers[topic]
        troubles: dict[int, _Trouble] = {}  # by event: it stays open
        for place_in_line, consumer in enumerate(consumers):
            last = place_in_line == len(consumers) - 1
            claims = [Claim(event, token, consumer.name, last and event.id not in troubles) for event in events]
            for claim, error in self._hand(place, consumer, claims):
                known = troubles.get(claim.event.id)
                if known is None or known.rank < _rank(error):
                    troubles[claim.event.id] = _Trouble(consumer, claim, error)
        if troubles:
            self._settle(place, troubles.values())

    def _hand(
        self, place: str, consumer: Consumer, claims: Sequence[Claim]
    ) -> Iterator[tuple[Claim, Exception | None]]:
        """Give claims to a consumer; those that it did not see to, with the reason if it was one."""
        line = [list(claims)]
        while line:
            together = line.pop(0)
            try:
                consumer.consume(place, together)
            except Exception as error:
                for claim in together:
                    claim.taken = False  # as far as is known: what has been committed is found again by its key
                if len(together) > 1:  # whose fault was it?
                    line = [[claim] for claim in together] + line
                else:
                    yield together[0], error
            else:
                yield from ((claim, None) for claim in together if not claim.taken)

    def _settle(self, place: str, troubles: Iterable[_Trouble]) -> None:
        """Give back what was not seen to."""
        now = self.clock.now()
        lost: list[_Trouble] = []
        with self._database(place).write() as connection:
            for trouble in troubles:
                claim, error, attempts = trouble.claim, trouble.error, trouble.claim.event.attempts
                if error is None:
                    outbox.release(connection, claim)
                elif isinstance(error, Postponed):
                    outbox.postpone(connection, claim, error.until)
                elif not isinstance(error, LeaseLost):  # else somebody else sees to it
                    dead = attempts >= MOST_ATTEMPTS
                    until = None if dead else now + delay(attempts)
                    outbox.fail(connection, claim, trouble.text, until, now)
                    if dead:
                        lost.append(trouble)
                    log.error("event %s in %s: %s", claim.event.id, place, claim.consumer, exc_info=error)
        for trouble in lost:
            trouble.consumer.gave_up(place, trouble.claim.event, trouble.text)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why an event is still open."""

    consumer: Consumer
    claim: Claim
    error: Exception | None

    @property
    def rank(self) -> int:
        return _rank(self.error)

    @property
    def text(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


def _rank(error: Exception | None) -> int:
    """Which of several troubles with one event decides what becomes of it."""
    if error is None:
        return 0
    return 1 if isinstance(error, Postponed) else 2


def delay(attempts: int) -> timedelta:
    """How long to wait after so many failures: 2, 4, 8 … seconds, at most an hour."""
    return min(_FIRST * 2 ** min(attempts - 1, 20), _LONGEST)


def _by_topic(consumers: Iterable[Consumer]) -> dict[str, tuple[Consumer, ...]]:
    found: dict[str, tuple[Consumer, ...]] = {}
    for consumer in consumers:
        for topic in sorted(consumer.topics):
            found[topic] = (*found.get(topic, ()), consumer)
    return found

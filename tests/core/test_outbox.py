"""The outbox: claims, leases, retries. On both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from gezi.core import outbox
from gezi.core.database import Database
from gezi.core.queue import Drain

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def put(database: Database, *keys: str, topic: str = "records", after: datetime | None = None) -> None:
    with database.write() as connection:
        for key in keys:
            outbox.append(connection, topic, key, {"about": key}, NOW, after=after)


def take(database: Database, now: datetime = NOW, limit: int = 10, topic: str = "records") -> list[outbox.Event]:
    with database.write() as connection:
        return outbox.claim(connection, (topic,), now, limit=limit, lease=MINUTE)


def keys(events: list[outbox.Event]) -> list[str]:
    return [event.key for event in events]


def test_events_are_claimed_in_their_order_and_by_one_alone(database: Database) -> None:
    put(database, "a", "b", "c")
    assert keys(take(database, limit=2)) == ["a", "b"]
    assert keys(take(database)) == ["c"]
    assert take(database) == []


def test_a_claim_that_ran_out_is_anybodys_and_who_comes_late_changes_nothing(database: Database) -> None:
    put(database, "a")
    (late,) = take(database)
    (next_one,) = take(database, NOW + MINUTE)
    assert (late.attempts, next_one.attempts) == (1, 2)
    with database.write() as connection:
        assert outbox.done(connection, [late], NOW) == 0
        assert not outbox.postpone(connection, late, NOW)
        assert outbox.done(connection, [next_one], NOW) == 1
    assert take(database, NOW + 10 * MINUTE) == []


def test_what_did_not_work_comes_again_when_it_was_said_to(database: Database) -> None:
    put(database, "a")
    (event,) = take(database)
    with database.write() as connection:
        assert outbox.postpone(connection, event, NOW + MINUTE)
    assert take(database, NOW + MINUTE - timedelta(microseconds=1)) == []
    assert keys(take(database, NOW + MINUTE)) == ["a"]


def test_an_event_may_be_for_later_and_other_topics_are_left_alone(database: Database) -> None:
    put(database, "later", after=NOW + MINUTE)
    put(database, "other", topic="delivery")
    with database.read() as connection:
        assert not outbox.is_due(connection, ("records",), NOW)
        assert outbox.is_due(connection, ("records",), NOW + MINUTE)
    assert keys(take(database, topic="delivery")) == ["other"]


def test_only_what_was_seen_to_long_ago_is_forgotten(database: Database) -> None:
    put(database, "a", "b", "open")
    first, second, _ = take(database)
    with database.write() as connection:
        outbox.done(connection, [first], NOW)
        outbox.done(connection, [second], NOW + MINUTE)
        assert outbox.sweep(connection, NOW + MINUTE) == 1
    assert keys(take(database, NOW + 10 * MINUTE)) == ["open"]


def test_the_drain_goes_on_after_work_that_failed_and_stops_when_told() -> None:
    done = threading.Event()
    calls: list[int] = []

    def work() -> bool:
        calls.append(1)
        if len(calls) == 3:
            done.set()
        return len(calls) < 3

    drain = Drain(work, every=0.01)
    drain.start()
    assert done.wait(30)
    drain.close()
    seen = len(calls)
    assert drain.stopping
    assert not threading.Event().wait(0.05)
    assert len(calls) == seen

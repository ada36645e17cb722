"""The outbox is worked off once, in order, whatever crashes, fails or is handed out twice (reliability 4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event as Signal

import pytest

from gezi.core import outbox
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.outbox import Claim, Event, LeaseLost, Postponed
from gezi.core.queue import Attendant, Queue
from gezi.core.queue.draining import MOST_ATTEMPTS, delay

PLACE = "here"


@dataclass
class Diary:
    """Writes down what it was told, in the order it was told it; fails at will."""

    database: Database
    clock: FixedClock
    name: str = "diary"
    topics: frozenset[str] = frozenset({"news"})
    told: list[str] = field(default_factory=list[str])
    failing: dict[str, list[Exception]] = field(default_factory=dict[str, list[Exception]])
    lost: list[str] = field(default_factory=list[str])

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        assert place == PLACE
        told: list[str] = []
        with self.database.write() as connection:
            for claim in claims:
                what = str(claim.event.payload["what"])
                if self.failing.get(what):
                    raise self.failing[what].pop(0)
                if claim.once(connection, self.clock.now()):
                    told.append(what)
        self.told += told

    def gave_up(self, place: str, event: Event, error: str) -> None:
        self.lost.append(f"{event.payload['what']}: {error}")


@pytest.fixture
def diary(database: Database, clock: FixedClock) -> Diary:
    return Diary(database, clock)


def queue_of(*diaries: Diary) -> Queue:
    database = diaries[0].database
    return Queue(diaries, lambda _place: database, lambda: [PLACE], diaries[0].clock)


def post(diary: Diary, what: str, key: str = "", after: timedelta = timedelta(0)) -> int:
    now = diary.clock.now()
    with diary.database.write() as connection:
        return outbox.append(connection, "news", key, {"what": what}, now, due=now + after)


def claim(diary: Diary) -> list[Claim]:
    with diary.database.write() as connection:
        token, events = outbox.claim(connection, diary.clock.now(), ["news"], 10)
    return [Claim(event, token, diary.name) for event in events]


def test_what_is_due_is_handed_out_in_its_order_and_only_once(diary: Diary) -> None:
    for what in "abc":
        post(diary, what)
    post(diary, "tomorrow", after=timedelta(days=1))
    queue = queue_of(diary)
    assert queue.drain(PLACE) == 3
    assert queue.drain(PLACE) == 0
    assert diary.told == ["a", "b", "c"]
    diary.clock.advance(timedelta(days=1))
    queue.drain(PLACE)
    assert diary.told == ["a", "b", "c", "tomorrow"]


def test_an_event_whose_worker_died_is_handed_out_again_after_its_lease(diary: Diary) -> None:
    post(diary, "a", key="row 1")
    post(diary, "b", key="row 1")
    post(diary, "c", key="row 2")
    assert len(claim(diary)) == 3  # and the worker dies
    queue = queue_of(diary)
    assert queue.drain(PLACE) == 0
    diary.clock.advance(outbox.LEASE)
    assert queue.drain(PLACE) == 3
    assert diary.told == ["a", "b", "c"]


def test_a_worker_that_wakes_up_after_its_lease_writes_nothing(diary: Diary) -> None:
    post(diary, "a")
    (stale,) = claim(diary)
    diary.clock.advance(outbox.LEASE)
    queue_of(diary).drain(PLACE)
    with pytest.raises(LeaseLost), diary.database.write() as connection:
        stale.once(connection, diary.clock.now())
    assert diary.told == ["a"]


def test_later_events_of_a_key_wait_for_an_earlier_one_that_failed_and_others_do_not(diary: Diary) -> None:
    post(diary, "a", key="row 1")
    post(diary, "b", key="row 1")
    post(diary, "c", key="row 2")
    diary.failing["a"] = [RuntimeError("no"), RuntimeError("no")]  # together with the others, then alone
    queue = queue_of(diary)
    queue.drain(PLACE, most=3)
    assert "a" not in diary.told
    post(diary, "d", key="row 1")
    queue.drain(PLACE)
    assert sorted(diary.told) == ["b", "c"]  # b was in hand already when a failed; d waits
    diary.clock.advance(delay(1))
    queue.drain(PLACE)
    assert diary.told[-2:] == ["a", "d"]


def test_what_fails_for_ever_is_given_up_and_kept_with_its_error(diary: Diary) -> None:
    id_ = post(diary, "a", key="row 1")
    post(diary, "b", key="row 1")
    diary.failing["a"] = [RuntimeError("never")] * (MOST_ATTEMPTS + 1)  # the first time with b, then alone
    queue = queue_of(diary)
    for _ in range(3 * MOST_ATTEMPTS):
        queue.drain(PLACE)
        diary.clock.advance(timedelta(hours=1))
    assert diary.lost == ["a: RuntimeError: never"]
    assert diary.told == ["b"]
    with diary.database.read() as connection:
        row = connection.exec_driver_sql(f"SELECT dead, error FROM {_outbox(diary)} WHERE id = {id_}").one()
    assert (bool(row.dead), row.error) == (True, "RuntimeError: never")


def test_an_event_that_is_put_off_comes_again_then_and_that_is_no_failure(diary: Diary) -> None:
    post(diary, "a")
    diary.failing["a"] = [Postponed(diary.clock.now() + timedelta(hours=2))]
    queue = queue_of(diary)
    queue.drain(PLACE)
    diary.clock.advance(timedelta(hours=1))
    queue.drain(PLACE)
    assert diary.told == []
    assert queue.next_due(PLACE) == diary.clock.now() + timedelta(hours=1)
    diary.clock.advance(timedelta(hours=1))
    queue.drain(PLACE)
    assert diary.told == ["a"]


def test_two_consumers_of_a_topic_do_not_hinder_each_other(diary: Diary) -> None:
    other = Diary(diary.database, diary.clock, name="other")
    for first, second in ((diary, other), (other, diary)):
        post(diary, f"by {first.name}")
        first.failing[f"by {first.name}"] = [RuntimeError("not now")]
        queue = queue_of(diary, other)
        queue.drain(PLACE)
        assert (first.told.count(f"by {first.name}"), second.told.count(f"by {first.name}")) == (0, 1)
        diary.clock.advance(timedelta(minutes=1))
        queue.drain(PLACE)
        assert (first.told.count(f"by {first.name}"), second.told.count(f"by {first.name}")) == (1, 1)
    assert not queue_of(diary, other).pending(PLACE)
    diary.clock.advance(outbox.KEPT + timedelta(minutes=1))
    assert queue_of(diary, other).prune(PLACE) == 2


def test_a_thread_sees_to_what_a_bell_announces_and_to_what_it_does_not(diary: Diary) -> None:
    queue = queue_of(diary)
    done = Signal()

    def act(place: str) -> None:
        queue.drain(place)
        if diary.told:
            done.set()

    for ring in (True, False):
        diary.told.clear()
        done.clear()
        attendant = Attendant(act, lambda: [PLACE], every=60 if ring else 0.05)
        attendant.start()
        post(diary, "a")
        if ring:
            attendant.ring(PLACE)
        assert done.wait(30)
        attendant.close()
        assert diary.told == ["a"]


def _outbox(diary: Diary) -> str:
    return "outbox" if diary.database.schema is None else f'"{diary.database.schema}".outbox'

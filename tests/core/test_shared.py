"""What processes share through Redis: word of what was committed, and counts. Two of them stand for two processes."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gezi.accounts.throttle import LIMIT, Throttle
from gezi.api.rates import Rate
from gezi.core.clock import FixedClock
from gezi.core.errors import Refusal
from gezi.core.shared.counting import Counts
from gezi.core.shared.relay import Relay, Word
from support.servers import OwnRedis

SOON = 30.0  # seconds; only a failure waits that long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("redis")


@pytest.fixture
def own(folder: Path, cluster: object) -> Iterator[OwnRedis]:
    server = OwnRedis(folder)
    server.start()
    yield server
    server.stop()


def test_a_word_reaches_the_others_and_not_oneself(own: OwnRedis) -> None:
    with closing(Relay(own.url)) as mouth, closing(Relay(own.url)) as ear:
        heard: queue.Queue[Word | str] = queue.Queue()
        echo: queue.Queue[Word | str] = queue.Queue()
        ear.listen(heard.put, lambda: heard.put("missed"))
        mouth.listen(echo.put, lambda: echo.put("missed"))
        assert (heard.get(timeout=SOON), echo.get(timeout=SOON)) == ("missed", "missed")
        mouth.tell(Word("crm", 7, structure=True))
        assert heard.get(timeout=SOON) == Word("crm", 7, structure=True)
        ear.tell(Word("crm", 8, structure=False))
        assert echo.get(timeout=SOON) == Word("crm", 8, structure=False)  # and its own word never came


def test_words_of_one_place_that_wait_become_one() -> None:
    first, second = Word("crm", 7, structure=True), Word("crm", 9, structure=False)
    assert first.and_(second) == second.and_(first) == Word("crm", 9, structure=True)


def test_a_redis_that_went_away_is_heard_again_when_it_is_back(own: OwnRedis) -> None:
    with closing(Relay(own.url)) as mouth, closing(Relay(own.url)) as ear:
        heard: queue.Queue[Word | str] = queue.Queue()
        ear.listen(heard.put, lambda: heard.put("missed"))
        assert heard.get(timeout=SOON) == "missed"
        own.stop()
        mouth.tell(Word("crm", 7, structure=False))  # nobody hears it, and nobody waits for it
        own.start()
        assert heard.get(timeout=SOON) == "missed"  # so whoever listens looks for himself
        mouth.tell(Word("crm", 8, structure=False))
        assert heard.get(timeout=SOON) == Word("crm", 8, structure=False)


def test_nonsense_in_the_channel_is_passed_over(own: OwnRedis) -> None:
    with closing(Relay(own.url)) as mouth, closing(Relay(own.url)) as ear, own.client() as client:
        heard: queue.Queue[Word | str] = queue.Queue()
        ear.listen(heard.put, lambda: heard.put("missed"))
        assert heard.get(timeout=SOON) == "missed"
        (channel,) = client.pubsub_channels("gezi:*")
        for nonsense in (b"", b"[]", b'{"from": 1}', b'{"from":"x","place":[],"last":"y","structure":1}'):
            client.publish(channel, nonsense)
        mouth.tell(Word("crm", 1, structure=False))
        assert heard.get(timeout=SOON) == Word("crm", 1, structure=False)


def test_two_processes_fill_one_bucket_and_each_its_own_while_redis_is_away(own: OwnRedis) -> None:
    with closing(Counts(own.url)) as counts, closing(Counts(own.url)) as other:
        one, two = Rate(1, shared=counts, now=lambda: 0), Rate(1, shared=other, now=lambda: 0)
        one.take("token:1")
        with pytest.raises(Refusal) as refusal:
            two.take("token:1")
        assert refusal.value.problems[0].params["seconds"] in range(50, 61)
        two.take("token:2")
        own.stop()
        two.take("token:1")
        with pytest.raises(Refusal):
            two.take("token:1")


def test_failed_sign_ins_are_counted_together_and_a_success_wipes_the_slate_everywhere(
    own: OwnRedis, clock: FixedClock
) -> None:
    with closing(Counts(own.url)) as counts, closing(Counts(own.url)) as other:
        one, two = Throttle(clock, shared=counts), Throttle(clock, shared=other)
        for turn in range(LIMIT):
            (one, two)[turn % 2].enter("ann", "192.0.2.1")
        for each in (one, two):
            with pytest.raises(Refusal) as refusal:
                each.enter("ann", "192.0.2.1")
            assert refusal.value.problems[0].params["minutes"] == 5
        two.enter("ann", "192.0.2.2")
        one.succeeded("ann", "192.0.2.1")
        two.enter("ann", "192.0.2.1")
        own.stop()
        for _ in range(LIMIT):
            two.enter("bob", "192.0.2.1")
        with pytest.raises(Refusal):
            two.enter("bob", "192.0.2.1")
        clock.advance(timedelta(minutes=5))
        two.enter("bob", "192.0.2.1")

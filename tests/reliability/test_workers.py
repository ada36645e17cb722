"""Workers and work-horses are killed, Redis dies and comes back: every event has its effect once (reliability 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rq

from gezi.core.queue.ringing import NAME, RedisBell
from gezi.core.shared.connection import connect
from support.databases import Cluster
from support.posts import Post, Redis


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Redis]:
    made = Redis(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def post(tmp_path: Path, cluster: Cluster, bell: Redis) -> Iterator[Post]:
    with cluster.database() as url:
        made = Post(tmp_path, url, bell.url)
        yield made
        made.close()


def once_each(post: Post) -> None:
    post.wait(post.sent)
    effects = post.effects()
    assert len(effects) == post.sent
    assert set(effects.values()) == {1}


def test_every_event_has_its_effect_once_whoever_is_killed_and_without_redis(post: Post, bell: Redis) -> None:
    post.hire()
    for _ in range(3):
        before = len(post.effects())
        post.send(4)
        post.wait(before + 1)
        post.kill()
    once_each(post)
    bell.kill()
    post.send(4)
    once_each(post)  # the worker looks around by itself
    bell.start()
    post.send(4)
    once_each(post)


def test_a_bell_that_rings_while_somebody_works_is_theirs_and_starts_nobody_else(bell: Redis) -> None:
    server, worker = RedisBell(bell.url, "nobody.calls"), RedisBell(bell.url, "nobody.calls")
    waiting = rq.Queue(NAME, connection=connect(bell.url))
    server.ring("small")
    server.ring("small")
    assert waiting.count == 1
    waiting.empty()  # a worker has taken it
    turns = worker.turns("small")
    next(turns)
    server.ring("small")
    assert waiting.is_empty()
    next(turns)  # the one that works takes another turn
    server.ring("large")
    assert waiting.count == 1  # another workspace is anybody's
    turns.close()
    server.close()
    worker.close()


@pytest.mark.proof
def test_two_hundred_events_and_twenty_kills(post: Post) -> None:
    post.hire()
    post.hire()
    for _ in range(20):
        before = len(post.effects())
        post.send(10)
        post.wait(before + 1)
        post.kill()
    once_each(post)

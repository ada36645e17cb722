"""A simulation in one thread: writers, workers, a clock, crashes at every point, zombies and duplicates, drawn from a seed.

Whatever happens, every event has each of its effects exactly once.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from gezi.core import models, outbox
from gezi.core.clock import FixedClock
from gezi.core.database import Database
from gezi.core.outbox import Claim, Event, LeaseLost
from gezi.core.queue import Queue
from support.patience import batches

SEEDS = 5_000  #: of every run; `make proof` plays on
PART = 1_000  #: in one test, so that the workers of a run share them
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
done = sa.Table(
    "done",
    sa.MetaData(),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("consumer", sa.Text),
    sa.Column("event", sa.Integer),
)
EFFECT = sa.insert(done)
CLEAR = tuple(sa.delete(table) for table in (models.outbox, models.effects, done))
SEEN = sa.select(done.c.consumer, done.c.event).order_by(done.c.n)
LEFT = sa.select(sa.func.count()).where(models.outbox.c.done_at.is_(None))


class Died(BaseException):
    """The process is gone: nothing is caught, nothing is given back."""


class Worker:
    """A consumer that writes an effect, and fails or dies whenever the seed says so."""

    topics = frozenset({"news"})

    def __init__(self, name: str, world: World) -> None:
        self.name, self.world = name, world

    def consume(self, place: str, claims: Sequence[Claim]) -> None:
        world, chance = self.world, self.world.chance
        world.zombies += [claims] if chance.random() < 0.1 else []
        for start in range(0, len(claims), 2):  # two transactions or more, as a slow consumer makes them
            with world.database.write() as connection:
                for claim in claims[start : start + 2]:
                    world.may_die()
                    if claim.once(connection, world.clock.now()):
                        connection.execute(EFFECT, {"consumer": self.name, "event": claim.event.id})
                    if chance.random() < world.trouble:
                        raise RuntimeError("no luck")
            world.may_die()

    def gave_up(self, place: str, event: Event, error: str) -> None:
        raise AssertionError("nothing is given up in so short a time")


class World:
    """One run of the simulation."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance, self.clock = database, random.Random(seed), FixedClock(START)
        self.trouble = 0.1
        self.zombies: list[Sequence[Claim]] = []
        self.workers = [Worker("automations", self), Worker("webhooks", self)]
        self.queue = Queue(self.workers, lambda _place: database, lambda: ["here"], self.clock)
        self.events: dict[int, str] = {}

    def may_die(self) -> None:
        if self.chance.random() < self.trouble / 2:
            raise Died

    def write(self) -> None:
        """Somebody changes something."""
        key = self.chance.choice(("", "row 1", "row 2"))
        with self.database.write() as connection:
            due = self.clock.now() + timedelta(seconds=self.chance.choice((0, 0, 0, 90)))
            id_ = outbox.append(connection, "news", key, {}, self.clock.now(), due=due)
        self.events[id_] = key

    def wake_a_zombie(self) -> None:
        """A worker that was taken for dead goes on with what it held."""
        if self.zombies:
            claims = self.zombies.pop(self.chance.randrange(len(self.zombies)))
            fresh = [Claim(claim.event, claim.token, claim.consumer, claim.last) for claim in claims]
            with suppress(LeaseLost, RuntimeError, Died):
                next(each for each in self.workers if each.name == fresh[0].consumer).consume("here", fresh)

    def step(self) -> None:
        with suppress(Died):
            match self.chance.randrange(5):
                case 0:
                    self.write()
                case 1:
                    self.clock.advance(timedelta(seconds=self.chance.choice((1, 10, 50))))
                case 2:
                    self.wake_a_zombie()
                case _:
                    self.queue.step("here", self.chance.choice((1, 3, 50)))


def play(database: Database, seed: int) -> None:
    with database.write() as connection:
        for statement in CLEAR:
            connection.execute(statement)
    world = World(database, seed)
    for _ in range(25):
        world.step()
    world.trouble = 0.0
    for _ in range(4):  # luck returns
        world.clock.advance(timedelta(hours=1))
        world.queue.drain("here")
    with database.read() as connection:
        rows = connection.execute(SEEN).all()
        left = connection.execute(LEFT).scalar_one()
    assert left == 0, seed
    for worker in world.workers:
        assert sorted(event for consumer, event in rows if consumer == worker.name) == sorted(world.events), seed


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Database:
    """The outbox in memory: thousands of seeds in the time of a few commits to a disk. That the work fails is not worth a
    line in the log each time."""
    monkeypatch.setattr(logging.getLogger("gezi.queue"), "disabled", True)
    engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    database = Database(engine, engine, schema=None, path=None)
    with database.write() as connection:
        for table in (models.outbox, models.effects, done):
            table.create(connection)
    return database


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_every_effect_happens_once_whatever_crashes(memory: Database, first: int) -> None:
    for seed in range(first, first + PART):
        play(memory, seed)


@pytest.mark.proof
def test_every_effect_happens_once_in_many_more_worlds(memory: Database, pytestconfig: pytest.Config) -> None:
    for start in batches(pytestconfig):
        for seed in range(SEEDS + PART * start, SEEDS + PART * (start + 1)):
            play(memory, seed)

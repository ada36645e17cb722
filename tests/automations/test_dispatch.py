"""Telling followers of events: once each, together with what they plan, and one that fails spoils nothing for others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from gezi.api.background import Background
from gezi.core import models
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.outbox import Event
from gezi.core.queue.draining import MOST_ATTEMPTS, delay
from gezi.tables import listening, records
from gezi.tables.transaction import Tx
from gezi.tables.workspaces import Workspace, Workspaces


class Notes:
    """Follows one table and writes down, in the transaction, what it is told."""

    def __init__(self, table: str, *, fails: int = 0) -> None:
        self.table = table
        self.name = f"notes of {table}"
        self.fails = fails

    def tables(self, tx: Tx) -> Collection[int]:
        return (tx.catalogue.table(self.table).id,)

    def told(self, tx: Tx, event: Event) -> None:
        row = {"key": f"note:{self.table}:{event.id}", "value": event.payload["records"]}
        tx.connection.execute(sa.insert(models.properties), row)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("this follower is broken")


def notes(workspace: Workspace, table: str) -> list[object]:
    columns = models.properties.c
    with workspace.database.read() as connection:
        found = sa.select(columns.value).where(columns.key.like(f"note:{table}:%")).order_by(columns.key)
        return list(connection.execute(found).scalars())


def create(workspaces: Workspaces, workspace: Workspace, name: str) -> int:
    with workspace.write(workspaces.context(SYSTEM, Source.API)) as tx:
        return records.create(tx, "customers", [{"name": name}]).ids[0]


def followed(workspaces: Workspaces, workspace: Workspace, *followers: Notes) -> Background:
    with workspace.write(workspaces.context(SYSTEM, Source.API)) as tx:
        for follower in followers:
            listening.declare(tx, follower.name, [(listening.RECORDS, follower.table)])
    return Background(workspaces, followers)


def test_each_follower_is_told_once_of_the_tables_it_follows(workspaces: Workspaces, workspace: Workspace) -> None:
    create(workspaces, workspace, "nobody listens yet")
    background = followed(workspaces, workspace, Notes("customers"), Notes("orders"))
    made = create(workspaces, workspace, "A")
    background.run()
    background.run()
    assert notes(workspace, "customers") == [[made]]
    assert notes(workspace, "orders") == []


def test_what_a_failing_follower_wrote_is_taken_back_and_it_is_told_again_later(
    workspaces: Workspaces, workspace: Workspace, clock: FixedClock
) -> None:
    background = followed(workspaces, workspace, Notes("customers", fails=1))
    made = create(workspaces, workspace, "A")
    background.run()
    assert notes(workspace, "customers") == []
    clock.advance(delay(1))
    background.run()
    assert notes(workspace, "customers") == [[made]]


def test_an_event_that_can_never_be_told_is_put_aside(
    workspaces: Workspaces, workspace: Workspace, clock: FixedClock
) -> None:
    background = followed(workspaces, workspace, Notes("customers", fails=1_000))
    create(workspaces, workspace, "A")
    for _ in range(MOST_ATTEMPTS):
        assert background.queue.pending(workspace.key)
        background.run()
        clock.advance(timedelta(hours=1))
    assert not background.queue.pending(workspace.key)
    assert notes(workspace, "customers") == []

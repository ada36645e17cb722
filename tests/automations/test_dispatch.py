"""Telling followers of events: once each, together with what they plan, and one that fails spoils nothing for others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from gezi.automations.dispatch import GIVE_UP, Dispatcher
from gezi.core import models
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.outbox import Event
from gezi.tables import records
from gezi.tables.transaction import Tx
from gezi.tables.workspaces import Workspace, Workspaces


class Notes:
    """Follows one table and writes down, in the transaction, what it is told."""

    def __init__(self, table: str, *, fails: int = 0) -> None:
        self.table = table
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


def test_each_follower_is_told_once_of_the_tables_it_follows(
    workspaces: Workspaces, workspace: Workspace, clock: FixedClock
) -> None:
    made = create(workspaces, workspace, "A")
    dispatcher = Dispatcher([Notes("customers"), Notes("orders")])
    assert dispatcher.dispatch(workspace, clock.now()) == 1
    assert dispatcher.dispatch(workspace, clock.now()) == 0
    assert notes(workspace, "customers") == [[made]]
    assert notes(workspace, "orders") == []


def test_what_a_failing_follower_wrote_is_taken_back_and_it_is_told_again_later(
    workspaces: Workspaces, workspace: Workspace, clock: FixedClock
) -> None:
    first = create(workspaces, workspace, "A")
    second = create(workspaces, workspace, "B")
    dispatcher = Dispatcher([Notes("customers", fails=1)])
    dispatcher.dispatch(workspace, clock.now())
    assert notes(workspace, "customers") == [[second]]
    clock.advance(timedelta(seconds=2))
    dispatcher.dispatch(workspace, clock.now())
    assert notes(workspace, "customers") == [[first], [second]]


def test_an_event_that_can_never_be_told_is_put_aside(
    workspaces: Workspaces, workspace: Workspace, clock: FixedClock
) -> None:
    create(workspaces, workspace, "A")
    dispatcher = Dispatcher([Notes("customers", fails=1_000)])
    for _ in range(GIVE_UP):
        assert dispatcher.dispatch(workspace, clock.now()) == 1
        clock.advance(timedelta(hours=1))
    assert dispatcher.dispatch(workspace, clock.now()) == 0
    assert notes(workspace, "customers") == []

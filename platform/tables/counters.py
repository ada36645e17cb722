"""Counted ids and numbers: taken inside the write transaction, so they are never given twice, and never re-used."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from . import models


def take(connection: sa.Connection, name: str, count: int = 1) -> int:
    """Reserve `count` numbers of the counter `name` and return the first (counters begin at 1)."""
    after = connection.execute(_taking(), {"counter": name, "count": count}).scalar_one_or_none()
    if after is None:
        connection.execute(sa.insert(models.counters).values(name=name, next=1 + count))
        return 1
    return after - count


@cache
def _taking() -> ReturningUpdate[int]:
    """Made once: it runs for every row that is created."""
    table = models.counters
    statement = sa.update(table).where(table.c.name == sa.bindparam("counter"))
    return statement.values(next=table.c.next + sa.bindparam("count")).returning(table.c.next)


def raise_to(connection: sa.Connection, name: str, least: int) -> None:
    """Make sure that the next number of `name` is at least `least` (a restored or imported row brought its own)."""
    table = models.counters
    moved = connection.execute(
        sa.update(table).where(table.c.name == name, table.c.next < least).values(next=least)
    ).rowcount
    if not moved and connection.execute(sa.select(table.c.next).where(table.c.name == name)).first() is None:
        connection.execute(sa.insert(table).values(name=name, next=least))

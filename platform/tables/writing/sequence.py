"""The order of rows within their owner, kept in a number field that the table names: places in a document count, and a row
that is added by itself comes last (E1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..catalogue import TableSpec
from ..storage import chunks
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


def append(tx: Tx, table: TableSpec, rows: Sequence[Incoming]) -> None:
    """Give rows of a sub-table that come without a place the one behind the last of their owner."""
    order, owner = table.order, table.parent
    if order is None or owner is None:
        return
    open_rows = [one for one in rows if one.values.get(order.id) is None and one.values.get(owner.id) is not None]
    last: dict[int, Decimal] = {}
    physical = tx.catalogue.storage.table(table.id)
    column, link = physical.c[order.column], physical.c[owner.column]
    for part in chunks({one.values[owner.id] for one in open_rows}):
        statement = sa.select(link, sa.func.max(column, type_=column.type)).where(link.in_(part)).group_by(link)
        last.update((row[0], row[1]) for row in tx.connection.execute(statement) if row[1] is not None)
    for one in open_rows:
        whose = one.values[owner.id]
        one.values[order.id] = last[whose] = (last.get(whose, Decimal(0)) // 1) + 1


def renumbered(places: Sequence[Decimal | None]) -> list[Decimal]:
    """Numbers that rise along a document: those that rise already stay, so that nothing changes without need."""
    found: list[Decimal] = []
    last = Decimal(0)
    for place in places:
        last = place if place is not None and place > last else (last // 1) + 1
        found.append(last)
    return found

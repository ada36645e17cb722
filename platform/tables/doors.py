"""Single records opened to single people by something above this room: an approval that asks them. They may view, no more.

A door widens the scope of a table, so it holds on every route; fields that are hidden from the person stay hidden.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..fields.conditions import ALWAYS, NEVER, Condition, Test
from ..permissions.actions import Action
from ..permissions.ruling import union
from ..permissions.scope import Scope
from .models import record_doors
from .system import RECORD_ID

if TYPE_CHECKING:
    from .catalogue import Catalogue, TableSpec
    from .transaction import Tx

MOST = 500  #: doors of one person and table that count: the latest ones


def keep(tx: Tx, table: int, record: int, members: Collection[int]) -> None:
    """Open a record to exactly these members."""
    columns = record_doors.c
    here = (columns.table_id == table, columns.record == record)
    there = set(tx.connection.execute(sa.select(columns.member).where(*here)).scalars())
    if gone := there.difference(members):
        tx.connection.execute(sa.delete(record_doors).where(*here, columns.member.in_(gone)))
    if fresh := sorted(set(members).difference(there)):
        rows = [{"table_id": table, "record": record, "member": member, "at": tx.ctx.now} for member in fresh]
        tx.connection.execute(sa.insert(record_doors), rows)
        if table not in tx.catalogue.doored:
            tx.reload()  # the first door of its table: from now on every process has to look for them


def tables(connection: sa.Connection) -> frozenset[int]:
    """The tables that have doors, by id."""
    return frozenset(connection.execute(sa.select(record_doors.c.table_id).distinct()).scalars())


def behind(catalogue: Catalogue) -> list[TableSpec]:
    """The tables whose scopes doors may widen: those that have some, and those whose rows they own."""
    if not catalogue.doored:
        return []
    return [table for table in catalogue.tables.values() if _guarded(table) in catalogue.doored]


def _guarded(table: TableSpec) -> int:
    """The table whose doors count for this one: its own, or that of the rows that own its rows."""
    return table.id if table.parent is None else table.parent.options["table"]


def widened(tx: Tx, table: TableSpec, scope: Scope) -> Scope:
    """The scope with the records that are open to the caller, and the rows that they own; for tables with doors one query."""
    if scope.where(Action.VIEW) == ALWAYS:
        return scope
    door = rows(tx, table)
    if door == NEVER:
        return scope
    shown = {**scope.rows, Action.VIEW: union((scope.where(Action.VIEW), door))}
    return replace(scope, actions=scope.actions | {Action.VIEW}, rows=MappingProxyType(shown))


def rows(tx: Tx, table: TableSpec) -> Condition:
    """The rows that doors open to the caller, whatever their groups are granted."""
    parent, place, me, limits = table.parent, _guarded(table), tx.ctx.actor.member, tx.ctx.actor.limits
    if place not in tx.catalogue.doored or me is None:
        return NEVER
    if limits is not None and limits.tables is not None and table.id not in limits.tables:
        return NEVER
    ids = _records(tx, place, me)
    if not ids:
        return NEVER
    return Test((RECORD_ID.id,), "in", ids, "number") if parent is None else Test((parent.id,), "in", ids, "relation")


def _records(tx: Tx, table: int, member: int) -> tuple[int, ...]:
    columns = record_doors.c
    statement = (
        sa.select(columns.record)
        .where(columns.member == member, columns.table_id == table)
        .order_by(columns.at.desc(), columns.record.desc())
        .limit(MOST)
    )
    return tuple(sorted(tx.connection.execute(statement).scalars()))

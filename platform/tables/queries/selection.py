"""SELECTs on user tables. None can be built without a scope: `restricted` is the only way to begin one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import ALWAYS, NEVER, Condition
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand_condition
from ..statements import IDS, among
from ..storage import chunks
from .joins import Joins

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass
class Selection:
    """Rows of one table that the caller may reach, and the tables joined to them so far."""

    tx: Tx
    table: TableSpec
    joins: Joins
    restrictions: list[sa.ColumnElement[bool]]
    by_id: bool = False  #: whether rows are to be found by their ids and by no other index

    @property
    def base(self) -> sa.FromClause:
        return self.joins.base

    def where(self, condition: Condition) -> Selection:
        """Narrow by a condition of the engine's, over raw values; it may still hold variables and relative dates."""
        if condition != ALWAYS:
            self.restrictions.append(self.joins.where(self.resolved(expand_condition(self.tx.catalogue, condition))))
        return self

    def narrow(self, condition: Condition) -> Selection:
        """Narrow by a condition of the caller's, or one that is applied for them, over what they may read (S12)."""
        if condition != ALWAYS:
            self.restrictions.append(self.joins.where(self.resolved(condition), seen=True))
        return self

    def resolved(self, condition: Condition) -> Condition:
        tx = self.tx
        return conditions.resolve(condition, tx.variables, tx.ctx.today, tx.ctx.zone)

    def select(self, *columns: Any) -> sa.Select[*tuple[Any, ...]]:
        """The SELECT of these columns; call it last, when every join is known."""
        statement = sa.select(*columns).select_from(self.joins.clause).where(*self.restrictions)
        return statement.with_hint(self.base, "NOT INDEXED", "sqlite") if self.by_id else statement

    def ids(self) -> sa.Select[*tuple[Any, ...]]:
        return self.select(self.base.c.id)


def restricted(tx: Tx, table: TableSpec, action: Action = Action.VIEW) -> Selection:
    """The rows of `table` that the caller may view (or edit, delete, …)."""
    selection = Selection(tx, table, Joins(tx.catalogue, table.id, sight=tx.sight), [])
    return selection.where(tx.scope(table).where(action))


def listed(tx: Tx, table: TableSpec, ids: Any = None) -> Selection:
    """The rows that `reach` finds the caller may view: by the statement that it found them by, or as the parameter `ids` of
    whoever runs the statement."""
    selection = Selection(tx, table, Joins(tx.catalogue, table.id, sight=tx.sight), [], by_id=ids is not None)
    selection.restrictions.append(among(selection.base.c.id) if ids is None else selection.base.c.id.in_(ids))
    return selection


def gathered(tx: Tx, table: TableSpec, found: tuple[int, ...] | Any) -> Selection:
    """The rows that `reach.gather` finds, for a statement over all of them. Left to itself, SQLite would read the whole table
    in the order of what is grouped by, and look each row up among those that were found."""
    selection = Selection(tx, table, Joins(tx.catalogue, table.id, sight=tx.sight), [], by_id=True)
    own = selection.base.c.id
    selection.restrictions.append(among(own, found) if isinstance(found, tuple) else own.in_(found))
    return selection


def visible_ids(tx: Tx, table: TableSpec, ids: Iterable[int], action: Action) -> set[int]:
    """Which of `ids` are there and within the caller's scope for `action`."""
    return _within(tx, table, tx.scope(table).where(action), ids)


def among_stored(tx: Tx, table: TableSpec, ids: Iterable[int], action: Action) -> set[int]:
    """The same for rows that have been read in this transaction, so that they are there: nothing is asked where the scope
    holds every row."""
    return meeting(tx, table, tx.scope(table).where(action), ids)


def seeing(tx: Tx, table: TableSpec, path: tuple[int, ...], ids: Iterable[int]) -> set[int]:
    """On which of these rows, which the caller may view, they may read the field at the end of a path."""
    return meeting(tx, table, tx.sight.guard(table.id, path), ids)


def meeting(tx: Tx, table: TableSpec, condition: Condition, ids: Iterable[int]) -> set[int]:
    """Which of these rows meet a condition over raw values, in anybody's scope or out of it."""
    wanted = set(ids)
    if condition in (ALWAYS, NEVER) or not wanted:
        return wanted if condition == ALWAYS else set()
    return _within(tx, table, condition, wanted)


def _within(tx: Tx, table: TableSpec, condition: Condition, ids: Iterable[int]) -> set[int]:
    plain = condition
    if condition != ALWAYS:
        expanded = expand_condition(tx.catalogue, condition)
        plain = conditions.resolve(expanded, tx.variables, tx.ctx.today, tx.ctx.zone)

    def make() -> sa.Select[*tuple[Any, ...]]:
        selection = Selection(tx, table, Joins(tx.catalogue, table.id), []).where(plain)
        return selection.ids().where(among(selection.base.c.id))

    statement = tx.catalogue.storage.statements.get(("within", table.id, plain), make)
    found: set[int] = set()
    for part in chunks(ids):
        found.update(tx.connection.execute(statement, {IDS: part}).scalars())
    return found

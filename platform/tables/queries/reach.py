"""Scopes that reach few rows, by the indexes of their branches: owned by me, made by me, shared with me.

A scope is a union of such branches, and no database finds an `OR` over joins and pairs by indexes: it reads the whole table.
So the branches are asked one by one; where all of them together reach few rows, a list is made of these, and where they reach
many, the table is read in the list's order, in which a page is soon full. Which of the two is better is told by counts that
were made a while ago: they decide how rows are found, never which.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import Condition
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand, expand_condition
from ..statements import settled
from . import alternatives, branches
from .branches import Branch, Left

if TYPE_CHECKING:
    from ..transaction import Tx

FEW = 5_000  #: rows; so many are put in order faster than a large table is read
_LOOKED_AT = 20_000  #: rows that indexes may find, of which the rest of the tests leaves few
_COUNTED = 50_000  #: rows of a test; where there are more, the table may as well be read
RARE = 100  #: rows of a filter, of each of which a scope is asked sooner than its own rows are found
PART = 3  #: of the table: where a scope's indexes find less, they are followed for what is asked of all its rows
_OLD = timedelta(minutes=5)  #: the age at which counts are made anew
Ids = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """How to find the rows of a scope by indexes. It may be the key of a statement that it is part of."""

    made: datetime
    last: int  #: the highest id of the table, for its size
    ids: Ids | None  #: the rows, some of them twice; None where too many have to be looked at
    parts: tuple[Branch, ...]  #: of these they are made, the largest first
    sizes: tuple[int, ...]  #: how many rows the test that finds a part does, counted up to a limit
    large: int  #: how many of the parts are
    part: bool  #: whether indexes find no more than a part of the table
    count: sa.Select[*tuple[Any, ...]] | None  #: how many there are


class _Reach:
    """What is known of one scope: how its rows are found, and how many there were the last time."""

    def __init__(self, tx: Tx, table: int, condition: Condition) -> None:
        self.table = table
        self.alternatives = [(each, branches.drivers(tx, table, each)) for each in alternatives.split(condition)]
        self.found: int | None = None
        self.much: dict[Hashable, None] = {}  #: what leaves too many of the rows
        self.rare: dict[Hashable, bool] = {}  #: whether indexes of their own find what filters ask, and how few that is
        self._plan: Plan | None = None

    def plan(self, tx: Tx) -> Plan | None:
        """None where some alternative is found by no index, and where there is none."""
        if not self.alternatives or not all(found for _, found in self.alternatives):
            return None
        plan = self._plan
        if plan is None or abs(tx.ctx.now - plan.made) > _OLD:
            plan = self._plan = self._made(tx)
            self.found = None
            self.much.clear()
            self.rare.clear()
        return plan

    def _made(self, tx: Tx) -> Plan:
        tests = list(dict.fromkeys(test for _, found in self.alternatives for test in found))
        highest = sa.select(sa.func.max(tx.catalogue.storage.table(self.table).c.id)).scalar_subquery()
        counted = (branches.size(tx, self.table, test, _COUNTED) for test in tests)
        last, *numbers = tx.connection.execute(sa.select(highest, *counted)).one()
        sizes = dict(zip(tests, numbers, strict=True))
        chosen = [(min(found, key=sizes.__getitem__), each) for each, found in self.alternatives]
        parts = sorted(branches.grouped(chosen), key=lambda part: -sizes[part.driver])
        looked_at = sum(sizes[part.driver] for part in parts)
        large = sum(sizes[part.driver] > FEW for part in parts)
        count = _count(tx, self.table, parts) if large <= 1 else None
        ids = _union(tx, self.table, parts) if looked_at <= _LOOKED_AT else None
        part = looked_at * PART <= (last or 0) and all(sizes[each.driver] < _COUNTED for each in parts)
        found = tuple(sizes[each.driver] for each in parts)
        return Plan(tx.ctx.now, last or 0, ids, tuple(parts), found, large, part, count)


def find(
    tx: Tx,
    table: TableSpec,
    *,
    whole: bool,
    wanted: int | None = None,
    left: Left | None = None,
    first: int | None = None,
) -> Plan | tuple[int, ...] | None:
    """The rows of a table that the caller may view, if indexes find them and they are few: their ids, in the table's order,
    where the `whole` list is of use or more is asked, and then those alone that are left of them; else a plan whose
    statement may stand in another. PostgreSQL takes such a part for large and reads the table beside it, so there it is always
    the ids. Whoever needs the first `wanted` in the table's order alone is told None where reading the table finds those
    sooner; of what is left, the `first` alone may be given to whoever says so."""
    reach = _of(tx, table)
    plan = reach.plan(tx) if reach is not None else None
    if reach is None or plan is None:
        return None
    known = reach.found
    if plan.ids is None or (known is not None and known > FEW):
        return _left_of_many(tx, reach, plan, left)
    if known is not None and wanted is not None and known * known > wanted * plan.last:
        return None
    listing = whole or tx.dialect == "postgresql"
    listing |= left is not None and not _looked_up(tx, table.id, plan, left, first)
    if known is None or (listing and left is None):
        rows = _ids(tx, reach, plan)
        if rows is None or left is None:
            return rows
    return _ids(tx, reach, plan, left, first) if listing else plan


def is_rare(tx: Tx, table: TableSpec, left: Left) -> bool:
    """Whether what is asked is found in so few rows, by an index of its own, that the scope is better asked of those."""
    reach = _of(tx, table)
    if reach is None or reach.plan(tx) is None:
        return False
    known = reach.rare.get(left.key)
    if known is None:
        known = reach.rare[left.key] = _finds_few(tx, table, left)
    return known


def _finds_few(tx: Tx, table: TableSpec, left: Left) -> bool:
    condition = conditions.resolve(left.condition(), tx.variables, tx.ctx.today, tx.ctx.zone)
    counted: list[conditions.Test] = []
    for test in alternatives.flat(condition):
        if not isinstance(test, conditions.Test) or len(expand(tx.catalogue, test.path)) > 1:
            continue
        if tx.sight.guard(table.id, test.path) != conditions.ALWAYS:
            continue  # asked of what is seen, which no index holds
        if test.op == "=" and test.path[0] in tx.catalogue.fields and tx.catalogue.fields[test.path[0]].unique:
            return True
        counted += branches.drivers(tx, table.id, (test,))
    sizes = [branches.size(tx, table.id, test, RARE + 1) for test in counted]
    return bool(sizes) and any(size <= RARE for size in tx.connection.execute(sa.select(*sizes)).one())


def gather(tx: Tx, table: TableSpec, left: Left | None) -> Ids | tuple[int, ...] | None:
    """The rows that the caller may view and what else is asked leaves, for what is worked out from all of them: their ids where
    they are few, a SELECT of the ids where indexes find them by looking at a part of the table, else None."""
    found = find(tx, table, whole=True, left=left)
    if isinstance(found, tuple):
        return found
    reach = _of(tx, table)
    plan = reach.plan(tx) if reach is not None else None
    listed = plan is not None and plan.part and tx.dialect == "sqlite"
    return _union(tx, table.id, plan.parts, left) if plan is not None and listed else None


def _left_of_many(tx: Tx, reach: _Reach, plan: Plan, left: Left | None) -> tuple[int, ...] | None:
    """What is left of a scope of many rows, where that is few and told by the index that finds them."""
    if left is None or left.key in reach.much or not _covered(tx, reach.table, plan, left):
        return None
    rows = _ids(tx, reach, plan, left)
    if rows is None:
        reach.much[left.key] = None
    return rows


def _covered(tx: Tx, table: int, plan: Plan, left: Left) -> bool:
    return plan.part and all(branches.covers(tx, table, each, left) for each in plan.parts[: plan.large])


def _ids(
    tx: Tx, reach: _Reach, plan: Plan, left: Left | None = None, first: int | None = None
) -> tuple[int, ...] | None:
    """The rows of the scope, or what is left of them; None where these are too many after all. The `first` alone may be all."""
    if left is None or not _looked_up(tx, reach.table, plan, left, first):
        first = None
    key = "reached", plan, None if left is None else left.key, first
    if key in tx.found:
        return tx.found[key]

    def make() -> sa.Select[*tuple[Any, ...]]:
        if left is not None and first is not None:
            return _settled(tx, _first(tx, reach.table, plan, left, first))
        found = _union(tx, reach.table, plan.parts, left).limit(_most(FEW + 1)).subquery()
        return _settled(tx, sa.select(_as_list(tx, found.c.id)))

    found = tx.connection.execute(tx.catalogue.storage.statements.get(key, make)).scalar_one() or ()
    rows = tuple(sorted(set(found)))
    if left is None or len(found) > FEW:
        reach.found = len(found) if len(found) > FEW else len(rows)
    answer = rows if len(found) <= FEW else None
    if not tx.writable:
        tx.found[key] = answer
    return answer


def _looked_up(tx: Tx, table: int, plan: Plan, left: Left, first: int | None) -> bool:
    """Whether the first rows alone are wanted, and more than those would be read for what is left of them."""
    return first is not None and any(
        size > first and not branches.covers(tx, table, each, left)
        for each, size in zip(plan.parts, plan.sizes, strict=True)
    )


def _first(tx: Tx, table: int, plan: Plan, left: Left, first: int) -> sa.Select[*tuple[Any, ...]]:
    """The first rows of what is left: asked of one after the other in the table's order, until there are enough. PostgreSQL
    would ask it of all of them, and in the statement of a page put them in order with all that is shown of them."""
    found = _union(tx, table, plan.parts).subquery()
    once = sa.select(found.c.id).distinct().order_by(found.c.id).offset(_most(0)).subquery()
    holds = branches.holding(tx, table, once.c.id, left)
    rows = sa.select(once.c.id).where(holds).order_by(once.c.id).limit(_most(first)).subquery()
    return sa.select(_as_list(tx, rows.c.id))


def _most(number: int) -> sa.ColumnElement[int]:
    """A number of rows that stands in the statement itself."""
    return sa.literal_column(str(int(number)), sa.Integer())


def _as_list(tx: Tx, ids: sa.ColumnElement[int]) -> sa.ColumnElement[Any]:
    as_list = sa.func.json_group_array if tx.dialect == "sqlite" else sa.func.json_agg
    return as_list(ids, type_=sa.JSON())


def _settled(tx: Tx, statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """SQLite plans quickly, and each statement once."""
    return settled(statement) if tx.dialect == "postgresql" else statement


def _union(tx: Tx, table: int, parts: Iterable[Branch], left: Left | None = None) -> Ids:
    return sa.union_all(*(branches.ids(tx, table, part, left=left) for part in parts))


def _count(tx: Tx, table: int, parts: Sequence[Branch], left: Left | None = None) -> sa.Select[*tuple[Any, ...]]:
    """The largest branch is counted in its index, of the others only what those before them do not have."""
    total: sa.ColumnElement[Any] = sa.literal(0)
    for number, part in enumerate(parts):
        fresh = branches.ids(tx, table, part, parts[:number], left).subquery()
        total = total + sa.select(sa.func.count()).select_from(fresh).scalar_subquery()
    return _settled(tx, sa.select(total))


def count(tx: Tx, table: TableSpec, left: Left | None = None) -> int | None:
    """How many rows of a table the caller may view, of those that are left, if it can be told by indexes."""
    reach = _of(tx, table)
    plan = reach.plan(tx) if reach is not None else None
    if plan is None:
        return None
    statement = plan.count
    if left is not None:
        if not _covered(tx, table.id, plan, left):
            return None
        key = "counted", plan, left.key
        statement = tx.catalogue.storage.statements.get(key, lambda: _count(tx, table.id, plan.parts, left))
    return None if statement is None else tx.connection.execute(statement).scalar_one()


def number(tx: Tx, table: TableSpec, left: Left | None) -> int | None:
    """The same for whoever wants nothing else: few rows are listed sooner."""
    reach = _of(tx, table)
    plan = reach.plan(tx) if reach is not None else None
    if reach is None or plan is None or (left is not None and is_rare(tx, table, left)):
        return None
    if plan.ids is not None and (reach.found is None or reach.found <= FEW):
        found = find(tx, table, whole=True, left=left)
        if isinstance(found, tuple):
            return len(found)
    return count(tx, table, left)


def _of(tx: Tx, table: TableSpec) -> _Reach | None:
    """What is known of the caller's scope on a table; it is worked out once for whoever is shown the same."""

    def make() -> _Reach | bool:
        scope = tx.scope(table).where(Action.VIEW)
        if not isinstance(scope, conditions.Or):
            return False
        expanded = expand_condition(tx.catalogue, scope)
        return _Reach(tx, table.id, conditions.resolve(expanded, tx.variables, tx.ctx.today, tx.ctx.zone))

    found = tx.catalogue.storage.statements.get(("reach", table.id, tx.viewer), make)
    return found if isinstance(found, _Reach) else None

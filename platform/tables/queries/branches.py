"""A scope as branches that indexes find: its alternatives, grouped by the test that each is best found by.

An alternative such as `no owner and in my department` is found by one of its tests, the rarest; what remains is asked of the
rows that this finds. SQLite keeps no statistics that know how rare a value is, and uses one index for each table: so the test
is chosen by counting, and the others are asked of indexes of their own (`_probe`), which is several times faster than reading
wide rows to look at one cell. PostgreSQL does both by itself. Where the driver's index is wide enough for the others too
(`widths`), it alone answers them, and with them a filter that asks nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields import conditions
from ...fields.conditions import And, Condition, Or, Test
from ...fields.operators import one_of
from ...fields.registry import type_of
from ..computed.dependencies import expand
from ..system import CREATED_BY, RECORD_ID
from . import widths
from .alternatives import Alternative
from .joins import Joins
from .selection import Selection

if TYPE_CHECKING:
    from ..transaction import Tx

_FOUND = frozenset({"=", "in", "contains"})  #: what no empty value meets
_SINGLE = frozenset({"=", "in", "empty"})


@dataclass(frozen=True, slots=True)
class Left:
    """What else is asked of the rows of a scope."""

    key: Hashable  #: the same for the same question of the same viewer on the same day
    condition: Callable[[], Condition]  #: over what the caller may read


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows that meet `driver`, all of `common`, and one of `others`."""

    driver: Test
    common: Alternative
    others: tuple[Alternative, ...]

    @property
    def condition(self) -> Condition:
        return And((self.driver, *self.common, Or(tuple(And(each) for each in self.others))))


def drivers(tx: Tx, table: int, alternative: Alternative) -> list[Test]:
    """The tests by which an index finds the rows of an alternative."""
    return [each for each in alternative if isinstance(each, Test) and _indexed(tx, table, each)]


def grouped(alternatives: Iterable[tuple[Test, Alternative]]) -> list[Branch]:
    """Alternatives that are found by the same test are one branch: what finds them is read once."""
    found: dict[Test, list[Alternative]] = {}
    for driver, alternative in alternatives:
        found.setdefault(driver, []).append(tuple(each for each in alternative if each != driver))
    branches: list[Branch] = []
    for driver, rest in found.items():
        common = tuple(each for each in rest[0] if all(each in other for other in rest))
        others = tuple(tuple(each for each in one if each not in common) for one in rest)
        branches.append(Branch(driver, common, others))
    return branches


def ids(
    tx: Tx, table: int, branch: Branch, but: Sequence[Branch] = (), left: Left | None = None
) -> sa.Select[*tuple[Any, ...]]:
    """The rows of a branch, without those of others; of these what is `left`."""
    if not but and left is None and not branch.common and not all(branch.others):
        ends = _ends(tx, branch.driver)
        if ends is not None:
            return ends
    return _rows(tx, table, branch, but, left)


def covers(tx: Tx, table: int, branch: Branch, left: Left) -> bool:
    """Whether the index that finds a branch also knows what is left of it."""
    _, wide = _wide(tx, table, branch)
    condition = left.condition()
    guards = {tx.sight.guard(table, path) for path in conditions.paths(condition)}
    return len(wide) > 1 and all(widths.within(tx.catalogue, table, each, wide) for each in (condition, *guards))


def holding(tx: Tx, table: int, id_: sa.ColumnElement[int], left: Left) -> sa.ColumnElement[bool]:
    """Whether what is left holds of the row with an id, asked of one row after the other."""
    again = _narrowed(tx, table, tx.catalogue.storage.table(table).alias(), left)
    holds = again.select(sa.literal(1)).where(again.base.c.id == id_)
    if tx.dialect == "postgresql":
        holds = holds.offset(sa.literal_column("0"))  # else it would be asked of all rows at once
    return sa.exists(holds.correlate_except(*again.joins.tables))


def size(tx: Tx, table: int, driver: Test, most: int) -> sa.ScalarSelect[Any]:
    """How many rows a driver finds, counted up to `most`."""
    found = ids(tx, table, Branch(driver, (), ((),))).limit(most).subquery()
    return sa.select(sa.func.count()).select_from(found).scalar_subquery()


# -- how an alternative is asked -------------------------------------------------------------------------------------


def _rows(
    tx: Tx, table: int, branch: Branch, but: Sequence[Branch] = (), left: Left | None = None
) -> sa.Select[*tuple[Any, ...]]:
    base = tx.catalogue.storage.table(table).alias()
    joins = Joins(tx.catalogue, table, base, tx.sight, listed=True)
    own, wide = _wide(tx, table, branch)
    where = [_found(tx, table, joins, branch.driver)]
    where += _asked(tx, table, joins, branch.common, wide)
    if all(branch.others):
        where.append(sa.or_(*(sa.and_(sa.true(), *_asked(tx, table, joins, each, wide)) for each in branch.others)))
    if but:
        where.append(~_row(tx, table, base, Or(tuple(each.condition for each in but))))
    if left is not None and covers(tx, table, branch, left):
        where += Selection(tx, tx.catalogue.by_id[table], joins, []).narrow(left.condition()).restrictions
    elif left is not None and tx.dialect != "sqlite":
        fenced = sa.select(base).select_from(joins.clause).where(*where).offset(sa.literal_column("0"))
        return _narrowed(tx, table, fenced.subquery(), left).ids()
    elif left is not None:
        where.append(holding(tx, table, base.c.id, left))
    found = sa.select(base.c.id).select_from(joins.clause).where(*where)
    return found if len(wide) < 2 else found.with_hint(base, f"INDEXED BY ix_{table}_{own}", "sqlite")


def _found(tx: Tx, table: int, joins: Joins, test: Test) -> sa.ColumnElement[bool]:
    """A test that finds rows. What it asks of a far row is answered there first, by the indexes of its table."""
    hop, *rest = expand(tx.catalogue, test.path)
    if not rest:
        return joins.where(test)
    relation = tx.catalogue.fields[hop]
    there = _rows(tx, relation.options["table"], Branch(replace(test, path=tuple(rest)), (), ((),)))
    return joins.base.c[relation.column].in_(there)


def _ends(tx: Tx, test: Test) -> sa.Select[*tuple[Any, ...]] | None:
    """The rows with a pair to one target: their ids stand in the index of the pairs, which go with their rows. Only where that
    is all that is asked: told no more than this of a far table, PostgreSQL would begin with this table instead."""
    hop, *rest = expand(tx.catalogue, test.path)
    spec = tx.catalogue.fields.get(hop)
    if rest or spec is None or type_of(spec).storage != "links" or spec.options.get("via") or test.op != "contains":
        return None
    links = tx.catalogue.storage.links(spec.id)
    return sa.select(links.c.source.label("id")).where(one_of(links.c.target, [test.value]))


def _asked(tx: Tx, table: int, joins: Joins, tests: Alternative, wide: Collection[str]) -> list[sa.ColumnElement[bool]]:
    """What else is asked of rows that are found. On SQLite the tests that an index answers come first, that with the `wide`
    columns before others, and the row is read for the rest only where those hold."""
    if tx.dialect != "sqlite":
        finding = [isinstance(each, Test) and _indexed(tx, table, each) for each in tests]
        return [
            _found(tx, table, joins, each) if finds and isinstance(each, Test) else joins.where(each)
            for each, finds in zip(tests, finding, strict=True)
        ]
    here = [each for each in tests if widths.within(tx.catalogue, table, each, wide)]
    probes = [joins.where(each) for each in here]
    others: list[Condition] = []
    for each in tests:
        column = _column(tx, table, each)
        if each in here:
            continue
        if column is None:
            others.append(each)
        else:
            probes.append(_probe(tx, table, joins.base, each, column))
    return [*probes, *([_row(tx, table, joins.base, And(tuple(others)))] if others else [])]


def _probe(tx: Tx, table: int, base: sa.FromClause, test: Condition, column: str) -> sa.ColumnElement[bool]:
    """A test of one column, answered by its index alone."""
    again = tx.catalogue.storage.table(table).alias()
    holds = Joins(tx.catalogue, table, again).where(test)
    found = sa.select(sa.literal(1)).where(again.c.id == base.c.id, holds)
    hinted = found.with_hint(again, f"INDEXED BY ix_{table}_{column}", "sqlite")
    return sa.exists(hinted.correlate_except(again))


def _row(tx: Tx, table: int, base: sa.FromClause, condition: Condition) -> sa.ColumnElement[bool]:
    """A condition that the row has to be read for."""
    again = tx.catalogue.storage.table(table).alias()
    joins = Joins(tx.catalogue, table, again)
    holds = joins.where(condition)
    found = sa.select(sa.literal(1)).select_from(joins.clause).where(again.c.id == base.c.id, holds)
    return sa.exists(found.correlate_except(*joins.tables))


def _narrowed(tx: Tx, table: int, base: sa.FromClause, left: Left) -> Selection:
    """What else is asked of rows, apart from how they are found: left to themselves, both databases would find them by that,
    SQLite because it takes any index for a good one, PostgreSQL by a second index for each branch."""
    joins = Joins(tx.catalogue, table, base, tx.sight)
    return Selection(tx, tx.catalogue.by_id[table], joins, []).narrow(left.condition())


def _wide(tx: Tx, table: int, branch: Branch) -> tuple[str | None, tuple[str, ...]]:
    """The column whose index finds a branch, and all columns of that index."""
    own = _column(tx, table, branch.driver)
    return own, (own, *widths.current(tx.catalogue, tx.policy).get((table, own), ())) if own is not None else ()


def _column(tx: Tx, table: int, test: Condition) -> str | None:
    """The indexed column that a test is about, if it is about nothing else."""
    if not isinstance(test, Test) or test.op not in _SINGLE or (test.op == "in" and not test.value):
        return None
    hop, *rest = expand(tx.catalogue, test.path)
    if rest:
        return None
    if hop == CREATED_BY.id:
        return "created_by"
    return widths.column(tx.catalogue, table, hop)


# -- what indexes find -----------------------------------------------------------------------------------------------


def _indexed(tx: Tx, table: int, test: Test) -> bool:
    hop, *rest = expand(tx.catalogue, test.path)
    if rest:
        far = tx.catalogue.fields[hop].options["table"]
        return test.op in _FOUND and test.type != "checkbox" and _indexed(tx, far, replace(test, path=tuple(rest)))
    if hop == RECORD_ID.id:
        return test.op in ("=", "in")
    if _column(tx, table, test) is not None:
        return hop != CREATED_BY.id or test.op != "empty"
    spec = tx.catalogue.fields.get(hop)
    return spec is not None and type_of(spec).storage == "links" and test.op == "contains"

"""Roll-ups as SQL: one aggregate query for any number of owner rows, with the condition on the far rows (C6, E5)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, OperationalError

from ...core.numbers import EXACT, fits, rounded
from ...fields import conditions
from ...fields.conditions import Condition
from ...fields.registry import TYPES, value_spec
from ...fields.types.number import NumberType
from ...formulas.values import FormulaError
from ..queries.joins import Joins
from ..statements import IDS, among
from ..storage import chunks
from .dependencies import Rollup

if TYPE_CHECKING:
    from ..transaction import Tx

AGGREGATES = ("sum", "count", "min", "max", "avg", "distinct", "first", "last")
Within = Callable[[sa.ColumnElement[Any]], sa.ColumnElement[bool]]  #: a condition on the id of an owner
OVERFLOW = FormulaError.of("formula.overflow")


def empty_value(rollup: Rollup) -> Any:
    """What a roll-up of no rows is: 0 for sums and counts, empty for the others (C6)."""
    return Decimal(0) if rollup.aggregate in ("sum", "count", "distinct") else None


def compute(tx: Tx, rollup: Rollup, owners: Collection[int] | None) -> dict[int, Any]:
    """The value for every owner row (None means all of them); owners without far rows are left out."""
    if owners is not None and not owners:
        return {}
    found: dict[int, Any] = {}
    if owners is None:
        found.update(_part(tx, rollup, None))
    else:
        for part in chunks(owners):
            found.update(_part(tx, rollup, part))
    return found


def far_rows(
    tx: Tx, rollup: Rollup, within: Within | None
) -> tuple[Joins, sa.ColumnElement[Any], sa.ColumnElement[bool]]:
    """The far rows of a roll-up: their FROM clause, the owner's id for each, and the condition that counts them. `within`
    limits the owners from which a tree is followed; the others are found all the same."""
    catalogue, storage = tx.catalogue, tx.catalogue.storage
    joins = Joins(catalogue, rollup.far)
    if rollup.subtree:
        below = _below(tx, rollup, within)
        joins.clause = joins.clause.join(below, below.c.id == joins.base.c.id)
        return joins, below.c.top, joins.where(_where(tx, rollup))
    hop = joins.base
    owner: sa.ColumnElement[Any] = hop.c.id
    for place, relation in reversed(list(enumerate(rollup.path))):
        if TYPES[relation.type].storage == "links":
            links = storage.links(relation.id).alias(f"k{place}")
            joins.clause = joins.clause.join(links, links.c.source == hop.c.id)
            owner = links.c.target
        else:
            owner = hop.c[relation.column]
        if place == 0:
            break
        above = storage.table(rollup.path[place - 1].table).alias(f"h{place}")
        joins.clause = joins.clause.join(above, above.c.id == owner)
        hop = above
    return joins, owner, joins.where(_where(tx, rollup))


def _below(tx: Tx, rollup: Rollup, within: Within | None) -> sa.CTE:
    """Pairs of a row and itself or something below it in its tree."""
    table, tree = tx.catalogue.storage.table(rollup.far), rollup.path[0]
    top = sa.select(table.c.id.label("top"), table.c.id.label("id"))
    found = (top if within is None else top.where(within(table.c.id))).cte("below", recursive=True)
    child = table.alias("child")
    step = sa.select(found.c.top, child.c.id).join_from(child, found, child.c[tree.column] == found.c.id)
    return found.union_all(step)


def _part(tx: Tx, rollup: Rollup, owners: list[int] | None) -> dict[int, Any]:
    where = _where(tx, rollup)
    # rules sum fields that are not roll-ups themselves, over several ways: the field alone does not say which it is
    way = tuple(relation.id for relation in rollup.path)
    key = ("rollup", rollup.field.id, rollup.aggregate, way, rollup.source, rollup.by, where, owners is None)
    statement = tx.catalogue.storage.statements.get(key, lambda: _statement(tx, rollup, everywhere=owners is None))
    parameters = {} if owners is None else {IDS: owners}
    try:
        with tx.connection.begin_nested() if _may_overflow(tx, where) else _nothing():
            rows = tx.connection.execute(statement, parameters).all()
    except (OperationalError, DataError) as error:
        if "overflow" not in str(error).lower():
            raise
        return _by_hand(tx, rollup, owners)
    return {row[0]: _finished(rollup, tuple(row)[1:]) for row in rows}


def _may_overflow(tx: Tx, where: Condition) -> bool:
    """Whether a failure has to leave the transaction alive. PostgreSQL's sums hold whatever their numbers come to, but one that
    is compared with may be too large for its column; on SQLite a failed statement is undone by itself."""
    if tx.dialect != "postgresql":
        return False
    return any(not test.type or isinstance(TYPES[test.type], NumberType) for test in conditions.tests(where))


def _where(tx: Tx, rollup: Rollup) -> Condition:
    return conditions.resolve(rollup.where, {}, tx.ctx.today, tx.ctx.zone)


def _statement(tx: Tx, rollup: Rollup, *, everywhere: bool) -> sa.Select[*tuple[Any, ...]]:
    """The value (or what it is made of) for each owner among the parameter `ids`, or for every owner there is."""
    joins, owner, where = far_rows(tx, rollup, None if everywhere else among)
    source = joins.column(rollup.source) if rollup.source is not None else None
    restriction = [owner.is_not(None) if everywhere else among(owner), where]
    if rollup.aggregate in ("first", "last"):
        return _ends(rollup, joins, owner, source, restriction)
    measures = _measures(rollup.aggregate, source)
    failure = sa.func.min(_failure(tx, rollup, joins))
    return sa.select(owner, failure, *measures).select_from(joins.clause).where(*restriction).group_by(owner)


def _failure(tx: Tx, rollup: Rollup, joins: Joins) -> sa.ColumnElement[Any]:
    """The code of a far value that is in error."""
    if rollup.source is not None and rollup.aggregate in ("sum", "avg", "min", "max", "distinct"):
        spec, table = joins.columns(rollup.source)
        _, *code = tx.catalogue.storage.value_columns(spec) if spec.id > 0 else (None,)
        if code:
            return table.c[code[0]]
    return sa.null()


def _measures(aggregate: str, source: sa.ColumnElement[Any] | None) -> list[sa.ColumnElement[Any]]:
    if source is None:
        return [sa.func.count()]
    match aggregate:
        case "count":
            return [sa.func.count(source)]
        case "sum":
            return [sa.func.sum(source, type_=source.type)]
        case "avg":
            return [sa.func.sum(source, type_=source.type), sa.func.count(source)]
        case "distinct":
            return [sa.func.count(source.distinct())]
        case "min":
            return [sa.func.min(source, type_=source.type)]
        case _:
            return [sa.func.max(source, type_=source.type)]


def _finished(rollup: Rollup, values: tuple[Any, ...]) -> Any:
    """The stored value from what SQL answered: exact, rounded once to the field's scale. The code of a far value in error
    comes first; what is made of it is in error too, rather than wrong without a word."""
    failure, first, *more = values
    if failure is not None:
        return FormulaError.of(failure)
    result = value_spec(rollup.field)
    if rollup.aggregate in ("count", "distinct"):
        return Decimal(first)
    if first is None:
        return empty_value(rollup)
    if rollup.aggregate == "avg":
        first = EXACT.divide(first, Decimal(more[0]))
    if not isinstance(first, Decimal):
        return first
    type_ = TYPES[result.type]
    assert isinstance(type_, NumberType)
    scale = type_.scale(result)
    value = rounded(first, scale)
    return value if fits(value, scale) else OVERFLOW


def _ends(
    rollup: Rollup,
    joins: Joins,
    owner: sa.ColumnElement[Any],
    source: sa.ColumnElement[Any] | None,
    restriction: list[Any],
) -> sa.Select[*tuple[Any, ...]]:
    """The value of the first or last far row that has one: by a field of it, rows without one behind the others, then by
    id."""
    assert source is not None
    keys = [joins.base.c.id] if rollup.by is None else [joins.column(rollup.by), joins.base.c.id]
    order = [(key.asc() if rollup.aggregate == "first" else key.desc()).nulls_last() for key in keys]
    place = sa.func.row_number().over(partition_by=owner, order_by=order).label("place")
    ranked = (
        sa.select(owner.label("owner"), source.label("value"), place)
        .select_from(joins.clause)
        .where(*restriction, source.is_not(None))
        .subquery()
    )
    return sa.select(ranked.c.owner, sa.null(), ranked.c.value).where(ranked.c.place == 1)


def _by_hand(tx: Tx, rollup: Rollup, owners: list[int] | None) -> dict[int, Any]:
    """Sums that overflow the database's integers, in Python: those that fit are kept, the others become errors."""
    joins, owner, where = far_rows(tx, rollup, None if owners is None else lambda top: top.in_(owners))
    assert rollup.source is not None
    statement = sa.select(owner, joins.column(rollup.source), _failure(tx, rollup, joins)).select_from(joins.clause)
    statement = statement.where(owner.is_not(None) if owners is None else owner.in_(owners), where)
    sums: dict[int, list[Any]] = {}
    for key, value, failure in tx.connection.execute(statement):
        entry = sums.setdefault(key, [None, None, 0])
        entry[0] = failure if entry[0] is None else entry[0]
        if value is not None:
            entry[1] = EXACT.add(entry[1] or Decimal(0), value)
            entry[2] += 1
    return {key: _finished(rollup, tuple(entry)) for key, entry in sums.items()}


class _nothing:  # noqa: N801 - reads as a statement: SQLite needs no savepoint, its failed SELECT ends nothing
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

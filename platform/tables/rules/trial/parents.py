"""Parents with too few or too many rows below them, or whose rows sum up to something else than they may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ....fields.conditions import ALWAYS, Path
from ...computed import rollups
from ...queries.joins import Joins
from .. import below, predicates
from ..book import Count, Invariant
from .found import MOST, Effect, Name, Standing, Told, first_visible, in_sight, size

if TYPE_CHECKING:
    from ...catalogue import TableSpec
    from ...transaction import Tx


def miscounted(tx: Tx, rule: Count) -> Standing:
    """Rows that have fewer or more rows below them than they may."""
    table = tx.catalogue.by_id[rule.counted.path[0].options["table"]]
    present = rollups.compute(tx, rule.counted, None)
    broken = [
        id_
        for id_, _ in _concerned(tx, table, rule)
        if (number := int(present.get(id_, 0))) < rule.least or (rule.most is not None and number > rule.most)
    ]
    ids = first_visible(tx, table, broken)
    problems = dict(below.count(tx, rule, ids))
    told = [Told(id_, problems[id_]) for id_ in ids if id_ in problems]
    return Standing(Effect.BREAKS, table, size(tx, table), in_sight(tx, table, broken), told)


def out_of_sum(tx: Tx, rule: Invariant) -> Standing:
    """Parents that break an invariant, each with rows that are summed."""
    table = tx.catalogue.by_id[rule.table]
    sums = rollups.compute(tx, rule.summed, None)
    broken = [
        id_
        for id_, limit in _concerned(tx, table, rule, rule.limit)
        if not below.fits(rule, sums.get(id_, Decimal(0)), rule.number if rule.limit is None else limit)
    ]
    ids = first_visible(tx, table, broken)
    problems = dict(below.sums(tx, rule, dict.fromkeys(ids, ())))
    summed = _summed(tx, rule, ids)
    told = [Told(id_, problems[id_], tuple(summed.get(id_, ()))) for id_ in ids if id_ in problems]
    return Standing(Effect.BREAKS, table, size(tx, table), in_sight(tx, table, broken), told)


def _concerned(
    tx: Tx, table: TableSpec, rule: Count | Invariant, path: Path | None = None
) -> Iterator[tuple[int, Any]]:
    """The rows that the rule is about, each with the value at the end of a path."""
    joins = Joins(tx.catalogue, table.id)
    where = joins.where(predicates.resolved(tx, rule.when)) if rule.when != ALWAYS else sa.true()
    value = sa.null() if path is None else joins.column(path)
    for row in tx.connection.execute(sa.select(joins.base.c.id, value).select_from(joins.clause).where(where)):
        yield row[0], row[1]


def _summed(tx: Tx, rule: Invariant, parents: Sequence[int]) -> Mapping[int, list[Name]]:
    """The first rows that count towards the sum of each of these parents."""
    relation = rule.summed.path[0]
    joins = Joins(tx.catalogue, relation.table)
    owner = joins.base.c[relation.column]
    where = joins.where(predicates.resolved(tx, rule.summed.where)) if rule.summed.where != ALWAYS else sa.true()
    place = sa.func.row_number().over(partition_by=owner, order_by=joins.base.c.id).label("place")
    counted = sa.select(owner.label("owner"), joins.base.c.id, place).select_from(joins.clause)
    ranked = counted.where(where, owner.in_(parents)).subquery()
    found: dict[int, list[Name]] = {}
    first = sa.select(ranked.c.owner, ranked.c.id).where(ranked.c.place <= MOST).order_by(ranked.c.id)
    for above, id_ in tx.connection.execute(first):
        found.setdefault(above, []).append((relation.table, id_))
    return found

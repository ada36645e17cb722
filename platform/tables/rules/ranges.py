"""Rows that stand for ranges (tiers by quantity, prices by date): none overlaps another of its group (E30, E31, S30, S32).

The groups that a write has touched are read once each, sorted, and every row is held against the one before it that reaches
furthest. What was wrong before and is not touched stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES
from ...fields.types.number import NumberType
from ...permissions.actions import Action
from ..queries import reading
from ..queries.joins import Joins
from ..queries.selection import visible_ids
from ..storage import Row
from . import predicates
from .book import Ranges
from .uniqueness import PART, column_of, form

if TYPE_CHECKING:
    from ..transaction import Tx

Group = tuple[Any, ...]  #: the values of `by` in their normal forms; an empty one is a value like any other
MOST_TOLD = 20  #: pairs of one rule that are named in one answer


@dataclass(frozen=True, slots=True)
class _Range:
    id: int
    begin: Any  #: None: open
    end: Any  #: None: open


Pair = tuple[_Range, _Range]


@dataclass(frozen=True, slots=True)
class Clash:
    """A range that ends before it begins, or two that overlap or (`apart`) leave a gap."""

    first: _Range
    second: _Range | None = None
    apart: bool = False

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.first.id,) if self.second is None else (self.first.id, self.second.id)


def broken(tx: Tx, rule: Ranges, ids: Collection[int], left: Iterable[Row]) -> Iterator[tuple[int, Problem]]:
    """The changed rows (`ids`) that overlap another one, end before they begin, or stand at a gap. `left` are rows as they
    were before the write: what they leave behind may be a gap too."""
    table = tx.catalogue.by_id[rule.table]
    rows = tx.catalogue.storage.rows(tx.connection, table, ids)
    gone: dict[Group, list[Any]] = {}
    for row in left:
        gone.setdefault(_group(rule, row), []).append(row.get(rule.begin.id))
    groups = {_group(rule, row) for row in rows.values()} | gone.keys()
    single, overlaps, gaps = list[Clash](), list[Clash](), list[Clash]()
    for group, ranges in _read(tx, rule, groups).items():
        single += [Clash(each) for each in ranges if each.id in rows and _backwards(rule, each)]
        straight = [each for each in ranges if not _backwards(rule, each)]
        for before, after, apart in _neighbours(rule, straight):
            touched = before.id in rows or after.id in rows
            if apart and (touched or any(_between(before, place, after) for place in gone.get(group, ()))):
                gaps.append(Clash(before, after, apart=True))
            elif not apart and touched:
                overlaps.append(Clash(before, after))
    told = [*single, *(overlaps + gaps)[:MOST_TOLD]]
    for clash, problem in zip(told, problems(tx, rule, told), strict=True):
        last = clash.ids[-1]
        yield last if last in rows else clash.first.id, problem


def standing(tx: Tx, rule: Ranges) -> Iterator[Clash]:
    """Everything that is wrong among all rows of the table, whoever changed them."""
    for ranges in _read(tx, rule, None).values():
        for each in ranges:
            if _backwards(rule, each):
                yield Clash(each)
        straight = [each for each in ranges if not _backwards(rule, each)]
        for before, after, apart in _neighbours(rule, straight):
            yield Clash(before, after, apart)


def problems(tx: Tx, rule: Ranges, clashes: Sequence[Clash]) -> Iterator[Problem]:
    """What is said of each of them."""
    names = _names(tx, rule, [(each.first, each.second) for each in clashes if each.second is not None])
    for each in clashes:
        if each.second is None:
            shown = rule.end or rule.begin
            yield Problem(rule.backwards, {"label": shown.text(tx.ctx.locale)}, shown.key)
        else:
            words = {"first": names[each.first.id], "second": names[each.second.id]}
            yield Problem(rule.leaving if each.apart else rule.overlapping, words, rule.begin.key)


def _read(tx: Tx, rule: Ranges, groups: Iterable[Group] | None) -> dict[Group, list[_Range]]:
    """The ranges of each group (None: of all there are) that meet the rule's condition, in order."""
    found: dict[Group, list[_Range]] = {}
    joins = Joins(tx.catalogue, rule.table)
    when = joins.where(predicates.resolved(tx, rule.when)) if rule.when != predicates.ALWAYS else sa.true()
    by = [joins.base.c[column_of(spec)[1]] for spec in rule.by]
    ends = [joins.base.c[spec.column] for spec in (rule.begin, *((rule.end,) if rule.end is not None else ()))]
    wanted = None if groups is None else list(groups)
    for start in range(0, 1 if wanted is None else len(wanted), PART):
        part = None if wanted is None else set(wanted[start : start + PART])
        near = [_among(column, {group[place] for group in part or ()}) for place, column in enumerate(by)]
        statement = sa.select(joins.base.c.id, *ends, *by).select_from(joins.clause)
        for row in tx.connection.execute(statement.where(when, *(() if part is None else near))):
            cells: tuple[Any, ...] = tuple(row)
            group, begin = cells[1 + len(ends) :], cells[1]
            if (part is None or group in part) and not (rule.end is None and begin is None):
                found.setdefault(group, []).append(_Range(cells[0], begin, None if rule.end is None else cells[2]))
    for ranges in found.values():
        ranges.sort(key=lambda each: (each.begin is not None, each.begin if each.begin is not None else 0, each.id))
    return found


def _among(column: sa.ColumnElement[Any], values: set[Any]) -> sa.ColumnElement[bool]:
    some = column.in_(values - {None})
    return sa.or_(some, column.is_(None)) if None in values else some


def _neighbours(rule: Ranges, ranges: Sequence[_Range]) -> Iterator[tuple[_Range, _Range, bool]]:
    """Pairs that overlap, and with True those that leave a gap between them."""
    if not ranges:
        return
    if rule.end is None:
        for before, after in pairwise(ranges):
            if before.begin == after.begin:
                yield before, after, False
        return
    furthest = ranges[0]
    for each in ranges[1:]:
        if _overlap(rule, furthest, each):
            yield furthest, each, False
        elif rule.gapless and each.begin != _next(rule, furthest.end):
            yield furthest, each, True
        if furthest.end is not None and (each.end is None or each.end > furthest.end):
            furthest = each


def _overlap(rule: Ranges, before: _Range, after: _Range) -> bool:
    if before.end is None or after.begin is None:
        return True
    return after.begin <= before.end if rule.inclusive else after.begin < before.end


def _next(rule: Ranges, end: Any) -> Any:
    """Where the range after one with this end begins when there is no gap."""
    if not rule.inclusive:
        return end
    type_ = TYPES[rule.begin.type]
    if isinstance(type_, NumberType):
        return end + Decimal(1).scaleb(-type_.scale(rule.begin))
    return end + timedelta(days=1)


def _backwards(rule: Ranges, each: _Range) -> bool:
    if each.begin is None or each.end is None:
        return False
    return each.end < each.begin if rule.inclusive else each.end <= each.begin


def _between(before: _Range, place: Any, after: _Range) -> bool:
    return place is not None and (before.begin is None or before.begin <= place) and place <= after.begin


def _group(rule: Ranges, row: Row) -> Group:
    return tuple(None if is_empty(row.get(spec.id)) else form(spec, row[spec.id]) for spec in rule.by)


def _names(tx: Tx, rule: Ranges, pairs: Sequence[Pair]) -> dict[int, str]:
    """What the rows are called, with their ranges; of rows that the caller may not see nothing is told."""
    ranges = {each.id: each for pair in pairs for each in pair}
    table = tx.catalogue.by_id[rule.table]
    names = reading.labels(tx, table, visible_ids(tx, table, set(ranges), Action.VIEW))
    readable = all(tx.scope(table).may_read(spec.id) for spec in (rule.begin, rule.end) if spec is not None)
    return {
        id_: f"“{names[id_]}”" + (f" ({_span(tx, rule, each)})" if readable else "") if id_ in names else "…"
        for id_, each in ranges.items()
    }


def _span(tx: Tx, rule: Ranges, each: _Range) -> str:
    def text(value: Any) -> str:
        return TYPES[rule.begin.type].to_text(value, rule.begin, tx.ctx.locale, tx.ctx.zone)

    begin = "…" if each.begin is None else text(each.begin)
    if rule.end is None:
        return begin
    return f"{begin} – {'…' if each.end is None else text(each.end)}"

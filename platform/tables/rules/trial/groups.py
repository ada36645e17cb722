"""Rows of one table that clash with each other: ranges that overlap or leave gaps, edges that close circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import circles, ranges
from ..book import Acyclic, Ranges
from .found import MOST, Effect, Standing, Told, first_visible, in_sight, size

if TYPE_CHECKING:
    from ...transaction import Tx


def clashing(tx: Tx, rule: Ranges) -> Standing:
    """Rows whose ranges are in the way of others, each with the other one."""
    table = tx.catalogue.by_id[rule.table]
    clashes: dict[int, ranges.Clash] = {}
    for clash in ranges.standing(tx, rule):
        for id_ in clash.ids:
            clashes.setdefault(id_, clash)
    ids = first_visible(tx, table, clashes)
    problems = ranges.problems(tx, rule, [clashes[id_] for id_ in ids])
    told = [
        Told(id_, problem, tuple((table.id, other) for other in clashes[id_].ids if other != id_))
        for id_, problem in zip(ids, problems, strict=True)
    ]
    return Standing(Effect.BREAKS, table, size(tx, table), in_sight(tx, table, clashes), told)


def circling(tx: Tx, rule: Acyclic) -> Standing:
    """Rows that are part of a circle, each with the way around."""
    table = tx.catalogue.by_id[rule.table]
    closed, problems = circles.standing(tx, rule, MOST)
    told = [Told(id_, problem) for id_, problem in problems.items()]
    return Standing(Effect.BREAKS, table, size(tx, table), in_sight(tx, table, closed), told)

"""How the rows that are there stand to one rule, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....core.errors import Problem
from ...queries import reading
from .. import loading
from ..book import Acyclic, Allocation, Count, Duplicates, Fitting, Invariant, Lock, Ranges, RowRule, Unique
from . import alike, groups, parents, rows, shares
from .found import Standing

if TYPE_CHECKING:
    from ...catalogue import TableSpec
    from ...transaction import Tx


def of(tx: Tx, table: TableSpec, kind: str, stored: Mapping[str, Any]) -> Standing:
    """Ask a rule of everything that is there. Raises `KeyError` where it names something that is gone."""
    rule = loading.one(tx.catalogue, table, kind, stored)
    match rule:
        case RowRule():
            return rows.breaking(tx, table, rule)
        case Lock():
            return rows.locking(tx, table, rule)
        case Unique():
            return alike.colliding(tx, table, rule)
        case Duplicates():
            return alike.doubled(tx, table, rule)
        case Count():
            return parents.miscounted(tx, rule)
        case Invariant():
            return parents.out_of_sum(tx, rule)
        case Ranges():
            return groups.clashing(tx, rule)
        case Acyclic():
            return groups.circling(tx, rule)
        case Allocation():
            return shares.moving(tx, rule)
        case Fitting():  # no rule that is written down
            raise TypeError(kind)


def dump(tx: Tx, standing: Standing) -> dict[str, Any]:
    """The answer of a trial: rows by label, problems as sentences. Rows that the caller may not see are not named."""
    table = standing.table
    labels = reading.titles(
        tx, [(table.id, told.id) for told in standing.told] + [n for t in standing.told for n in t.beside]
    )
    return {
        "effect": standing.effect.value,
        "table": table.key,
        "asked": standing.asked,
        "count": standing.count,
        "rows": [
            {
                "id": told.id,
                "label": labels.get((table.id, told.id), ""),
                "field": _shown(tx, table, told.problem),
                "message": told.problem.text(tx.ctx.locale),
                "with": [
                    {"table": tx.catalogue.by_id[name[0]].key, "id": name[1], "label": labels[name]}
                    for name in told.beside
                    if name in labels
                ],
            }
            for told in standing.told
        ],
    }


def _shown(tx: Tx, table: TableSpec, problem: Problem) -> str | None:
    """The field at which a problem shows, if the caller may read it."""
    spec = table.by_key.get(problem.field or "")
    return spec.key if spec is not None and tx.scope(table).may_read(spec.id) else None

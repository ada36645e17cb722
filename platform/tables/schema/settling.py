"""After a change: whether every formula still works, no circle has come about, and computed values follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ...formulas.problems import FormulaInvalid
from ..computed.dependencies import formula_of, inverse_of
from ..computed.recompute import Recompute
from .making import check_circles
from .messages import BREAKS

if TYPE_CHECKING:
    from ..transaction import Tx


def check(tx: Tx) -> None:
    """Raises `Refusal` with every formula that the changed catalogue breaks, or the circle that it closes."""
    problems: list[Problem] = []
    for table in tx.catalogue.tables.values():
        for spec in table.fields:
            if spec.type == "formula":
                try:
                    formula_of(tx.catalogue, spec)
                except (FormulaInvalid, KeyError) as invalid:
                    found = invalid.problems[0].text(tx.ctx.locale) if isinstance(invalid, FormulaInvalid) else "…"
                    words = {"label": f"{table.text(tx.ctx.locale)}.{spec.text(tx.ctx.locale)}", "why": found}
                    problems.append(Problem(BREAKS, words, spec.key))
    if problems:
        raise Refusal(problems)
    check_circles(tx)


def following(tx: Tx, changed: Iterable[int]) -> list[int]:
    """The computed fields whose values hang on some fields, these themselves included where they are computed."""
    graph = tx.catalogue.dependencies
    reads: dict[int, set[int]] = {id_: _read(tx, formula.paths) for id_, formula in graph.by_field.items()}
    for id_, rollup in graph.rollups.items():
        read = {step for path in rollup.reads() for step in path}
        reads[id_] = read | {relation.id for relation in rollup.path}
    moved = set(changed)
    grown = True
    while grown:
        new = {id_ for id_, read in reads.items() if id_ not in moved and read & moved}
        moved |= new
        grown = bool(new)
    return sorted((id_ for id_ in moved if id_ in reads), key=lambda id_: (graph.levels.get(id_, 0), id_))


def _read(tx: Tx, paths: Iterable[tuple[int, ...]]) -> set[int]:
    """Every field on some paths, and the relations by which far rows hang on those that keep nothing themselves."""
    found = {step for path in paths for step in path}
    inverses = (inverse_of(tx.catalogue, tx.catalogue.fields[id_]) for id_ in found)
    return found | {spec.id for spec in inverses if spec is not None}


def recompute(tx: Tx, changed: Iterable[int]) -> None:
    """Compute what hangs on changed fields anew, for all rows, in the order of the graph."""
    for id_ in following(tx, changed):
        spec = tx.catalogue.fields[id_]
        Recompute(tx).whole_table(tx.catalogue.by_id[spec.table], [spec])

"""Saving what can be saved: rows that are refused only when a write is complete are found by trying it in halves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from ...core.errors import Problem, Refusal

if TYPE_CHECKING:
    from ..transaction import Tx

T = TypeVar("T")  #: a row of a request


@dataclass(slots=True)
class Outcome:
    """What a call of the write path has done."""

    ids: list[int] = field(default_factory=list)  #: of the rows written, in the order of the request
    problems: list[Problem] = field(default_factory=list)  #: of the rows left out
    touched: dict[int, set[int]] = field(default_factory=dict)  #: rows whose computed values moved, by table
    warnings: list[Problem] = field(default_factory=list)

    def add(self, other: Outcome, offset: int) -> None:
        """Take in what was done with the rows that stand `offset` places further on."""
        self.ids += other.ids
        self.problems += [_moved(problem, offset) for problem in other.problems]
        self.warnings += [_moved(problem, offset) for problem in other.warnings]
        for table, ids in other.touched.items():
            self.touched.setdefault(table, set()).update(ids)


def in_parts(tx: Tx, rows: Sequence[T], run: Callable[[Sequence[T]], Outcome]) -> Outcome:
    """Run a write over all rows; where it is refused as a whole, over each half, down to the single rows that are refused.

    What has been undone leaves no trace, and earlier rows come first: of two that do not fit together the later is left out.
    """
    try:
        with tx.attempt():
            return run(rows)
    except Refusal as refusal:
        if len(rows) == 1:
            return Outcome(problems=[replace(problem, row=0) for problem in refusal.problems])
    middle = len(rows) // 2
    done = in_parts(tx, rows[:middle], run)
    done.add(in_parts(tx, rows[middle:], run), middle)
    return done


def _moved(problem: Problem, offset: int) -> Problem:
    return replace(problem, row=(problem.row or 0) + offset)


def problems_of(tx: Tx, run: Callable[[], object]) -> list[Problem]:
    """What a write would be refused for; it is undone whatever comes of it."""
    began = tx.change_set
    nested = tx.connection.begin_nested()
    try:
        run()
    except Refusal as refusal:
        return list(refusal.problems)
    finally:
        nested.rollback()
        tx.change_set = began
    return []

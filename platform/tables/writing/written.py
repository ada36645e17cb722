"""What a write answers: the rows it wrote as the caller may see them, other rows that moved with them, and warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...core.errors import Problem
from ...fields.registry import type_of
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..queries import reading
from ..queries.reading import Record
from .attempts import Outcome

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_TOUCHED = 200  #: other rows that an answer tells of


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did."""

    ids: tuple[int, ...]
    records: tuple[Record, ...]
    touched: tuple[tuple[str, Record], ...]  #: (table key, record) of other rows whose computed values moved
    batch: str | None  #: empty where everything was so already
    problems: tuple[Problem, ...] = field(default=())  #: of rows that were left out
    warnings: tuple[Problem, ...] = field(default=())  #: of rows that were written all the same


def told(tx: Tx, table: TableSpec, done: Outcome, *, answer: bool) -> Written:
    """The answer; without `answer` the rows are not read again."""
    records = reading.by_ids(tx, table, done.ids) if answer else ()
    touched = _touched(tx, table, done.ids, done.touched) if answer else ()
    return Written(tuple(done.ids), records, touched, _batch(tx), tuple(done.problems), tuple(done.warnings))


def told_of_removal(tx: Tx, table: TableSpec, done: Outcome) -> Written:
    """The answer to a deletion: only other rows are left to be read."""
    touched = _touched(tx, table, (), done.touched)
    return Written(tuple(done.ids), (), touched, _batch(tx), warnings=tuple(done.warnings))


def _touched(
    tx: Tx, table: TableSpec, own: Sequence[int], moved: Mapping[int, Iterable[int]]
) -> tuple[tuple[str, Record], ...]:
    """Other rows whose computed values moved, as far as the caller may see them."""
    found: list[tuple[str, Record]] = []
    for table_id, ids in moved.items():
        other = tx.catalogue.by_id[table_id]
        wanted = sorted(set(ids).difference(own) if table_id == table.id else ids)[: MOST_TOUCHED - len(found)]
        if wanted and Action.VIEW in tx.scope(other).actions:
            filled = tx.catalogue.filled
            computed = [spec for spec in other.stored if type_of(spec).computed or spec.id in filled]
            found.extend((other.key, record) for record in reading.by_ids(tx, other, wanted, computed))
    return tuple(found)


def _batch(tx: Tx) -> str | None:
    return tx.ctx.batch if tx.change_set is not None else None

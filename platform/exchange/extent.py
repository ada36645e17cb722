"""How much of a list a file or a page takes: rows that may be viewed, and not exported or printed, stay behind; of masked
columns some values stay empty. It is said before and after, never passed over (S12, E10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..fields.conditions import ALWAYS, Condition, Not
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..permissions.scope import check_action
from ..tables.catalogue import TableSpec
from ..tables.queries import reading
from ..tables.queries.query import Query, select
from ..tables.queries.selection import Selection
from ..tables.rights.why import Question, explain
from ..tables.transaction import Tx

EXAMPLES = 5  #: rows that stay behind and are named


@dataclass(frozen=True, slots=True)
class Extent:
    rows: int  #: of the list, that the action takes
    left_out: int  #: of the list, that may only be viewed
    examples: tuple[tuple[int, str], ...] = ()  #: the first of those, by id and what they are called
    reason: str | None = None  #: why the first of them stays behind
    hint: str | None = None  #: the smallest change that would help
    masked: tuple[
        tuple[FieldSpec, int], ...
    ] = ()  #: columns that are empty on so many of the rows for being masked there

    def dump(self, locale: str) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "left_out": self.left_out,
            "left_out_rows": [{"id": id_, "label": label} for id_, label in self.examples],
            "reason": self.reason,
            "hint": self.hint,
            "masked": [{"field": spec.key, "label": spec.text(locale), "rows": rows} for spec, rows in self.masked],
        }


def measure(tx: Tx, table_key: str, query: Query, fields: Sequence[FieldSpec], action: Action) -> Extent:
    """What `action` (export or print) would take of a list in these columns; limit, cursor and offset do not count.

    Raises `Refusal`: MALFORMED for a wrong query, FORBIDDEN without the right to the action.
    """
    table = tx.table(table_key)
    scope = tx.scope(table)
    check_action(scope, action)
    reached = scope.where(action)
    rows = _count(_narrowed(tx, table, query, reached))
    left = left_out(tx, table, query, action)
    masked = [(spec, count) for spec in fields if (count := _masked(tx, table, query, reached, spec))]
    if not left:
        return Extent(rows, 0, masked=tuple(masked))
    outside = _narrowed(tx, table, query, Not(reached))
    base = outside.base
    ids = tx.connection.execute(outside.ids().order_by(base.c.id).limit(EXAMPLES)).scalars().all()
    labels = reading.labels(tx, table, ids)
    why = explain(tx, Question(table, action, ids[0]))
    locale = tx.ctx.locale
    return Extent(
        rows,
        left,
        tuple((id_, labels.get(id_, f"#{id_}")) for id_ in ids),
        None if why.decisive is None else why.decisive.text(locale),
        None if why.hint is None else why.hint.text(locale),
        tuple(masked),
    )


def is_narrower(tx: Tx, table: TableSpec, action: Action) -> bool:
    """Whether the caller may view rows that the action does not extend to."""
    scope = tx.scope(table)
    return scope.where(action) != scope.where(Action.VIEW)


def left_out(tx: Tx, table: TableSpec, query: Query, action: Action) -> int:
    """How many rows of a list may be viewed, while the action does not extend to them."""
    if not is_narrower(tx, table, action):
        return 0
    return _count(_narrowed(tx, table, query, Not(tx.scope(table).where(action))))


def _masked(tx: Tx, table: TableSpec, query: Query, reached: Condition, spec: FieldSpec) -> int:
    """On how many of the rows that are taken a field is empty for being masked."""
    if tx.sight.guard(table.id, (spec.id,)) == ALWAYS:
        return 0
    selection = _narrowed(tx, table, query, reached)
    unseen = selection.joins.unseen(spec.id)
    if unseen is not None:
        selection.restrictions.append(unseen)
    return _count(selection)


def _narrowed(tx: Tx, table: TableSpec, query: Query, *conditions: Condition) -> Selection:
    selection, _ = select(tx, table, query)
    for condition in conditions:
        if condition != ALWAYS:
            selection.where(condition)
    return selection


def _count(selection: Selection) -> int:
    return selection.tx.connection.execute(selection.select(sa.func.count())).scalar_one()

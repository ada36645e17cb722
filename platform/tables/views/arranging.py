"""The order in which people have put the records of a view by hand: one for all who look at it (E17).

A record has a rank, which is text: sixteen digits and as many behind them as it takes to lie between two others. Without one of
its own a record ranks by its number, so a view that nobody has arranged is in the table's order, a new record comes last, and a
move writes one row. Two never get the same rank; a move keeps the record behind (or before) the one it was dropped at, whatever
others have moved meanwhile. A sorted view is not arranged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, refuse
from ...permissions.actions import Action
from .. import models
from ..catalogue import TableSpec, ViewSpec
from ..changes import history
from ..changes.inverse import Kept
from ..messages import MAY_NOT_EDIT, NO_SUCH_RECORD
from ..queries.selection import visible_ids
from ..storage import chunks
from .describing import shown_to
from .messages import MOVED_SINCE, NO_VIEW, SORTED

if TYPE_CHECKING:
    from ..transaction import Tx

DIGITS = 16
_ranks, _moves = models.view_ranks, models.view_moves


def column(view: ViewSpec, record: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """What records of an arranged view are ordered by."""
    own = sa.select(_ranks.c.rank).where(_ranks.c.view_id == view.id, _ranks.c.record == record).scalar_subquery()
    padded = sa.func.substr(sa.cast(record + 10**DIGITS, sa.Text), 2)
    return sa.func.coalesce(own, padded, type_=sa.Text())


def arrangeable(tx: Tx, table: TableSpec, key: str) -> ViewSpec:
    """A view whose records may be put into an order. Raises NOT_FOUND, CONFLICT for a sorted one."""
    view = next((one for one in shown_to(tx, table) if one.key == key), None)
    if view is None:
        raise refuse(NO_VIEW)
    if view.definition.get("sort"):
        raise refuse(SORTED)
    return view


def move(tx: Tx, table: TableSpec, view: ViewSpec, record: int, after: int | None, before: int | None) -> None:
    """Put a record right behind another one, or (without `after`) right before one. Raises `Refusal`."""
    if record not in visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    if record not in visible_ids(tx, table, [record], Action.EDIT):
        raise refuse(MAY_NOT_EDIT)
    place, name = (after, "after") if after is not None else (before, "before")
    if place is None or place == record:
        return
    if place not in visible_ids(tx, table, [place], Action.VIEW):
        raise refuse(NO_SUCH_RECORD, at_field=name)
    ranks = _own(tx, view.id, [record, place])
    at = ranks.get(place) or _number(place)
    below, above = (at, _next(tx, view.id, record, at)) if after is not None else (_last(tx, view.id, record, at), at)
    history.begin(tx)
    _put(tx, table, view.id, record, ranks.get(record), between(below, above))
    if not view.arranged:
        tx.connection.execute(sa.update(models.views).where(models.views.c.id == view.id).values(arranged=True))
        tx.reload()


def between(below: str, above: str) -> str:
    """The shortest rank between two that differ."""
    digits = max(len(below), len(above))
    low, high = int(below.ljust(digits, "0")), int(above.ljust(digits, "0"))
    if high - low < 2:
        low, high, digits = low * 10, high * 10, digits + 1
    while digits > DIGITS:  # fewer digits will do
        coarse = low // 10 + 1
        if coarse * 10 >= high:
            break
        low, high, digits = coarse - 1, -(-high // 10), digits - 1
    return str((low + high) // 2).rjust(digits, "0")


def moved(tx: Tx, sets: Sequence[int]) -> dict[tuple[int, int], tuple[str | None, str | None]]:
    """What change sets came to for the ranks of records, by view and record: before and after."""
    found: dict[tuple[int, int], tuple[str | None, str | None]] = {}
    for part in chunks(sets):
        statement = sa.select(_moves).where(_moves.c.change_set.in_(part)).order_by(_moves.c.id)
        for row in tx.connection.execute(statement):
            first = found.get((row.view_id, row.record), (row.before, None))[0]
            found[row.view_id, row.record] = (first, row.after)
    return found


def places(tx: Tx, sets: Sequence[int]) -> set[tuple[int, int]]:
    """The tables and numbers of the records that change sets have moved in views which are still there."""
    tables = {view.id: table.id for table in tx.catalogue.tables.values() for view in table.views}
    return {(tables[view], record) for view, record in moved(tx, sets) if view in tables}


def take_back(tx: Tx, sets: Sequence[int]) -> list[Kept]:
    """Put back what change sets have moved, as far as nobody has moved it since; the others are told of."""
    kept: list[Kept] = []
    views = {view.id: (table, view) for table in tx.catalogue.tables.values() for view in table.views}
    found = {place: ranks for place, ranks in moved(tx, sets).items() if place[0] in views}
    by_view: dict[int, list[int]] = {}
    for view_id, record in found:
        by_view.setdefault(view_id, []).append(record)
    editable = {id_: visible_ids(tx, views[id_][0], records, Action.EDIT) for id_, records in by_view.items()}
    ranks = {id_: _own(tx, id_, records) for id_, records in by_view.items()}
    for (view_id, record), (before, after) in found.items():
        table, view = views[view_id]
        if record not in editable[view_id]:
            kept.append(Kept(table, record, Problem(MAY_NOT_EDIT)))
        elif ranks[view_id].get(record) != after:
            label = view.text(tx.ctx.locale)
            kept.append(Kept(table, record, Problem(MOVED_SINCE, {"view": label})))
        else:
            _put(tx, table, view_id, record, after, before)
    return kept


def forget(tx: Tx, views: Iterable[int]) -> None:
    """Drop the order of views that are no more."""
    tx.connection.execute(sa.delete(_ranks).where(_ranks.c.view_id.in_(list(views))))


def _put(tx: Tx, table: TableSpec, view: int, record: int, before: str | None, after: str | None) -> None:
    """Give a record another rank (None: that of its number), with a note that undo and others' screens go by."""
    here = (_ranks.c.view_id == view, _ranks.c.record == record)
    tx.connection.execute(sa.delete(_ranks).where(*here))
    if after is not None:
        tx.connection.execute(sa.insert(_ranks).values(view_id=view, record=record, rank=after))
    note = {"change_set": history.begin(tx), "view_id": view, "record": record, "before": before, "after": after}
    tx.connection.execute(sa.insert(_moves).values(**note))
    tx.touched.setdefault(table.id, set()).add(record)


def _own(tx: Tx, view: int, records: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for part in chunks(records):
        statement = sa.select(_ranks.c.record, _ranks.c.rank).where(_ranks.c.view_id == view, _ranks.c.record.in_(part))
        found |= {row.record: row.rank for row in tx.connection.execute(statement)}
    return found


def _next(tx: Tx, view: int, record: int, rank: str) -> str:
    """What may stand next behind a rank: a rank that is given, or the next number, whoever has it."""
    given = _nearest(tx, view, record, _ranks.c.rank > rank, sa.func.min(_ranks.c.rank))
    number = _number(int(rank[:DIGITS]) + 1)
    return number if given is None else min(given, number)


def _last(tx: Tx, view: int, record: int, rank: str) -> str:
    given = _nearest(tx, view, record, _ranks.c.rank < rank, sa.func.max(_ranks.c.rank))
    number = _number(int(rank[:DIGITS]) - (len(rank) == DIGITS))
    return number if given is None else max(given, number)


def _nearest(tx: Tx, view: int, record: int, side: sa.ColumnElement[bool], found: Any) -> str | None:
    statement = sa.select(found).where(_ranks.c.view_id == view, side, _ranks.c.record != record)
    return tx.connection.execute(statement).scalar()


def _number(record: int) -> str:
    return f"{record:0{DIGITS}d}"

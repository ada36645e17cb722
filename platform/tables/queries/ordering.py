"""The order of lists: what to sort by, empties always last, the id as the last key, and what comes after a place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import sort_key
from ..catalogue import TableSpec, ViewSpec
from ..messages import BAD_SORT, FIELD_NOT_SORTABLE, UNKNOWN_QUERY_FIELD
from ..system import RECORD_ID, points_to_member, points_to_record
from ..views import arranging
from .selection import Selection

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_KEYS = 8


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order."""

    column: sa.ColumnElement[Any]
    descending: bool
    nullable: bool = True

    def clauses(self) -> list[sa.ColumnElement[Any]]:
        ordered = self.column.desc() if self.descending else self.column.asc()
        return [ordered.nulls_last() if self.nullable else ordered]


Order = Sequence[tuple[FieldSpec, bool]]  #: field and whether descending


def parse(tx: Tx, table: TableSpec, sort: str | None, view: ViewSpec | None = None) -> Order:
    """`-total,name`; without one, the view's order. Unknown and unreadable fields look the same."""
    if sort is None or not sort.strip():
        stored = (view.definition.get("sort") or []) if view is not None else []
        found = [
            (tx.catalogue.fields[abs_id(item)], item["descending"])
            for item in stored
            if abs_id(item) in tx.catalogue.fields
        ]
        return [(spec, down) for spec, down in found if tx.scope(table).may_read(spec.id)]
    order: list[tuple[FieldSpec, bool]] = []
    problems: list[Problem] = []
    for part in sort.split(","):
        key = part.strip()
        down = key.startswith("-")
        key = key.lstrip("-") if key.count("-") <= 1 else key
        spec = table.by_key.get(key)
        if spec is None or not tx.scope(table).may_read(spec.id):
            problems.append(Problem(UNKNOWN_QUERY_FIELD, {"key": key[:60]}, key[:60]))
        elif any(spec.id == other.id for other, _ in order):
            problems.append(Problem(BAD_SORT, {"sort": sort[:60]}, key))
        elif not _sortable(spec):
            problems.append(Problem(FIELD_NOT_SORTABLE, {"key": key}, key))
        else:
            order.append((spec, down))
    if len(order) > MOST_KEYS:
        problems.append(Problem(BAD_SORT, {"sort": sort[:60]}))
    if problems:
        raise Refusal(problems)
    return order


def abs_id(item: Any) -> int:
    return item["field"]


def of_field(spec: FieldSpec) -> Order:
    return [(spec, False)]


def keys(selection: Selection, order: Order, arranged: ViewSpec | None = None) -> list[Key]:
    """The columns of an order; the id comes last, so that pages are stable. Without an order it is the one in which people have
    put the records of a view."""
    found: list[Key] = []
    if not order and arranged is not None and arranged.arranged and not arranged.definition.get("sort"):
        found.append(Key(arranging.column(arranged, selection.base.c.id), False, nullable=False))
    for spec, down in order:
        if spec.id == RECORD_ID.id:
            return [*found, Key(selection.base.c.id, down, nullable=False)]
        found.append(Key(_column(selection, spec), down))
    return [*found, Key(selection.base.c.id, False, nullable=False)]


def _sortable(spec: FieldSpec) -> bool:
    result = value_spec(spec)
    return TYPES[result.type].storage == "column" and result.type not in ("multi_option", "attachment", "members")


def _column(selection: Selection, spec: FieldSpec) -> sa.ColumnElement[Any]:
    end, table = selection.joins.seen((spec.id,))
    result = value_spec(end)
    type_ = TYPES[result.type]
    if points_to_record(result):
        target = selection.tx.catalogue.by_id[result.options["table"]]
        if target.primary is not None:
            end, table = selection.joins.seen((spec.id, target.primary.id))
            result = value_spec(end)
            type_ = TYPES[result.type]
    if points_to_member(result):
        return _members(selection.tx, selection.tx.catalogue.storage.column(table, end))
    if end.id < 0:
        return selection.tx.catalogue.storage.column(table, end)
    columns = [table.c[column.name] for column in TYPES[end.type].columns(end)]
    found = type_.sort_column(columns, result)
    return table.c.id if found is None else found


def _members(tx: Tx, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Members by name: their places in the sorted list of names."""
    ranked = sorted(tx.members.values(), key=lambda member: (sort_key(member.name), member.id))
    if not ranked:
        return column
    return sa.case({member.id: place for place, member in enumerate(ranked)}, value=column)


# -- cursors ---------------------------------------------------------------------------------------------------------


Place = Sequence[Any]  #: the values of a row's keys


def after(found: Sequence[Key], values: Place) -> sa.ColumnElement[bool]:
    """Rows that come behind a place, empties last. Only where it has empty values is in the condition; the others are
    parameters (`bound`)."""
    condition: sa.ColumnElement[bool] = sa.false()
    for number, (key, value) in reversed(list(enumerate(zip(found, values, strict=True)))):
        column = key.column
        if value is None:
            condition = sa.and_(column.is_(None), condition)
            continue
        last = sa.bindparam(_name(number), type_=column.type)
        beyond = column < last if key.descending else column > last
        parts = [beyond, sa.and_(column == last, condition)]
        if key.nullable:
            parts.append(column.is_(None))
        condition = sa.or_(*parts)
    return condition


def bound(values: Place | None) -> dict[str, Any]:
    """The parameters that `after` leaves open."""
    return {_name(number): value for number, value in enumerate(values or ()) if value is not None}


def _name(number: int) -> str:
    return f"after_{number}"

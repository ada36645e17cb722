"""Fields that together must differ between the rows of a table, or between those of its rows that meet a condition (E7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem
from ...fields import conditions
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..queries.joins import Joins
from ..storage import Row
from ..system import RECORD_ID
from ..writing.incoming import Incoming
from . import predicates
from .book import Unique

if TYPE_CHECKING:
    from ..transaction import Tx

Forms = tuple[Any, ...]  #: the compared values of one row, in their normal forms
PART = 300  #: rows compared per query


def broken(
    tx: Tx, table: TableSpec, rule: Unique, rows: Sequence[Incoming], whole: Sequence[Row]
) -> list[tuple[Incoming, Problem]]:
    """The rows of a request that clash with a stored row or with an earlier one of the request. `whole` are the rows as
    they will be."""
    counted = predicates.holding(tx, rule.when, whole)
    forms: dict[Forms, list[Incoming]] = {}
    for row, values, counts in zip(rows, whole, counted, strict=True):
        if counts and not any(is_empty(values.get(spec.id)) for spec in rule.fields):
            key = tuple(form(spec, values[spec.id]) for spec in rule.fields)
            forms.setdefault(key, []).append(row)
    changing = {row[RECORD_ID.id] for row in whole if RECORD_ID.id in row}
    taken = _taken(tx, table, rule, list(forms), changing)
    words = {"label": "、".join(spec.text(tx.ctx.locale) for spec in rule.fields)}
    shown = rule.fields[-1].key
    return [
        (row, Problem(rule.message, words, shown))
        for key, holders in forms.items()
        for row in (holders if key in taken else holders[1:])
    ]


def _taken(tx: Tx, table: TableSpec, rule: Unique, forms: Sequence[Forms], changing: set[int]) -> set[Forms]:
    """Which combinations stored rows have that are not about to change themselves."""
    found: set[Forms] = set()
    joins = Joins(tx.catalogue, table.id)
    when = joins.where(predicates.resolved(tx, rule.when)) if rule.when != conditions.ALWAYS else sa.true()
    columns = [joins.base.c[column_of(spec)[1]] for spec in rule.fields]
    for start in range(0, len(forms), PART):
        part = set(forms[start : start + PART])
        near = [column.in_({key[place] for key in part}) for place, column in enumerate(columns)]
        statement = sa.select(joins.base.c.id, *columns).select_from(joins.clause).where(when, *near)
        for id_, *values in tx.connection.execute(statement):
            if id_ not in changing and tuple(values) in part:
                found.add(tuple(values))
    return found


def form(spec: FieldSpec, value: Any) -> Any:
    return TYPES[spec.type].bind(value, spec)[column_of(spec)[0]]


def column_of(spec: FieldSpec) -> tuple[int, str]:
    """The place and name of the column by which values are compared: the normal form where there is one."""
    columns = TYPES[spec.type].columns(spec)
    place = next((i for i, column in enumerate(columns) if column.info.get("unique")), 0)
    return place, columns[place].name

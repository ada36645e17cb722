"""Sums over any number of rows: SQLite adds in 64 bits, and a total may need more than each of its parts does."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ...core.numbers import EXACT, ExactNumeric

if TYPE_CHECKING:
    from .selection import Selection

_LOW = 32  #: bits of the lower half


def rows(
    selection: Selection, groups: Sequence[sa.ColumnElement[Any]], measures: Sequence[sa.ColumnElement[Any]]
) -> list[Any]:
    """One row for each group: its columns, then its measures."""
    try:
        return _read(selection, groups, measures)
    except OperationalError as error:
        if "overflow" not in str(error).lower():
            raise
    places = [_is_sum(measure) for measure in measures]
    split = [part for measure in measures for part in (_halves(measure) if _is_sum(measure) else [measure])]
    return [_joined(tuple(row), len(groups), places, measures) for row in _read(selection, groups, split)]


def _read(selection: Selection, groups: Sequence[Any], measures: Sequence[Any]) -> list[Any]:
    statement = selection.select(*groups, *measures)
    return list(selection.tx.connection.execute(statement.group_by(*groups) if groups else statement).all())


def _is_sum(measure: sa.ColumnElement[Any]) -> bool:
    return isinstance(measure, sa.Function) and measure.name == "sum"


def _halves(measure: sa.ColumnElement[Any]) -> list[sa.ColumnElement[Any]]:
    """The sum of the upper bits, sign included, and that of the lower ones."""
    (column,) = cast("sa.Function[Any]", measure).clauses
    units = sa.type_coerce(column, sa.BigInteger())
    return [sa.func.sum(units.bitwise_rshift(_LOW)), sa.func.sum(units.bitwise_and(2**_LOW - 1))]


def _joined(
    row: tuple[Any, ...], groups: int, places: Sequence[bool], measures: Sequence[sa.ColumnElement[Any]]
) -> tuple[Any, ...]:
    found = list(row[:groups])
    cells = iter(row[groups:])
    for split, measure in zip(places, measures, strict=True):
        first = next(cells)
        if split:
            low, type_ = next(cells), measure.type
            assert isinstance(type_, ExactNumeric)
            units = None if first is None else Decimal(int(first) * 2**_LOW + int(low))
            found.append(None if units is None else units.scaleb(-type_.scale, context=EXACT))
        else:
            found.append(first)
    return tuple(found)

"""The statements of a list: made once for its table, fields, filter and order, and run for any page of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from . import ordering
from .ordering import Key, Place
from .painting import Paint
from .reading import Reader
from .selection import Selection

if TYPE_CHECKING:
    from ..transaction import Tx

ROWS, SKIPPED = "rows", "skipped"  #: parameters: how many rows to read, and how many to pass over first
Statement = sa.Select[*tuple[Any, ...]]


class Listing:
    """Holds no transaction: it may serve others like the one it was made in (`Tx.viewer`)."""

    def __init__(
        self,
        tx: Tx,
        table: TableSpec,
        selection: Selection,
        keys: Sequence[Key],
        fields: Sequence[FieldSpec],
        paint: Paint | None = None,
    ) -> None:
        self.keys = tuple(keys)
        self.fields = tuple(fields)
        self.paint = paint if paint is not None and paint.columns else None
        painted = self.paint.columns if self.paint is not None else []
        columns = [*painted, *(key.column for key in self.keys)]
        self._count = selection.select(sa.func.count())
        self._places = self._page(selection.select(selection.base.c.id, *columns))
        self.reader = Reader(tx, table, selection.joins, self.fields)
        self._rows = self._page(selection.select(*self.reader.columns, *columns))
        self._after: dict[tuple[bool, ...], tuple[Statement, Statement]] = {}

    def count(self) -> Statement:
        """How many rows there are in all."""
        return self._count

    def rows(self, since: Place | None) -> Statement:
        """A page of rows with what the reader needs, the rule that paints each if colours are asked for, and, last, the values
        of the keys; `since` a place in the order."""
        return self._rows if since is None else self._behind(since)[0]

    def places(self, since: Place | None) -> Statement:
        """The same with the ids and keys alone. Pages far in are found by this one: the rows that are passed over are not read
        whole, nor anything that is joined to them only to be shown."""
        return self._places if since is None else self._behind(since)[1]

    def _behind(self, since: Place) -> tuple[Statement, Statement]:
        """A place is a condition for each shape it can have: which of its values are empty."""
        shape = tuple(value is None for value in since)
        found = self._after.get(shape)
        if found is None:
            condition = ordering.after(self.keys, since)
            found = self._after[shape] = self._rows.where(condition), self._places.where(condition)
        return found

    def _page(self, statement: Statement) -> Statement:
        ordered = statement.order_by(*(clause for key in self.keys for clause in key.clauses()))
        return ordered.limit(_parameter(ROWS)).offset(_parameter(SKIPPED))


def _parameter(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.Integer())

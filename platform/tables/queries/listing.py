"""The statements of a list: made once for its table, fields, filter and order, and run for any page of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
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

SKIPPED = "skipped"  #: the parameter that says how many rows to pass over first
_MOST_PAGES = 32  #: statements of one list
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
        self._places = selection.select(selection.base.c.id, *columns)
        self.reader = Reader(tx, table, selection.joins, self.fields)
        self._rows = selection.select(*self.reader.columns, *columns)
        self._pages: dict[Hashable, Statement] = {}

    @property
    def by_id(self) -> bool:
        """Whether the rows come in the order in which they were made."""
        return len(self.keys) == 1 and not self.keys[0].descending

    def count(self) -> Statement:
        """How many rows there are in all."""
        return self._count

    def rows(self, since: Place | None, most: int, *, skipping: bool = False) -> Statement:
        """At most so many rows with what the reader needs, the rule that paints each if colours are asked for, and, last, the
        values of the keys; `since` a place in the order, `skipping` with the parameter `skipped`."""
        return self._page(self._rows, since, most, skipping)

    def places(self, since: Place | None, most: int, *, skipping: bool = False) -> Statement:
        """The same with the ids and keys alone. Pages far in are found by this one: the rows that are passed over are not read
        whole, nor anything that is joined to them only to be shown."""
        return self._page(self._places, since, most, skipping)

    def _page(self, statement: Statement, since: Place | None, most: int, skipping: bool) -> Statement:
        """A place is a condition for each shape it can have: which of its values are empty. How many rows are wanted stands in
        the statement itself: of a parameter PostgreSQL would think that it may be a tenth of the table, and so make a plan
        for each value of it, which takes ten times as long as reading the page."""
        shape = None if since is None else tuple(value is None for value in since)
        key = statement is self._rows, shape, most, skipping
        found = self._pages.get(key)
        if found is None:
            if since is not None:
                statement = statement.where(ordering.after(self.keys, since))
            found = statement.order_by(*(clause for key in self.keys for clause in key.clauses()))
            found = found.limit(sa.literal_column(str(int(most))))
            if skipping:
                found = found.offset(sa.bindparam(SKIPPED, type_=sa.Integer()))
            if len(self._pages) >= _MOST_PAGES:
                self._pages.clear()
            self._pages[key] = found
        return found

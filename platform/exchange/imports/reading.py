"""Rows of a sheet as raw values by field key, ready for `tables.records`; names of records and members become ids here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ...core.errors import Problem
from ...fields.fieldtype import InvalidValue
from ...fields.scalars import text_of
from ...tables.catalogue import TableSpec
from ...tables.queries import candidates
from ...tables.queries.candidates import Around
from ...tables.system import points_to_member, points_to_record
from ...tables.transaction import Tx
from ..messages import ERROR_CELL, LONG_NUMBER
from ..sheets import Cell, ErrorCell, Row
from . import matching
from .matching import Lookup, People
from .options import ImportMode, Options
from .planning import Column, Plan
from .tally import RowError

_EXACT_BELOW = 10**15
_OFFERED = 50  #: candidates of a relation that are looked at to tell records of one name apart
_MANY = frozenset({"relations", "members"})


@dataclass(slots=True)
class Draft:
    """A row on its way in."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    errors: list[RowError] = field(default_factory=list[RowError])
    later: list[tuple[Column, str]] = field(default_factory=list[tuple[Column, str]])
    """Relations to rows of this very file that are not there yet: filled in when all rows are."""
    unclear: list[tuple[Column, str, tuple[int, ...]]] = field(
        default_factory=list[tuple[Column, str, tuple[int, ...]]]
    )
    """Names that several records have, where the relation's own filter may tell which one is meant."""

    def complain(self, column: Column, problem: Problem) -> None:
        self.errors.append(RowError(self.row.number, problem, column.header, column.field.key))


class RowReader:
    """Reads batches of rows by a plan. Relations are looked up once per batch and field, never once per row."""

    def __init__(
        self,
        plan: Plan,
        options: Options,
        people: People,
        tables: Mapping[int, TableSpec],
        in_file: Mapping[Any, int] | None = None,
    ) -> None:
        self._plan = plan
        self._tables = tables
        self._options = options
        self._people = people
        self._in_file = in_file or {}  #: how often a form of the matched field stands in the file itself
        self._lookups: dict[int, Lookup] = {}

    def read(self, tx: Tx, rows: Sequence[Row]) -> tuple[list[Draft], list[RowError]]:
        """Drafts of all rows, and warnings."""
        drafts = [Draft(row) for row in rows]
        warnings: list[RowError] = []
        for column in self._plan.columns:
            cells = [(draft, _cell(draft.row, column)) for draft in drafts]
            if points_to_record(column.field):
                self._records(tx, column, cells)
            elif points_to_member(column.field):
                self._members(tx, column, cells)
            else:
                self._plain(column, cells, warnings)
        for draft in drafts:
            for column, name, found in draft.unclear:
                self._clear_up(tx, draft, column, name, found)
        return drafts, warnings

    def resolve(self, tx: Tx, column: Column, texts: Iterable[str]) -> Lookup:
        """The look-up of a relation's column with these texts known to it."""
        lookup = self.lookup(column)
        assert lookup is not None
        lookup.load(tx, [piece for text in texts for piece in self._pieces(column, text)])
        return lookup

    def lookup(self, column: Column) -> Lookup | None:
        """The look-up behind a relation's column; None when its records have no name to be found by."""
        if column.match is None:
            return None
        found = self._lookups.get(column.field.id)
        if found is None:
            target = self._tables[column.field.options["table"]]
            cached = target.id != self._plan.table.id
            found = self._lookups[column.field.id] = Lookup(target, column.match, cached=cached)
        return found

    # -- inside ------------------------------------------------------------------------------------------------------

    def _plain(self, column: Column, cells: Sequence[tuple[Draft, Cell]], warnings: list[RowError]) -> None:
        key, clear = column.field.key, self._clears
        for draft, cell in cells:
            if cell is None:
                if clear:
                    draft.values[key] = None
            elif isinstance(cell, ErrorCell):
                draft.complain(column, Problem(ERROR_CELL, {"value": cell.text}))
            else:
                draft.values[key] = cell
                if isinstance(cell, float) and abs(cell) >= _EXACT_BELOW:
                    shown = format(Decimal(cell), "f")[:40]
                    problem = Problem(LONG_NUMBER, {"value": shown})
                    warnings.append(RowError(draft.row.number, problem, column.header, key))

    @property
    def _clears(self) -> bool:
        return self._options.clear_blank and self._options.mode is not ImportMode.CREATE

    def _texts(self, column: Column, cells: Sequence[tuple[Draft, Cell]]) -> list[tuple[Draft, str]]:
        """The cells that name something, as text."""
        found: list[tuple[Draft, str]] = []
        for draft, cell in cells:
            if cell is None:
                if self._clears:
                    draft.values[column.field.key] = None
            elif isinstance(cell, ErrorCell):
                draft.complain(column, Problem(ERROR_CELL, {"value": cell.text}))
            else:
                try:
                    found.append((draft, text_of(cell).strip()))
                except InvalidValue as invalid:
                    draft.complain(column, invalid.problem())
        return found

    def _pieces(self, column: Column, text: str) -> list[str]:
        return matching.pieces(text) if column.field.type in _MANY else [text]

    def _records(self, tx: Tx, column: Column, cells: Sequence[tuple[Draft, Cell]]) -> None:
        named = self._texts(column, cells)
        lookup = self.lookup(column)
        if lookup is not None:
            lookup.load(tx, [piece for _, text in named for piece in self._pieces(column, text)])
        for draft, text in named:
            ids: list[int] = []
            for name in self._split(tx, column, text):
                found = lookup.ids(tx, name) if lookup is not None else ()
                if len(found) == 1:
                    ids.append(found[0])
                elif len(found) > 1:
                    draft.unclear.append((column, name, found))
                elif (given := matching.id_in(name)) is not None:
                    ids.append(given)
                elif self._comes(tx, column, name):
                    draft.later = [*[one for one in draft.later if one[0] is not column], (column, text)]
                else:
                    draft.complain(column, matching.none_of(column.header, name))
            if ids and not any(later is column for later, _ in draft.later):
                draft.values[column.field.key] = ids if column.field.type in _MANY else ids[0]

    def _clear_up(self, tx: Tx, draft: Draft, column: Column, name: str, found: tuple[int, ...]) -> None:
        """The one of several records with a name that the relation may point to in this row (the contact of that customer);
        where none or several are left, a fault of the row that names them."""
        key, left = column.field.key, found
        if column.field.options.get("filter"):
            around = Around(values={**draft.values, key: None})
            offered = candidates.candidates(tx, self._plan.table.key, key, name, _OFFERED, around)
            left = tuple(one["id"] for one in offered if one["id"] in found)
        if len(left) == 1:
            given = draft.values.get(key) or []
            draft.values[key] = [*given, left[0]] if column.field.type in _MANY else left[0]
            return
        target = self._tables[column.field.options["table"]]
        words = matching.describe(tx, target, left or found)
        draft.complain(column, matching.several(column.header, name, words))

    def _split(self, tx: Tx, column: Column, text: str) -> list[str]:
        if column.field.type not in _MANY:
            return [text]
        lookup = self.lookup(column)

        def known(name: str) -> bool:
            if matching.id_in(name) is not None:
                return True
            return lookup is not None and (bool(lookup.ids(tx, name)) or lookup.form(name, tx) in self._in_file)

        return matching.split(text, known)

    def _comes(self, tx: Tx, column: Column, name: str) -> bool:
        """Whether exactly one row of this file will be what a relation to the same table names."""
        lookup = self.lookup(column)
        if lookup is None or lookup.cached or column.field.required:
            return False
        return self._in_file.get(lookup.form(name, tx), 0) == 1

    def _members(self, tx: Tx, column: Column, cells: Sequence[tuple[Draft, Cell]]) -> None:
        many = column.field.type in _MANY
        for draft, text in self._texts(column, cells):
            names = matching.split(text, lambda name: bool(self._people.find(name))) if many else [text]
            ids: list[int] = []
            for name in names:
                found = self._people.find(name)
                given = matching.id_in(name)
                if len(found) == 1:
                    ids.append(found[0].id)
                elif len(found) > 1:
                    shown = ", ".join(f"{one.name} {one.email}".strip() + f" #{one.id}" for one in found[:5])
                    draft.complain(column, matching.several(column.header, name, shown))
                elif given is not None and given in tx.members:
                    ids.append(given)
                else:
                    draft.complain(column, matching.none_of(column.header, name))
            if ids:
                draft.values[column.field.key] = ids if many else ids[0]


def link_of(reader: RowReader, tx: Tx, column: Column, text: str) -> Any | None:
    """The value of a relation whose records are all there now; None when one of them is missing or not the only one."""
    lookup = reader.resolve(tx, column, [text])
    many = column.field.type in _MANY
    names = matching.split(text, lambda name: bool(lookup.ids(tx, name))) if many else [text]
    ids: list[int] = []
    for name in names:
        found = lookup.ids(tx, name)
        given = matching.id_in(name)
        if len(found) != 1 and given is None:
            return None
        ids.append(found[0] if len(found) == 1 else given or 0)
    return (ids if many else ids[0]) if ids else None


def _cell(row: Row, column: Column) -> Cell:
    return row.cells[column.index] if column.index < len(row.cells) else None

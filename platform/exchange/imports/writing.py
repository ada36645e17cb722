"""Drafts into records: which of them change something that is there, which are new, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import Problem
from ...fields.fieldtype import InvalidValue
from ...fields.scalars import text_of
from ...permissions.actions import Action
from ...tables import records
from ...tables.messages import NOT_UNIQUE
from ...tables.records import Mode, RowUpdate
from ...tables.transaction import Tx
from ...tables.writing import defaults, incoming
from ..messages import KEY_EMPTY, KEY_NOT_FOUND, KEY_TWICE
from ..sheets import Cell, ErrorCell, Row
from . import matching
from .matching import Form, Lookup
from .options import ImportMode, Options
from .planning import FINDABLE, Column, Plan
from .reading import Draft
from .tally import RowError


@dataclass(slots=True)
class Found:
    """What a batch came to."""

    created: int = 0
    updated: int = 0
    errors: list[RowError] = field(default_factory=list[RowError])
    warnings: list[RowError] = field(default_factory=list[RowError])
    later: list[tuple[int, int, Column, str]] = field(default_factory=list[tuple[int, int, Column, str]])
    """(row, record, column, text) of relations that name rows of the same file."""


@dataclass(slots=True)
class Keys:
    """The keys of the whole file: which come more than once, and the records they stand for."""

    column: Column
    lookup: Lookup
    counts: Mapping[Form, int]

    @classmethod
    def of(cls, tx: Tx, plan: Plan, rows: Iterator[Row]) -> Keys:
        assert plan.key is not None
        lookup = Lookup(plan.table, plan.key.field, cached=False)
        return cls(plan.key, lookup, counted(tx, lookup, plan.key, rows))

    def form(self, tx: Tx, row: Row) -> Form | None:
        return self.lookup.form(_named(_cell(row, self.column)), tx)


class Seen:
    """The unique values of rows that a rehearsal has let through and taken back."""

    def __init__(self, plan: Plan) -> None:
        unique = [column for column in plan.columns if column.field.unique and column.field.type in FINDABLE]
        self._columns = [(column, Lookup(plan.table, column.field), set[Form]()) for column in unique]
        self._forms: dict[int, list[Form | None]] = {}

    def repeated(self, tx: Tx, rows: Sequence[Row]) -> list[RowError]:
        """What earlier rows of the file have used up."""
        self._forms.clear()
        found: list[RowError] = []
        for row in rows:
            forms = self._forms[row.number] = []
            for column, lookup, seen in self._columns:
                cell = _cell(row, column)
                form = None if cell is None or isinstance(cell, ErrorCell) else lookup.form(_named(cell), tx)
                forms.append(form)
                if form is not None and form in seen:
                    problem = Problem(NOT_UNIQUE, {"label": column.field.text(tx.ctx.locale)}, column.field.key)
                    found.append(RowError(row.number, problem, column.header, column.field.key))
        return found

    def add(self, rows: Iterable[Row]) -> None:
        """Take note of rows that were just let through."""
        for row in rows:
            for (_, _, seen), form in zip(self._columns, self._forms[row.number], strict=True):
                if form is not None:
                    seen.add(form)


def counted(tx: Tx, lookup: Lookup, column: Column, rows: Iterator[Row]) -> dict[Form, int]:
    """How often each form stands in a column."""
    found: dict[Form, int] = {}
    for row in rows:
        cell = _cell(row, column)
        form = None if cell is None or isinstance(cell, ErrorCell) else lookup.form(_named(cell), tx)
        if form is not None:
            found[form] = found.get(form, 0) + 1
    return found


def write(
    tx: Tx,
    plan: Plan,
    options: Options,
    drafts: Sequence[Draft],
    keys: Keys | None,
    known: Sequence[RowError] = (),
) -> Found:
    """Write the good ones of `drafts`; `known` are faults of theirs that were found before."""
    found = Found()
    for error in known:
        next(draft for draft in drafts if draft.row.number == error.row).errors.append(error)
    tx.unowned = options.public
    targets = _targets(tx, options, drafts, keys)
    creates: list[Draft] = []
    updates: list[tuple[Draft, int]] = []
    for draft, target in zip(drafts, targets, strict=True):
        if draft.errors:
            continue
        if target is None:
            creates.append(draft)
        else:
            updates.append((draft, target))
    bad = [(draft, target) for draft, target in zip(drafts, targets, strict=True) if draft.errors]
    _find_the_rest(tx, plan, bad, making=options.mode is not ImportMode.UPDATE)
    if creates:
        found.created = _create(tx, plan, creates, found)
    if updates:
        found.updated = _update(tx, plan, updates, found)
    for draft in drafts:
        found.errors.extend(draft.errors)
    return found


def update(tx: Tx, table_key: str, updates: Sequence[RowUpdate]) -> list[tuple[int, Problem]]:
    """Change records; what is refused is told by record."""
    if not updates:
        return []
    written = records.update(tx, table_key, updates, mode=Mode.SKIP_BAD, answer=False)
    return [(updates[problem.row or 0].id, problem) for problem in written.problems]


def _targets(tx: Tx, options: Options, drafts: Sequence[Draft], keys: Keys | None) -> list[int | None]:
    """The record that each row changes; None for a new one, and for a row that turns out to be bad."""
    if keys is None:
        return [None] * len(drafts)
    column, lookup = keys.column, keys.lookup
    label = column.header
    cells = [_cell(draft.row, column) for draft in drafts]
    lookup.load(tx, [_named(cell) for cell in cells if cell is not None and not isinstance(cell, ErrorCell)])
    found: list[int | None] = []
    for draft, cell in zip(drafts, cells, strict=True):
        target: int | None = None
        if cell is None:
            if options.mode is ImportMode.UPDATE:
                draft.complain(column, Problem(KEY_EMPTY, {"label": label}))
        elif not isinstance(cell, ErrorCell):  # which is complained of already
            shown = _text(cell)
            form = lookup.form(_named(cell), tx)
            ids = lookup.known.get(form, ()) if form is not None else ()
            if form is not None and keys.counts.get(form, 0) > 1:
                draft.complain(column, Problem(KEY_TWICE, {"label": label, "value": shown}))
            elif len(ids) > 1:
                draft.complain(column, matching.several(label, shown, matching.describe(tx, lookup.target, ids)))
            elif ids:
                target = ids[0]
            elif options.mode is ImportMode.UPDATE:
                draft.complain(column, Problem(KEY_NOT_FOUND, {"label": label, "value": shown}))
        elif not draft.errors:
            draft.complain(column, Problem(KEY_EMPTY, {"label": label}))
        found.append(target)
    return found


def _create(tx: Tx, plan: Plan, drafts: Sequence[Draft], found: Found) -> int:
    rows = [draft.values for draft in drafts]
    written = records.create(tx, plan.table.key, rows, mode=Mode.SKIP_BAD, answer=False)
    _complain(plan, drafts, written.problems)
    _warn(plan, drafts, written.warnings, found)
    good = [draft for draft in drafts if not draft.errors]
    for draft, record in zip(good, written.ids, strict=True):
        found.later.extend((draft.row.number, record, column, text) for column, text in draft.later)
    return len(good)


def _update(tx: Tx, plan: Plan, pairs: Sequence[tuple[Draft, int]], found: Found) -> int:
    drafts = [draft for draft, _ in pairs]
    updates = [RowUpdate(target, draft.values) for draft, target in pairs]
    written = records.update(tx, plan.table.key, updates, mode=Mode.SKIP_BAD, answer=False)
    _complain(plan, drafts, written.problems)
    _warn(plan, drafts, written.warnings, found)
    good = [(draft, record) for draft, record in pairs if not draft.errors]
    for draft, record in good:
        found.later.extend((draft.row.number, record, column, text) for column, text in draft.later)
    return len(good)


def _complain(plan: Plan, drafts: Sequence[Draft], problems: Iterable[Problem]) -> None:
    for problem in problems:
        draft = drafts[problem.row or 0]
        draft.errors.append(_placed(plan, draft.row.number, problem))


def _warn(plan: Plan, drafts: Sequence[Draft], problems: Iterable[Problem], found: Found) -> None:
    """Rules that only warn: the row is imported, and its reader told."""
    found.warnings.extend(_placed(plan, drafts[problem.row or 0].row.number, problem) for problem in problems)


def _find_the_rest(tx: Tx, plan: Plan, bad: Sequence[tuple[Draft, int | None]], *, making: bool) -> None:
    """A row with an error is not written, but whoever mends it wants to hear of everything at once (C10). Where rows without
    a target are not `making` records, they were to change one that is not there."""
    for action, group in (
        (Action.IMPORT, [draft for draft, target in bad if making and target is None]),
        (Action.EDIT, [draft for draft, target in bad if not making or target is not None]),
    ):
        if not group:
            continue
        rows = incoming.read(tx, plan.table, [draft.values for draft in group], action)
        creating = action is Action.IMPORT
        if creating:
            defaults.at_creation(tx, plan.table, rows)
        incoming.check_required(tx, plan.table, rows, creating=creating)
        for draft, row in zip(group, rows, strict=True):
            told = {error.field for error in draft.errors}
            draft.errors.extend(
                _placed(plan, draft.row.number, problem) for problem in row.problems if problem.field not in told
            )


def _placed(plan: Plan, number: int, problem: Problem) -> RowError:
    header = next((column.header for column in plan.columns if column.field.key == problem.field), None)
    return RowError(number, problem, header, problem.field)


def _cell(row: Row, column: Column) -> Cell:
    return row.cells[column.index] if column.index < len(row.cells) else None


def _named(cell: Any) -> Any:
    """A cell as the value of a key: texts without blanks around."""
    return cell.strip() if isinstance(cell, str) else cell


def _text(cell: Any) -> str:
    try:
        return text_of(cell)[:60]
    except InvalidValue:
        return "…"

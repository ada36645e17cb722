"""One import from its first row to its last: in batches of its own transactions, or in one that all rows share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ...accounts import people as accounts
from ...core.context import Context, Source
from ...core.errors import Problem, Refusal, refuse
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...tables.catalogue import Catalogue
from ...tables.records import RowUpdate
from ...tables.transaction import Tx
from ...tables.workspaces import Workspace, Workspaces
from .. import sheets
from ..messages import LINK_LEFT_OUT, TABLE_CHANGED
from ..sheets import Row, Sheet
from . import planning, reading, writing
from .matching import Lookup, People
from .options import ImportMode, Options
from .planning import Column, Plan
from .tally import RowError, Tally
from .writing import Found, Keys, Seen

BATCH = 1_000  #: rows in one transaction
EXACT_REHEARSAL = 20_000  #: rows of a dry run up to which it is done as a whole; while it lasts, nobody else can write
Progress = Callable[[int, int | None], object]  #: (rows done, rows in all); answering False stops the import
Note = Callable[[Tx, int, int | None], None]  #: the same, in the transaction of each batch: as true as the batch itself
_SPARE = 1_000  #: links to rows of the same file that are filled in by one transaction


def run(
    workspaces: Workspaces,
    ws: Workspace,
    ctx: Context,
    table_key: str,
    path: Path,
    options: Options,
    on_progress: Progress | None = None,
    *,
    tally: Tally | None = None,
    note: Note | None = None,
) -> Tally:
    """Import a file as `ctx.actor`. Bad rows are left out and listed, unless `all_or_nothing`.

    Raises `Refusal` when nothing can be imported at all. A `tally` of the caller's shows how far it came, whatever happens.
    """
    ctx = replace(ctx, source=Source.IMPORT)
    tally = Tally(ctx.batch) if tally is None else tally
    with workspaces.control.read() as control:
        names = {account.id: account.account for account in accounts.all(control)}
    with sheets.read(path) as sheet:
        _Import(ws, ctx, table_key, sheet, options, names, tally, on_progress, note).run()
    return tally


@dataclass(slots=True)
class _Pending:
    """A record whose relation names a row of the file itself."""

    row: int
    record: int
    column: Column
    text: str


class _TakeBack(Exception):
    """Ends the transaction of a dry run, or of an all-or-nothing import with errors."""


class _Import:
    def __init__(
        self,
        ws: Workspace,
        ctx: Context,
        table_key: str,
        sheet: Sheet,
        options: Options,
        account_names: Mapping[int, str],
        tally: Tally,
        on_progress: Progress | None,
        note: Note | None,
    ) -> None:
        self._ws, self._ctx, self._table_key = ws, ctx, table_key
        self._sheet, self._options, self._tally = sheet, options, tally
        self._account_names = account_names
        self._on_progress, self._note = on_progress, note
        self._pending: list[_Pending] = []
        self._catalogue: Catalogue | None = None
        self._plan: Plan
        self._reader: reading.RowReader
        self._keys: Keys | None = None
        self._in_file: Mapping[Any, int] = {}

    def run(self) -> None:
        tally = self._tally
        tally.total, tally.headers = self._sheet.count, self._sheet.headers
        with self._ws.read(self._ctx) as tx:
            self._check_rights(tx)
            self._plan = self._planned(tx)
            if self._plan.problems:
                if not self._options.dry_run:
                    raise Refusal(self._plan.problems)
                tally.complain(RowError(None, problem, field=problem.field) for problem in self._plan.problems)
                return
            self._look_ahead(tx)
            self._meet(tx, self._plan)
        if self._options.dry_run and not self._options.all_or_nothing and self._sheet.count > EXACT_REHEARSAL:
            self._rehearse()
        elif self._options.dry_run or self._options.all_or_nothing:
            self._together()
        else:
            self._in_batches()

    # -- preparation -------------------------------------------------------------------------------------------------

    def _check_rights(self, tx: Tx) -> None:
        table = tx.table(self._table_key)
        check_action(tx.scope(table), Action.IMPORT)
        if self._options.mode is not ImportMode.CREATE:
            check_action(tx.scope(table), Action.EDIT)

    def _planned(self, tx: Tx) -> Plan:
        plan = planning.make(tx, tx.table(self._table_key), self._sheet.headers, self._options)
        self._tally.plan(plan)
        return plan

    def _look_ahead(self, tx: Tx) -> None:
        """What must be known of the whole file: which keys come twice, and which names its rows will have."""
        plan = self._plan
        if plan.key is not None:
            self._keys = Keys.of(tx, plan, self._sheet.rows())
        inner = [one for one in plan.columns if one.match is not None and one.match.table == plan.table.id]
        by_field = {column.field.id: column for column in plan.columns}
        if not inner or self._options.mode is ImportMode.UPDATE:
            return
        match = inner[0].match
        assert match is not None
        source = by_field.get(match.id)
        if source is not None:
            lookup = Lookup(plan.table, match)
            self._in_file = writing.counted(tx, lookup, source, self._sheet.rows())

    def _meet(self, tx: Tx, plan: Plan) -> None:
        """Read with the tables and members of this transaction from now on."""
        self._plan, self._catalogue = plan, tx.catalogue
        people = People.of(tx.members.values(), self._account_names)
        self._reader = reading.RowReader(plan, self._options, people, tx.catalogue.by_id, self._in_file)

    def _keep_up(self, tx: Tx) -> None:
        """Somebody may change the table while rows go in: what does not concern our columns is no reason to stop. The right to
        import may be taken away too, or the member leave: that is."""
        self._check_rights(tx)
        if tx.catalogue is self._catalogue:
            return
        try:
            plan = planning.make(tx, tx.table(self._table_key), self._sheet.headers, self._options)
        except Refusal as refusal:
            raise refuse(TABLE_CHANGED) from refusal
        if not self._plan.same_as(plan):
            raise refuse(TABLE_CHANGED)
        self._meet(tx, plan)

    # -- the three ways ----------------------------------------------------------------------------------------------

    def _in_batches(self) -> None:
        for rows in _batches(self._sheet.rows()):
            if not self._go_on():
                return
            with self._ws.write(self._ctx) as tx:
                found = self._write(tx, rows)
                if self._note is not None:
                    self._note(tx, self._tally.done + len(rows), self._tally.total)
            self._account(rows, found)
            self._tally.kept = self._tally.kept or bool(found.created or found.updated)
        for place in range(0, len(self._pending), _SPARE):
            with self._ws.write(self._ctx) as tx:
                self._keep_up(tx)
                self._link(tx, self._pending[place : place + _SPARE])
        self._go_on()

    def _together(self) -> None:
        """All rows in one transaction: all or nothing, or a rehearsal that is exact."""
        try:
            with self._ws.write(self._ctx) as tx:
                for rows in _batches(self._sheet.rows()):
                    if not self._go_on():
                        raise _TakeBack
                    self._account(rows, self._write(tx, rows))
                self._link(tx, self._pending)
                self._go_on()
                if self._options.dry_run or self._tally.error_count:
                    raise _TakeBack
            self._tally.kept = bool(self._tally.created or self._tally.updated)
        except _TakeBack:
            if not self._options.dry_run:
                self._tally.forget_successes()

    def _rehearse(self) -> None:
        """A dry run of very many rows: batch by batch, each taken back at once, so that nobody waits for all of them. What
        the rows of one batch do to those of another is looked at for unique values alone."""
        seen = Seen(self._plan)
        for rows in _batches(self._sheet.rows()):
            if not self._go_on():
                return
            found = Found()
            try:
                with self._ws.write(self._ctx) as tx:
                    found = self._write(tx, rows, seen.repeated(tx, rows))
                    raise _TakeBack
            except _TakeBack:
                self._account(rows, found)
            seen.add(row for row in rows if row.number not in self._tally.bad)
        self._go_on()

    # -- steps -------------------------------------------------------------------------------------------------------

    def _write(self, tx: Tx, rows: Sequence[Row], repeated: Sequence[RowError] = ()) -> Found:
        self._keep_up(tx)
        drafts, warnings = self._reader.read(tx, rows)
        found = writing.write(tx, self._plan, self._options, drafts, self._keys, repeated)
        found.warnings = [*warnings, *found.warnings]
        return found

    def _account(self, rows: Sequence[Row], found: Found) -> None:
        tally = self._tally
        tally.complain(found.errors)
        tally.keep(rows)
        for warning in found.warnings:
            tally.warn(warning)
        tally.created += found.created
        tally.updated += found.updated
        tally.done += len(rows)
        self._pending += [_Pending(*one) for one in found.later]

    def _link(self, tx: Tx, pending: Sequence[_Pending]) -> None:
        """Fill in the relations between rows of the file, now that all of them are there."""
        updates: dict[int, dict[str, Any]] = {}
        left: list[RowError] = []
        for one in pending:
            value = reading.link_of(self._reader, tx, one.column, one.text)
            if value is None:
                words = {"label": one.column.header, "value": one.text[:60]}
                left.append(RowError(one.row, Problem(LINK_LEFT_OUT, words), one.column.header, one.column.field.key))
            else:
                updates.setdefault(one.record, {})[one.column.field.key] = value
        rows = {one.record: one.row for one in pending}
        changes = [RowUpdate(record, values) for record, values in updates.items()]
        problems = writing.update(tx, self._table_key, changes)
        left += [RowError(rows[record], problem, field=problem.field) for record, problem in problems]
        self._tally.complain(left, refused=False)

    def _go_on(self) -> bool:
        answer = self._on_progress(self._tally.done, self._tally.total) if self._on_progress is not None else None
        if answer is False:
            self._tally.cancelled = True
        return answer is not False


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch

"""The only write path (C7): the API, imports, buttons, automations, undo and templates all come through here.

Every call takes lists and runs in the caller's transaction: parse → defaults → validation → permission → storage →
recompute → history. All problems come back together, and nothing is half-saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from ..core.context import Source
from ..core.errors import Kind, Message, Problem, Refusal, refuse
from ..fields.conditions import ALWAYS
from ..permissions.actions import Action
from ..permissions.scope import check_action
from . import attachments, counters, organisation
from .catalogue import TableSpec
from .changes import history
from .computed.recompute import Recompute, evaluate
from .computed.rollups import empty_value
from .messages import (
    MAY_NOT_CREATE,
    MAY_NOT_EDIT,
    NO_ROWS,
    NO_SUCH_RECORD,
    ROW_TWICE,
    TOO_MANY_ROWS,
    WOULD_LEAVE,
)
from .queries import limits
from .queries.selection import among_stored, visible_ids
from .rules import allocation, gate, journal
from .storage import Row
from .system import CREATED_AT, CREATED_BY, DEMO, RECORD_ID, UPDATED_AT, UPDATED_BY, VERSION
from .timers import settling
from .writing import (
    attempts,
    defaults,
    incoming,
    lines,
    merging,
    numbering,
    removal,
    sequence,
    states,
    trees,
    written,
)
from .writing.attempts import Outcome, T
from .writing.incoming import Incoming
from .writing.lines import Line, Plan
from .writing.written import Written

if TYPE_CHECKING:
    from .transaction import Tx

MOST_ROWS = 1_000  #: per call from outside; the engine's own calls (templates, imports) are not bounded


class Mode(Enum):
    ALL_OR_NOTHING = "all_or_nothing"  #: one bad row refuses the call
    SKIP_BAD = "skip_bad"  #: bad rows are left out and reported (imports)


@dataclass(frozen=True, slots=True)
class RowUpdate:
    """New values for one record; with `version`, only if nobody has changed the same fields since."""

    id: int
    values: Mapping[str, Any]
    version: int | None = None
    restored: Row = field(
        default_factory=dict[int, Any]
    )  #: typed values that the row had before (undo): not read again


def create(
    tx: Tx,
    table_key: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    mode: Mode = Mode.ALL_OR_NOTHING,
    demo: bool = False,
    answer: bool = True,
) -> Written:
    """Make rows from key → raw value. Raises `Refusal` with every problem of every row."""
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.IMPORT if tx.ctx.source is Source.IMPORT else Action.CREATE)
    check_count(tx, rows)

    def run(part: Sequence[Mapping[str, Any]]) -> Outcome:
        recompute = Recompute(tx)
        made, problems = insert(tx, table, part, recompute, mode=mode, demo=demo)
        return _settled(tx, table, [row[RECORD_ID.id] for row in made], _kept(part, problems), recompute, problems)

    return written.told(tx, table, _run(tx, table, rows, run, mode), answer=answer)


def update(
    tx: Tx, table_key: str, rows: Sequence[RowUpdate], *, mode: Mode = Mode.ALL_OR_NOTHING, answer: bool = True
) -> Written:
    """Change rows. What is not given stays; a row whose values are already so is left alone, version included."""
    table = tx.table(table_key)
    check_count(tx, rows)

    def run(part: Sequence[RowUpdate]) -> Outcome:
        recompute = Recompute(tx)
        problems = change(tx, table, part, recompute, mode=mode)
        kept = _kept(part, problems)
        return _settled(tx, table, [part[index].id for index in kept], kept, recompute, problems)

    return written.told(tx, table, _run(tx, table, rows, run, mode), answer=answer)


def delete(tx: Tx, table_key: str, ids: Sequence[int]) -> Written:
    """Remove rows with what they own; refused while rows elsewhere cannot do without them."""
    table = tx.table(table_key)
    check_count(tx, ids)

    def run(part: Sequence[int]) -> Outcome:
        recompute = Recompute(tx)
        removal.remove(tx, table, part, recompute)
        return _settled(tx, table, part, range(len(part)), recompute, [])

    return written.told_of_removal(tx, table, _run(tx, table, ids, run, Mode.ALL_OR_NOTHING))


def insert(
    tx: Tx,
    table: TableSpec,
    raw: Sequence[Mapping[str, Any]],
    recompute: Recompute,
    *,
    mode: Mode = Mode.ALL_OR_NOTHING,
    demo: bool = False,
    trusted: Sequence[Row] | None = None,
) -> tuple[list[Row], list[Problem]]:
    """The steps of creation without the answer; sub-table rows come through here with their parent filled in."""
    action = Action.IMPORT if tx.ctx.source is Source.IMPORT else Action.CREATE
    rows = _prepared(tx, table, raw, action, trusted, recompute)
    rows, problems = _sift(rows, mode, partial(_problems_of_lines, tx, table, rows, action, recompute))
    if not rows:
        return [], problems
    sequence.append(tx, table, rows)
    first = counters.take(tx.connection, f"row:{table.id}", len(rows))
    blank = _blank_row(tx, table, demo=demo)
    made = [blank | one.values | {RECORD_ID.id: first + place} for place, one in enumerate(rows)]
    numbering.assign(tx, table, made)
    evaluate(tx, tx.catalogue.dependencies.formulas.get(table.id, ()), made)
    tx.catalogue.storage.insert(tx.connection, table, made)
    history.record(tx, table, history.CREATE, [(None, row) for row in made])
    new_ids = [row[RECORD_ID.id] for row in made]
    trees.check(tx, table, rows, new_ids)
    recompute.checks.made(table, new_ids)
    _save_lines(tx, table, rows, new_ids, recompute, new=True, demo=demo)
    recompute.changed(table, [(None, row) for row in made])
    _check_scope_after(tx, table, rows, made, action, MAY_NOT_CREATE)
    return made, problems


def change(
    tx: Tx,
    table: TableSpec,
    updates: Sequence[RowUpdate],
    recompute: Recompute,
    *,
    mode: Mode = Mode.ALL_OR_NOTHING,
) -> list[Problem]:
    """The steps of an update without the answer. Returns the problems of skipped rows."""
    scope = tx.scope(table)
    ids = [one.id for one in updates]
    stored = tx.catalogue.storage.rows(tx.connection, table, ids)
    visible = among_stored(tx, table, stored, Action.VIEW)
    editable = among_stored(tx, table, visible, Action.EDIT)
    current = [stored.get(id_, {}) for id_ in ids]
    restored = [one.restored for one in updates]
    rows = incoming.read(tx, table, [one.values for one in updates], Action.EDIT, restored, current)
    seen: set[int] = set()
    for one, row in zip(updates, rows, strict=True):
        if one.id not in visible:
            row.problems[:] = [Problem(NO_SUCH_RECORD, row=row.index)]
        elif one.id in seen:
            row.complain(Problem(ROW_TWICE))
        elif one.id not in editable or Action.EDIT not in scope.actions:
            row.complain(Problem(MAY_NOT_EDIT))
        seen.add(one.id)
    incoming.check_bounds(tx, table, rows, ids, editable)
    incoming.drop_unchanged(rows, current)
    merging.check(tx, table, rows, [one.version for one in updates], current)
    defaults.at_change(tx, table, rows, current)
    incoming.check_links(tx, table, rows)
    limits.check(tx, table, rows, current)
    attachments.check(tx, table, rows, current)
    incoming.check_required(tx, table, rows, creating=False)
    incoming.check_unique(tx, table, rows, ids)
    states.check(tx, table, rows, current)
    gate.check(tx, table, rows, current, recompute.checks)
    lines_of = partial(_save_lines, tx, table, rows, ids, recompute)
    rows, problems = _sift(rows, mode, lambda: attempts.problems_of(tx, lines_of))
    moved: list[tuple[Row, Row]] = []
    fields_written: set[int] = set()
    edited: list[Incoming] = []
    for row in rows:
        before = stored[ids[row.index]]
        after = before | row.values
        if after != before:
            after[VERSION.id] = before[VERSION.id] + 1
            after[UPDATED_BY.id], after[UPDATED_AT.id] = tx.ctx.actor.member, tx.ctx.now
            moved.append((before, after))
            edited.append(row)
            fields_written.update(row.values)
    if moved:
        formulas = recompute.following(table, fields_written)
        afters = [after for _, after in moved]
        evaluate(tx, formulas, afters)
        fields_written.update(formula.field.id for formula in formulas)
        fields = [spec for spec in (*table.stored, *table.linked) if spec.id in fields_written]
        tx.catalogue.storage.update(tx.connection, table, afters, fields, stamp=True)
        trees.check(tx, table, edited, [after[RECORD_ID.id] for after in afters])
        history.record(tx, table, history.UPDATE, moved)
        journal.record(tx, table, moved)
        recompute.changed(table, moved)
        _check_scope_after(tx, table, edited, afters, Action.EDIT, WOULD_LEAVE)
    _save_lines(tx, table, rows, [ids[row.index] for row in rows], recompute)
    return problems


def _run(tx: Tx, table: TableSpec, rows: Sequence[T], run: Callable[[Sequence[T]], Outcome], mode: Mode) -> Outcome:
    """A write and what must be true when it returns; last of all the organisation that rights are read from."""
    done = run(rows) if mode is Mode.ALL_OR_NOTHING else attempts.in_parts(tx, rows, run)
    if organisation.concerns(tx.catalogue, table.id):
        organisation.refresh(tx)
    return done


def _settled(
    tx: Tx, table: TableSpec, ids: Sequence[int], indexes: Sequence[int], recompute: Recompute, problems: list[Problem]
) -> Outcome:
    """Bring computed values up to date, then ask the rules that wait. `indexes` are the rows' places in the request."""
    recompute.run()
    allocation.settle(tx, recompute)
    settling.settle(tx, recompute)
    recompute.checks.run(table, lambda: dict(zip(ids, indexes, strict=True)))
    return Outcome(list(ids), problems, recompute.touched, recompute.checks.warnings)


def _kept(rows: Sequence[Any], problems: Iterable[Problem]) -> Sequence[int]:
    """The places of the rows that have no problem."""
    bad = {problem.row for problem in problems}
    return range(len(rows)) if not bad else [index for index in range(len(rows)) if index not in bad]


def _prepared(
    tx: Tx,
    table: TableSpec,
    raw: Sequence[Mapping[str, Any]],
    action: Action,
    trusted: Sequence[Row] | None,
    recompute: Recompute,
) -> list[Incoming]:
    """New rows as far as they can be judged before anything is written."""
    rows = incoming.read(tx, table, raw, action, trusted)
    defaults.at_creation(tx, table, rows)
    incoming.check_links(tx, table, rows)
    limits.check(tx, table, rows)
    attachments.check(tx, table, rows)
    incoming.check_required(tx, table, rows, creating=True)
    incoming.check_unique(tx, table, rows, [None] * len(rows))
    gate.check(tx, table, rows, None, recompute.checks)
    return rows


def _blank_row(tx: Tx, table: TableSpec, *, demo: bool) -> Row:
    """A new row without values and without its id."""
    rollups = tx.catalogue.dependencies.rollups
    row: Row = {
        VERSION.id: 1,
        CREATED_BY.id: tx.ctx.actor.member,
        CREATED_AT.id: tx.ctx.now,
        UPDATED_BY.id: tx.ctx.actor.member,
        UPDATED_AT.id: tx.ctx.now,
        DEMO: demo,
    }
    for spec in (*table.stored, *table.linked):
        row[spec.id] = empty_value(rollups[spec.id]) if spec.id in rollups else None
    return row


def _save_lines(
    tx: Tx,
    table: TableSpec,
    rows: Sequence[Incoming],
    owners: Sequence[int],
    recompute: Recompute,
    *,
    new: bool = False,
    demo: bool = False,
) -> None:
    """Save sub-table rows with their parents. Raises `Refusal` with the problems of all lines."""
    problems = list[Problem]()
    for plan in lines.plans(tx, table, rows, owners, new=new):
        if plan.table.tree is None:
            _drop_lines(tx, plan, recompute)
        at_once, later = plan.steps_of_kept()
        _change_lines(tx, plan, at_once, recompute)
        for wave in plan.waves():
            _make_lines(tx, plan, wave, recompute, demo=demo)
        _change_lines(tx, plan, plan.check_named(later), recompute)
        if plan.table.tree is not None:  # last, so that what was moved out from below a row does not go with it
            plan.check_left_behind(tx)
            _drop_lines(tx, plan, recompute)
        problems += plan.problems
    if problems:
        raise Refusal(problems)


def _drop_lines(tx: Tx, plan: Plan, recompute: Recompute) -> None:
    if plan.gone:
        with plan.naming(plan.gone_places, recompute.checks.warnings):
            removal.remove(tx, plan.table, plan.gone, recompute)


def _change_lines(tx: Tx, plan: Plan, kept: Sequence[Line], recompute: Recompute) -> None:
    if not kept:
        return
    places = [line.place for line in kept]
    recompute.checks.place(plan.table, [line.id for line in kept if line.id], plan.prefixes(places))
    with plan.naming(places, recompute.checks.warnings):
        updates = [RowUpdate(line.id, line.values, line.version, plan.filled(line)) for line in kept if line.id]
        change(tx, plan.table, updates, recompute)


def _make_lines(tx: Tx, plan: Plan, fresh: Sequence[Line], recompute: Recompute, *, demo: bool) -> None:
    check_action(tx.scope(plan.table), Action.CREATE)
    places = [line.place for line in fresh]
    with plan.naming(places, recompute.checks.warnings):
        raw, filled = [line.values for line in fresh], [plan.filled(line) for line in fresh]
        made, _ = insert(tx, plan.table, raw, recompute, demo=demo, trusted=filled)
        ids = [row[RECORD_ID.id] for row in made]
        plan.ids.update(zip(places, ids, strict=True))
        recompute.checks.place(plan.table, ids, plan.prefixes(places))


def _problems_of_lines(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], action: Action, recompute: Recompute
) -> list[Problem]:
    """What is wrong with the lines of new rows that are refused themselves, so that all of it is said at once (C10)."""
    found: list[Problem] = []
    for plan in lines.plans(tx, table, rows, [incoming.UNBORN] * len(rows), new=True):
        link = plan.spec.options["field"]
        copied = {spec.key for spec in plan.table.fields if ((spec.default or {}).get("copy") or (0,))[0] == link}
        with plan.naming([line.place for line in plan.fresh], []):
            raw, filled = [line.values for line in plan.fresh], [line.filled for line in plan.fresh]
            asked = _prepared(tx, plan.table, raw, action, filled, recompute)
            raised = [problem for one in asked for problem in one.problems if problem.field not in copied]
            if raised:
                raise Refusal(raised)
        found += plan.problems
    return found


def _sift(
    rows: Sequence[Incoming], mode: Mode, more: Callable[[], list[Problem]]
) -> tuple[list[Incoming], list[Problem]]:
    """The rows that can be written, and the problems of the others. `more` finds those of their lines."""
    problems = [problem for row in rows for problem in row.problems]
    if problems and mode is Mode.ALL_OR_NOTHING:
        told = all(problem.kind is Kind.INVALID for problem in problems)
        raise Refusal([*problems, *(more() if told else ())])
    return [row for row in rows if not row.problems], problems


def _check_scope_after(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], made: Sequence[Row], action: Action, message: Message
) -> None:
    """Nobody writes rows away from under their own rights, nor into somebody else's."""
    if tx.scope(table).where(action) == ALWAYS:
        return
    ids = {row[RECORD_ID.id] for row in made}
    inside = visible_ids(tx, table, ids, action)
    outside = [
        Problem(message, {"table": table.text(tx.ctx.locale)}, row=one.index)
        for one, row in zip(rows, made, strict=True)
        if row[RECORD_ID.id] not in inside
    ]
    if outside:
        raise Refusal(outside)


def check_count(tx: Tx, rows: Sequence[Any]) -> None:
    """Raises `Refusal` for no rows, and for more at once than may come from outside."""
    if not rows:
        raise refuse(NO_ROWS)
    if len(rows) > MOST_ROWS and tx.ctx.source in (Source.UI, Source.API):
        raise refuse(TOO_MANY_ROWS, most=MOST_ROWS)

"""The only write path (C7): the API, imports, buttons, automations, undo and templates all come through here.

Every call takes lists and runs in the caller's transaction: parse → defaults → validation → permission → storage →
recompute → history. All problems come back together, and nothing is half-saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..core.context import Source
from ..core.errors import Message, Problem, Refusal, refuse
from ..fields.conditions import ALWAYS
from ..fields.fieldtype import is_empty
from ..fields.registry import type_of
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..permissions.scope import check_action
from . import attachments, counters, defaults, history, incoming, numbering, organisation, reading, removal, states
from .catalogue import TableSpec
from .incoming import Incoming
from .messages import (
    MAY_NOT_CREATE,
    MAY_NOT_EDIT,
    NO_ROWS,
    NO_SUCH_RECORD,
    ROW_TWICE,
    STALE,
    TOO_MANY_ROWS,
)
from .reading import Record
from .recompute import Recompute, evaluate
from .rollups import empty_value
from .selection import visible_ids
from .storage import Row
from .system import CREATED_AT, CREATED_BY, DEMO, RECORD_ID, UPDATED_AT, UPDATED_BY, VERSION

if TYPE_CHECKING:
    from .transaction import Tx

MOST_ROWS = 1_000  #: per call from outside; the engine's own calls (templates, imports) are not bounded


class Mode(Enum):
    ALL_OR_NOTHING = "all_or_nothing"  #: one bad row refuses the call
    SKIP_BAD = "skip_bad"  #: bad rows are left out and reported (imports)


@dataclass(frozen=True, slots=True)
class RowUpdate:
    """New values for one record; with `version`, only if nobody has changed it since."""

    id: int
    values: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did."""

    ids: tuple[int, ...]
    records: tuple[Record, ...]
    touched: tuple[tuple[str, Record], ...]  #: (table key, record) of other rows whose computed values moved
    batch: str
    problems: tuple[Problem, ...] = field(default=())


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
    _check_count(tx, rows)
    recompute = Recompute(tx)
    made, problems = insert(tx, table, rows, recompute, mode=mode, demo=demo)
    _settle(tx, table, recompute)
    ids = [row[RECORD_ID.id] for row in made]
    return _written(tx, table, ids, recompute, problems, answer=answer)


def update(
    tx: Tx, table_key: str, rows: Sequence[RowUpdate], *, mode: Mode = Mode.ALL_OR_NOTHING, answer: bool = True
) -> Written:
    """Change rows. What is not given stays; a row whose values are already so is left alone, version included."""
    table = tx.table(table_key)
    _check_count(tx, rows)
    recompute = Recompute(tx)
    problems = change(tx, table, rows, recompute, mode=mode)
    _settle(tx, table, recompute)
    bad = {problem.row for problem in problems}
    ids = [row.id for index, row in enumerate(rows) if index not in bad]
    return _written(tx, table, ids, recompute, problems, answer=answer)


def delete(tx: Tx, table_key: str, ids: Sequence[int]) -> Written:
    """Remove rows with what they own; refused while rows elsewhere cannot do without them."""
    table = tx.table(table_key)
    _check_count(tx, ids)
    recompute = Recompute(tx)
    removal.remove(tx, table, list(ids), recompute)
    _settle(tx, table, recompute)
    return Written(tuple(ids), (), _touched(tx, table, (), recompute), tx.ctx.batch)


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
    rows = incoming.read(tx, table, raw, action, trusted)
    defaults.at_creation(tx, table, rows)
    incoming.check_links(tx, table, rows)
    attachments.check(tx, table, rows)
    incoming.check_required(tx, table, rows, creating=True)
    incoming.check_unique(tx, table, rows, [None] * len(rows))
    rows, problems = _sift(rows, mode)
    if not rows:
        return [], problems
    first = counters.take(tx.connection, f"row:{table.id}", len(rows))
    made = [_new_row(tx, table, one, first + place, demo=demo) for place, one in enumerate(rows)]
    numbering.assign(tx, table, made)
    evaluate(tx, tx.catalogue.dependencies.formulas.get(table.id, ()), made)
    tx.catalogue.storage.insert(tx.connection, table, made)
    history.record(tx, table, history.CREATE, [(None, row) for row in made])
    _insert_children(tx, table, rows, made, recompute, demo=demo)
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
    visible = visible_ids(tx, table, stored, Action.VIEW)
    editable = visible_ids(tx, table, visible, Action.EDIT)
    current = [stored.get(id_, {}) for id_ in ids]
    rows = incoming.read(tx, table, [one.values for one in updates], Action.EDIT, current=current)
    seen: set[int] = set()
    for one, row in zip(updates, rows, strict=True):
        if one.id not in visible:
            row.problems[:] = [Problem(NO_SUCH_RECORD, row=row.index)]
        elif one.id in seen:
            row.complain(Problem(ROW_TWICE))
        elif one.id not in editable or Action.EDIT not in scope.actions:
            row.complain(Problem(MAY_NOT_EDIT))
        elif one.version is not None and one.version != stored[one.id][VERSION.id]:
            row.complain(Problem(STALE, {"current": stored[one.id][VERSION.id]}))
        seen.add(one.id)
    _drop_unchanged(table, rows, current)
    defaults.at_change(tx, table, rows, current)
    incoming.check_links(tx, table, rows)
    attachments.check(tx, table, rows, current)
    incoming.check_required(tx, table, rows, creating=False)
    incoming.check_unique(tx, table, rows, ids)
    states.check(tx, table, rows, current)
    rows, problems = _sift(rows, mode)
    moved: list[tuple[Row, Row]] = []
    written: set[int] = set()
    edited: list[Incoming] = []
    for row in rows:
        before = stored[ids[row.index]]
        after = before | row.values
        if after != before:
            after[VERSION.id] = before[VERSION.id] + 1
            after[UPDATED_BY.id], after[UPDATED_AT.id] = tx.ctx.actor.member, tx.ctx.now
            moved.append((before, after))
            edited.append(row)
            written.update(row.values)
    if moved:
        formulas = recompute.following(table, written)
        afters = [after for _, after in moved]
        evaluate(tx, formulas, afters)
        written.update(formula.field.id for formula in formulas)
        fields = [spec for spec in (*table.stored, *table.linked) if spec.id in written]
        tx.catalogue.storage.update(tx.connection, table, afters, fields, stamp=True)
        history.record(tx, table, history.UPDATE, moved)
        recompute.changed(table, moved)
        _check_scope_after(tx, table, edited, afters, Action.EDIT, MAY_NOT_EDIT)
    _change_children(tx, table, rows, [ids[row.index] for row in rows], recompute)
    return problems


def _settle(tx: Tx, table: TableSpec, recompute: Recompute) -> None:
    """What must be true when a write returns: computed values, and the organisation that rights are read from."""
    recompute.run()
    if organisation.concerns(tx.catalogue, table.id):
        organisation.refresh(tx)


# -- inside ----------------------------------------------------------------------------------------------------------


def _new_row(tx: Tx, table: TableSpec, given: Incoming, id_: int, *, demo: bool) -> Row:
    graph = tx.catalogue.dependencies
    row: Row = {
        RECORD_ID.id: id_,
        VERSION.id: 1,
        CREATED_BY.id: tx.ctx.actor.member,
        CREATED_AT.id: tx.ctx.now,
        UPDATED_BY.id: tx.ctx.actor.member,
        UPDATED_AT.id: tx.ctx.now,
        DEMO: demo,
    }
    for spec in (*table.stored, *table.linked):
        rollup = graph.rollups.get(spec.id)
        row[spec.id] = empty_value(rollup) if rollup is not None else given.values.get(spec.id)
    return row


def _insert_children(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], made: Sequence[Row], recompute: Recompute, *, demo: bool
) -> None:
    for spec in table.fields:
        if spec.type != "subtable":
            continue
        raw: list[Mapping[str, Any]] = []
        parents: list[Row] = []
        places: list[tuple[int, int]] = []
        for one, row in zip(rows, made, strict=True):
            for place, child in enumerate(one.children.get(spec.id, ())):
                raw.append(child.values)
                parents.append({spec.options["field"]: row[RECORD_ID.id]})
                places.append((one.index, place))
        if raw:
            child_table = tx.catalogue.by_id[spec.options["table"]]
            check_action(tx.scope(child_table), Action.CREATE)
            with _as_lines(spec, places):
                insert(tx, child_table, raw, recompute, demo=demo, trusted=parents)


def _change_children(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], ids: Sequence[int], recompute: Recompute
) -> None:
    """Save sub-table rows with their parent: listed rows are changed or made, those left out are removed."""
    for spec in table.fields:
        if spec.type != "subtable" or not any(spec.id in one.children for one in rows):
            continue
        child_table = tx.catalogue.by_id[spec.options["table"]]
        link = tx.catalogue.fields[spec.options["field"]]
        holders = {id_: one for one, id_ in zip(rows, ids, strict=True) if spec.id in one.children}
        present = tx.catalogue.storage.sources(tx.connection, link, holders)
        fresh: list[Mapping[str, Any]] = []
        parents: list[Row] = []
        fresh_places: list[tuple[int, int]] = []
        updates: list[RowUpdate] = []
        update_places: list[tuple[int, int]] = []
        gone: list[int] = []
        for id_, one in holders.items():
            old = set(present.get(id_, ()))
            for place, child in enumerate(one.children[spec.id]):
                if child.id is not None and child.id in old:
                    old.discard(child.id)
                    updates.append(RowUpdate(child.id, child.values, child.version))
                    update_places.append((one.index, place))
                elif child.id is not None:
                    raise refuse(NO_SUCH_RECORD, at_field=f"{spec.key}.{place}", at_row=one.index)
                else:
                    fresh.append(child.values)
                    parents.append({link.id: id_})
                    fresh_places.append((one.index, place))
            gone.extend(sorted(old))
        if gone:
            removal.remove(tx, child_table, gone, recompute)
        if updates:
            with _as_lines(spec, update_places):
                change(tx, child_table, updates, recompute)
        if fresh:
            check_action(tx.scope(child_table), Action.CREATE)
            with _as_lines(spec, fresh_places):
                insert(tx, child_table, fresh, recompute, trusted=parents)


class _as_lines:  # noqa: N801 - reads as a statement
    """Problems of sub-table rows named by their place in the parent: field `lines.2.price` of row 0."""

    def __init__(self, spec: FieldSpec, places: Sequence[tuple[int, int]]) -> None:
        self._key, self._places = spec.key, places

    def __enter__(self) -> None: ...

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refusal):
            raise Refusal(self._moved(problem) for problem in error.problems) from error

    def _moved(self, problem: Problem) -> Problem:
        row, place = self._places[problem.row or 0]
        name = f"{self._key}.{place}" + (f".{problem.field}" if problem.field else "")
        return Problem(problem.message, problem.params, name, row)


def _drop_unchanged(table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row]) -> None:
    """A value sent back as it is stored is no change: it needs no right, raises no version and sets nothing off."""
    for row, before in zip(rows, current, strict=True):
        for field_id in [id_ for id_, value in row.values.items() if _same(value, before.get(id_))]:
            del row.values[field_id]


def _same(new: Any, old: Any) -> bool:
    return new == old or (is_empty(new) and is_empty(old))


def _sift(rows: Sequence[Incoming], mode: Mode) -> tuple[list[Incoming], list[Problem]]:
    problems = [problem for row in rows for problem in row.problems]
    if problems and mode is Mode.ALL_OR_NOTHING:
        raise Refusal(problems)
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


def _check_count(tx: Tx, rows: Sequence[Any]) -> None:
    if not rows:
        raise refuse(NO_ROWS)
    if len(rows) > MOST_ROWS and tx.ctx.source in (Source.UI, Source.API):
        raise refuse(TOO_MANY_ROWS, most=MOST_ROWS)


def _written(
    tx: Tx,
    table: TableSpec,
    ids: Sequence[int],
    recompute: Recompute,
    problems: Iterable[Problem],
    *,
    answer: bool,
) -> Written:
    if not answer:
        return Written(tuple(ids), (), (), tx.ctx.batch, tuple(problems))
    records = reading.by_ids(tx, table, ids)
    return Written(tuple(ids), records, _touched(tx, table, ids, recompute), tx.ctx.batch, tuple(problems))


MOST_TOUCHED = 200


def _touched(tx: Tx, table: TableSpec, own: Sequence[int], recompute: Recompute) -> tuple[tuple[str, Record], ...]:
    """Other rows whose computed values moved, as far as the caller may see them."""
    found: list[tuple[str, Record]] = []
    for table_id, ids in recompute.touched.items():
        other = tx.catalogue.by_id[table_id]
        wanted = sorted(ids.difference(own) if table_id == table.id else ids)[: MOST_TOUCHED - len(found)]
        if wanted and Action.VIEW in tx.scope(other).actions:
            computed = [spec for spec in other.stored if type_of(spec).computed]
            found.extend((other.key, record) for record in reading.by_ids(tx, other, wanted, computed))
    return tuple(found)

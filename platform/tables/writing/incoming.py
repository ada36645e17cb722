"""Raw rows of a request → typed values, with every problem of every row (C10). Nothing is looked up per row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.context import Source
from ...core.errors import Problem
from ...fields.fieldtype import FieldType, InvalidValue, is_empty
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from ...fields.types.subtable import SubRow
from ...permissions.actions import Action
from .. import naming
from ..catalogue import TableSpec
from ..messages import (
    BOTH_NAMES,
    FORBIDDEN_FIELD,
    NOT_UNIQUE,
    READ_ONLY_FIELD,
    RENAMED_FIELD,
    REQUIRED,
    UNKNOWN_FIELD,
    UNKNOWN_LINK,
    UNKNOWN_MEMBER,
)
from ..queries.selection import meeting, visible_ids
from ..storage import Row
from ..system import points_to_member, points_to_record
from ..timers import guarding

if TYPE_CHECKING:
    from ..transaction import Tx

#: doors through which fields that people cannot write by hand (a state moved by an approval) may be set
PRIVILEGED = frozenset({Source.TEMPLATE, Source.SYSTEM, Source.APPROVAL, Source.BUTTON, Source.UNDO})
UNBORN = 0  #: stands for a parent that is refused itself while its lines are looked at all the same


@dataclass(slots=True)
class Incoming:
    """One row of a request as far as it could be understood."""

    index: int  #: its place in the request
    values: Row = field(default_factory=dict)  #: typed, by field id; only what was given
    children: dict[int, tuple[SubRow, ...]] = field(default_factory=dict)  #: sub-table rows, by field id
    trusted: frozenset[int] = frozenset()  #: relations that the engine itself filled in
    problems: list[Problem] = field(default_factory=list)
    named: dict[int, str] = field(default_factory=dict)  #: by which key each field was given

    def complain(self, problem: Problem) -> None:
        self.problems.append(problem.at(row=self.index))


def read(
    tx: Tx,
    table: TableSpec,
    rows: Iterable[Mapping[str, Any]],
    action: Action,
    trusted: Sequence[Row] | None = None,
    current: Sequence[Row] | None = None,
) -> list[Incoming]:
    """Parse the values of rows. `trusted` are values that the engine adds to each row and that need no check;
    `current` are the stored rows of an update: an archived option that a row has already may be sent back."""
    guarding.guard(tx, table.id)
    doors: dict[str, _Door] = {}
    found: list[Incoming] = []
    for index, raw in enumerate(rows):
        incoming = Incoming(index)
        before = current[index] if current is not None else {}
        for key, value in raw.items():
            door = doors.get(key)
            if door is None:
                door = doors[key] = _door(tx, table, key, action)
            door.take(incoming, value, before)
        if trusted is not None:
            incoming.values.update(trusted[index])
            incoming.trusted = frozenset(trusted[index])
        found.append(incoming)
    return found


@dataclass(frozen=True, slots=True)
class _Door:
    """What a key of a request leads to, found out once for all its rows."""

    key: str
    spec: FieldSpec | None
    type: FieldType | None
    refusal: Problem | None
    zone: tzinfo

    def take(self, incoming: Incoming, raw: Any, before: Mapping[int, Any]) -> None:
        """Read one value into the row, or note why it cannot be."""
        if self.refusal is not None:
            incoming.complain(self.refusal)
            return
        spec, type_ = self.spec, self.type
        assert spec is not None
        assert type_ is not None
        first = incoming.named.setdefault(spec.id, self.key)
        try:
            value = type_.parse(raw, spec, self.zone)
        except InvalidValue as invalid:
            if first is self.key and (invalid.meant is None or invalid.meant != before.get(spec.id)):
                incoming.complain(invalid.problem(spec.key))
            return
        if first is not self.key:
            if incoming.values.get(spec.id) != value:  # an alias and the key itself, with different values (S13)
                incoming.complain(Problem(BOTH_NAMES, {"old": first, "new": self.key}, spec.key))
        elif spec.type == "subtable":
            incoming.children[spec.id] = value
        else:
            incoming.values[spec.id] = value


def _door(tx: Tx, table: TableSpec, key: str, action: Action) -> _Door:
    scope = tx.scope(table)
    spec = table.by_key.get(key)
    refusal = None
    if spec is None or not scope.may_read(spec.id):
        refusal = Problem(UNKNOWN_FIELD, {"key": key[:60]}, key[:60])
    elif former := naming.ended(tx, spec, key):
        refusal = Problem(RENAMED_FIELD, {"old": former.key, "new": spec.key}, spec.key)
    elif not _writable(tx, spec):
        refusal = Problem(READ_ONLY_FIELD, {"label": spec.text(tx.ctx.locale)}, spec.key)
    elif not scope.may_set(spec.id, action):
        refusal = Problem(FORBIDDEN_FIELD, {"label": spec.text(tx.ctx.locale)}, spec.key)
    return _Door(key, spec, None if spec is None else type_of(spec), refusal, tx.ctx.zone)


def check_bounds(
    tx: Tx, table: TableSpec, rows: Sequence[Incoming], ids: Sequence[int], editable: Collection[int]
) -> None:
    """Complain about values for fields that the caller may edit on other rows only. What is sent back as it is stored is
    refused as well: to let it pass would tell whoever guesses a masked value that they guessed right."""
    scope = tx.scope(table)
    for field_id, condition in scope.bounded.items():
        asked = {ids[row.index] for row in rows if field_id in row.values and ids[row.index] in editable}
        inside = meeting(tx, table, condition, asked)
        for row in rows:
            if ids[row.index] in asked - inside and field_id in row.values:
                spec = tx.catalogue.fields[field_id]
                row.complain(Problem(FORBIDDEN_FIELD, {"label": spec.text(tx.ctx.locale)}, spec.key))


def drop_unchanged(rows: Sequence[Incoming], current: Sequence[Row]) -> None:
    """A value sent back as it is stored is no change: it needs no right, raises no version and sets nothing off."""
    for row, before in zip(rows, current, strict=True):
        for field_id in [id_ for id_, value in row.values.items() if _same(value, before.get(id_))]:
            del row.values[field_id]


def _same(new: Any, old: Any) -> bool:
    return new == old or (is_empty(new) and is_empty(old))


def check_links(tx: Tx, table: TableSpec, rows: Sequence[Incoming]) -> None:
    """Every related record must exist and be visible to the caller, every member must be one of the workspace."""
    for spec in table.inputs:
        if points_to_member(spec):
            for incoming in rows:
                if any(id_ not in tx.members for id_ in _ids(incoming.values.get(spec.id))):
                    incoming.complain(Problem(UNKNOWN_MEMBER, {"label": spec.text(tx.ctx.locale)}, spec.key))
        elif points_to_record(spec):
            checked = [incoming for incoming in rows if spec.id not in incoming.trusted]
            wanted = {id_ for incoming in checked for id_ in _ids(incoming.values.get(spec.id))}
            if not wanted:
                continue
            there = visible_ids(tx, tx.catalogue.by_id[spec.options["table"]], wanted, Action.VIEW)
            for incoming in checked:
                if any(id_ not in there for id_ in _ids(incoming.values.get(spec.id))):
                    incoming.complain(Problem(UNKNOWN_LINK, {"label": spec.text(tx.ctx.locale)}, spec.key))


def check_required(tx: Tx, table: TableSpec, rows: Sequence[Incoming], *, creating: bool) -> None:
    """Required fields have a value: at creation all of them, afterwards those that are being written."""
    for spec in table.fields:
        if not spec.required or type_of(spec).computed:
            continue
        for incoming in rows:
            if spec.id in incoming.values or creating:
                broken = any(problem.field == spec.key for problem in incoming.problems)
                if is_empty(incoming.values.get(spec.id)) and not broken and not incoming.children.get(spec.id):
                    incoming.complain(Problem(REQUIRED, {"label": spec.text(tx.ctx.locale)}, spec.key))


def check_unique(tx: Tx, table: TableSpec, rows: Sequence[Incoming], own_ids: Sequence[int | None]) -> None:
    """Unique values are compared by their normal form, within the request and with what is stored."""
    for spec in table.stored:
        if not spec.unique or type_of(spec).computed:
            continue
        columns = TYPES[spec.type].columns(spec)
        place = next((i for i, column in enumerate(columns) if column.info.get("unique")), 0)
        mine: dict[Any, list[tuple[Incoming, int | None]]] = {}
        for incoming, own in zip(rows, own_ids, strict=True):
            value = incoming.values.get(spec.id)
            if not is_empty(value):
                form = TYPES[spec.type].bind(value, spec)[place]
                mine.setdefault(form, []).append((incoming, own))
        if not mine:
            continue
        physical = tx.catalogue.storage.table(table.id)
        column = physical.c[columns[place].name]
        changing = {
            own for incoming, own in zip(rows, own_ids, strict=True) if own is not None and spec.id in incoming.values
        }
        taken: dict[Any, set[int]] = {}
        forms = list(mine)
        for start in range(0, len(forms), 500):
            statement = sa.select(column, physical.c.id).where(column.in_(forms[start : start + 500]))
            for form, id_ in tx.connection.execute(statement):
                if id_ not in changing:
                    taken.setdefault(form, set()).add(id_)
        for form, holders in mine.items():
            for place_, (incoming, _own) in enumerate(holders):
                if form in taken or place_ > 0:
                    incoming.complain(Problem(NOT_UNIQUE, {"label": spec.text(tx.ctx.locale)}, spec.key))


def _writable(tx: Tx, spec: FieldSpec) -> bool:
    if spec.type == "subtable":
        return True
    if type_of(spec).computed:
        return tx.ctx.source is Source.TEMPLATE and spec.type == "autonumber"
    if spec.type == "state" and spec.options.get("manual") is False:
        return tx.ctx.source in PRIVILEGED or tx.ctx.source is Source.IMPORT
    return True


def _ids(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

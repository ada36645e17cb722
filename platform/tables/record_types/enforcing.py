"""What the type of a row asks of it, on every way rows are written (E19, S14, C7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem
from ...fields.choosing import label_of
from ...fields.conditions import ALWAYS
from ...fields.fieldtype import is_empty
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..messages import REQUIRED
from ..rules.steps import FREE
from ..storage import Row
from ..writing.incoming import Incoming
from .definition import RecordType, RecordTypes
from .messages import NOT_OF_TYPE, TYPE_NOT_ALLOWED

if TYPE_CHECKING:
    from ..transaction import Tx


def fill(tx: Tx, table: TableSpec, rows: Sequence[Incoming]) -> None:
    """Give new rows without a type the one that their maker's groups begin with."""
    types = table.record_types
    if types is None:
        return
    start = types.start(tx.policy.held_by(tx.ctx.actor))
    if start is None:
        return
    for row in rows:
        unread = any(problem.field == types.field.key for problem in row.problems)
        if not unread and is_empty(row.values.get(types.field.id)):
            row.values[types.field.id] = start


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row] | None = None) -> None:
    """Complain about types that the caller may not give, options that a type has not, and what it wants filled in. A row is
    asked everything when its type comes or changes, else only about what is being written."""
    types = table.record_types
    if types is None:
        return
    for place, row in enumerate(rows):
        before: Row = current[place] if current is not None else {}
        if current is not None and not row.values:
            continue
        for problem in _problems(tx, types, row, before, creating=current is None):
            row.complain(problem)


def _problems(tx: Tx, types: RecordTypes, row: Incoming, before: Row, *, creating: bool) -> Iterator[Problem]:
    kind = types.field
    whole = {**before, **row.values}
    choice = whole.get(kind.id)
    unread = {problem.field for problem in row.problems}
    if choice is None or kind.key in unread:
        return
    given = creating or kind.id in row.values
    if given and not _may_give(tx, types, choice):
        words = {"label": kind.text(tx.ctx.locale), "type": label_of(kind, choice, tx.ctx.locale)}
        yield Problem(TYPE_NOT_ALLOWED, words, kind.key)
    entry = types.types.get(choice)
    if entry is None:
        return
    for id_, allowed in entry.options.items():
        spec = tx.catalogue.fields[id_]
        if (given or id_ in row.values) and spec.key not in unread:
            scope = tx.scope(tx.catalogue.by_id[spec.table])
            told = (
                id_ in row.values or scope.readable(id_) == ALWAYS
            )  # a value that is there may be hidden from the writer
            for option in _strange(whole.get(id_), allowed):
                words = {"label": _label(tx, spec), "option": label_of(spec, option, tx.ctx.locale) if told else "…"}
                yield Problem(NOT_OF_TYPE, {**words, "type": _name(tx, entry)}, _place(tx, spec))
    for spec in entry.required:
        asked = given or spec.id in row.values
        if asked and not spec.required and spec.key not in unread and is_empty(whole.get(spec.id)):
            yield Problem(REQUIRED, {"label": _label(tx, spec)}, _place(tx, spec))


def _label(tx: Tx, spec: FieldSpec) -> str:
    """What a field is called; one that does not exist for the writer has no name."""
    return "…" if _place(tx, spec) is None else spec.text(tx.ctx.locale)


def _place(tx: Tx, spec: FieldSpec) -> str | None:
    return spec.key if tx.scope(tx.catalogue.by_id[spec.table]).may_read(spec.id) else None


def _may_give(tx: Tx, types: RecordTypes, choice: int) -> bool:
    free = tx.ctx.actor.system or tx.ctx.source in FREE
    return free or types.may_give(choice, tx.policy.held_by(tx.ctx.actor))


def _strange(value: Any, allowed: frozenset[int]) -> list[int]:
    """The choices of a value that are none of those allowed."""
    held: tuple[int, ...] = value if isinstance(value, tuple) else () if value is None else (value,)
    return [choice for choice in held if choice not in allowed]


def _name(tx: Tx, entry: RecordType) -> str:
    return entry.choice.text(tx.ctx.locale)

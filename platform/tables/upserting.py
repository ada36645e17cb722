"""Create or change by key: rows that are found by a unique field are changed, the others made, all in one transaction (E26)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from ..fields.fieldtype import InvalidValue, is_empty
from ..fields.registry import TYPES, type_of
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from . import naming, records
from .catalogue import TableSpec
from .messages import KEY_TWICE, NOT_A_KEY, RENAMED_FIELD, REQUIRED
from .queries.reading import Record
from .queries.selection import seeing, visible_ids
from .records import RowUpdate
from .storage import CHUNK
from .writing.written import Written

if TYPE_CHECKING:
    from .transaction import Tx

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Upserted:
    """What became of each row of the request, in its order."""

    rows: tuple[tuple[Outcome, Record | None], ...]  #: without the record where the caller may not view it any more
    batch: str
    touched: tuple[tuple[str, Record], ...]
    warnings: tuple[Problem, ...]


def upsert(tx: Tx, table_key: str, key: str, rows: Sequence[Mapping[str, Any]]) -> Upserted:
    """Write rows from key → raw value; `key` names the unique field by which present rows are found.

    Making needs the right to create, changing that to edit, each where it happens. Raises `Refusal` with every problem of every
    row: a missing key, a key given twice, and whatever a create or change of its own would be refused for.
    """
    table = tx.table(table_key)
    records.check_count(tx, rows)
    spec = _key_field(tx, table, key)
    forms = _forms(tx, spec, rows)
    present = _present(tx, table, spec, forms)
    changing = [at for at, form in enumerate(forms) if form in present]
    making = [at for at, form in enumerate(forms) if form not in present]
    before = dict(present.values())

    problems: list[Problem] = []
    done = [
        _attempt(making, problems, lambda: records.create(tx, table_key, [rows[at] for at in making])),
        _attempt(
            changing,
            problems,
            lambda: records.update(tx, table_key, [RowUpdate(present[forms[at]][0], rows[at]) for at in changing]),
        ),
    ]
    if problems:
        raise Refusal(sorted(problems, key=lambda problem: -1 if problem.row is None else problem.row))
    outcomes: dict[int, tuple[Outcome, Record | None]] = {}
    for places, one, new in zip((making, changing), done, (True, False), strict=True):
        shown = {record.id: record for record in one.records} if one else {}
        for at, id_ in zip(places, one.ids if one else (), strict=True):
            record = shown.get(id_)
            same = not new and record is not None and record.version == before[id_]
            outcomes[at] = ("created" if new else "unchanged" if same else "updated", record)
    own = {record.id for _, record in outcomes.values() if record is not None}
    touched = {(name, record.id): (name, record) for one in done if one for name, record in one.touched}
    return Upserted(
        tuple(outcomes[at] for at in range(len(rows))),
        tx.ctx.batch,
        tuple(pair for (name, id_), pair in touched.items() if name != table.key or id_ not in own),
        tuple(warning for one in done if one for warning in one.warnings),
    )


def _attempt(places: Sequence[int], problems: list[Problem], write: Callable[[], Written]) -> Written | None:
    """A write of some rows of the request; what it is refused for is told by their places in the request."""
    if not places:
        return None
    try:
        done = write()
    except Refusal as refusal:
        problems += [_placed(problem, places) for problem in refusal.problems]
        return None
    return replace(done, warnings=tuple(_placed(warning, places) for warning in done.warnings))


def _placed(problem: Problem, places: Sequence[int]) -> Problem:
    return problem if problem.row is None else replace(problem, row=places[problem.row])


def _key_field(tx: Tx, table: TableSpec, key: str) -> FieldSpec:
    spec = table.by_key.get(key)
    if spec is not None and tx.scope(table).may_read(spec.id) and naming.ended(tx, spec, key) is not None:
        raise refuse(RENAMED_FIELD, at_field="key", old=key, new=spec.key)
    if spec is None or not tx.scope(table).may_read(spec.id) or not spec.unique or type_of(spec).computed:
        raise refuse(NOT_A_KEY, at_field="key", key=key[:60])
    return spec


def _forms(tx: Tx, spec: FieldSpec, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """What the key's value of each row is compared by. Raises `Refusal` for rows without one, and for all that share one."""
    problems: list[Problem] = []
    found: list[Any] = []
    label = {"label": spec.text(tx.ctx.locale)}
    names = (spec.key, *(alias.key for alias in spec.aliases))
    for at, row in enumerate(rows):
        form = None
        try:
            raw = next((row[name] for name in names if name in row), None)
            value = type_of(spec).parse(raw, spec, tx.ctx.zone)
            if is_empty(value):
                problems.append(Problem(REQUIRED, label, spec.key, at))
            else:
                form = TYPES[spec.type].bind(value, spec)[_place(spec)]
        except InvalidValue as invalid:
            problems.append(invalid.problem(spec.key, at))
        found.append(form)
    places: dict[Any, list[int]] = {}
    for at, form in enumerate(found):
        if form is not None:
            places.setdefault(form, []).append(at)
    twice = [at for sharing in places.values() if len(sharing) > 1 for at in sharing]
    problems += [Problem(KEY_TWICE, label, spec.key, at) for at in twice]
    if problems:
        raise Refusal(sorted(problems, key=lambda problem: problem.row or 0))
    return found


def _place(spec: FieldSpec) -> int:
    """Which of the field's columns says that two values are the same."""
    columns = TYPES[spec.type].columns(spec)
    return next((i for i, column in enumerate(columns) if column.info.get("unique")), 0)


def _present(tx: Tx, table: TableSpec, spec: FieldSpec, forms: Sequence[Any]) -> dict[Any, tuple[int, int]]:
    """(id, version) of the rows that have these keys, as far as the caller may view them and read their key: a hidden or masked
    one is found by nobody, and making another with its key is refused as it always is."""
    physical = tx.catalogue.storage.table(table.id)
    column = physical.c[TYPES[spec.type].columns(spec)[_place(spec)].name]
    found: dict[Any, tuple[int, int]] = {}
    for start in range(0, len(forms), CHUNK):
        part = forms[start : start + CHUNK]
        statement = sa.select(column, physical.c.id, physical.c.version).where(column.in_(part))
        found.update((form, (id_, version)) for form, id_, version in tx.connection.execute(statement))
    visible = visible_ids(tx, table, [id_ for id_, _ in found.values()], Action.VIEW)
    visible = seeing(tx, table, (spec.id,), visible)
    return {form: pair for form, pair in found.items() if pair[0] in visible}

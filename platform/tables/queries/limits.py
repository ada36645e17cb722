"""What limits the rows that a relation may point to, asked of every write (E1, S33).

A relation's `filter` is a condition over the rows of its target, in which `@row.<field>` is a value of the row that points,
`@parent.<field>` one of the row that owns it. Changing the owner alone refuses nothing: its lines stay, are told of as
warnings, and are asked when they change themselves. Where the relation says `unfit: clear`, a change of the row that leaves its
value no candidate empties it instead of being refused (S42).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.context import Source
from ...core.errors import Kind, Problem
from ...fields import conditions
from ...fields.conditions import ALWAYS, AROUND, Condition, Variable
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand_condition
from ..messages import NO_LONGER_A_CANDIDATE, NOT_A_CANDIDATE
from ..rules import values as ends
from ..storage import Row
from ..system import RECORD_ID
from ..writing.incoming import Incoming
from . import reading
from .selection import visible_ids

if TYPE_CHECKING:
    from ..transaction import Tx

_OWN, _OWNER = AROUND


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row] | None = None) -> None:
    """Complain about relations to rows that are no candidates. `current` are the stored rows of an update: a row is asked
    when the relation changes or what its filter looks at. Undo puts back what was allowed once."""
    if tx.ctx.source is Source.UNDO:
        return
    for spec in table.inputs:
        filter_ = Filter.of(tx, table, spec)
        if filter_ is not None:
            _check(tx, table, filter_, rows, current)


def owner_fields(spec: FieldSpec) -> frozenset[int]:
    """The fields of a row's owner that decide what a relation may point to."""
    if spec.type not in ("relation", "relations") or not spec.options.get("filter"):
        return frozenset()
    names = _variables(conditions.load(spec.options["filter"]))
    return frozenset(int(name.removeprefix(_OWNER)) for name in names if name.startswith(_OWNER))


def strangers(tx: Tx, spec: FieldSpec, ids: Collection[int]) -> Iterator[tuple[int, Problem]]:
    """The stored rows that point to something which is no candidate (any more), and what it is."""
    table = tx.catalogue.by_id[spec.table]
    filter_ = Filter.of(tx, table, spec)
    if filter_ is None:
        return
    rows = list(tx.catalogue.storage.rows(tx.connection, table, ids).values())
    pointed = {id_ for row in rows for id_ in _ids(row.get(spec.id))}
    read, target = _Targets(tx, filter_, pointed), tx.catalogue.by_id[spec.options["table"]]
    found: list[tuple[int, int]] = []
    for row, known in zip(rows, filter_.variables(tx, rows), strict=True):
        condition = filter_.resolved(tx, known)
        found += [(row[RECORD_ID.id], id_) for id_ in _ids(row.get(spec.id)) if not read.let_through(condition, [id_])]
    names = reading.labels(tx, target, visible_ids(tx, target, {id_ for _, id_ in found}, Action.VIEW))
    words = {"table": table.text(tx.ctx.locale), "label": spec.text(tx.ctx.locale)}
    for row_id, id_ in found:
        yield row_id, Problem(NO_LONGER_A_CANDIDATE, {**words, "name": names.get(id_, "…")}, spec.key)


def _variables(condition: Condition) -> set[str]:
    return {
        item.name
        for test in conditions.tests(condition)
        for item in (test.value if isinstance(test.value, tuple) else (test.value,))
        if isinstance(item, Variable)
    }


@dataclass(frozen=True, slots=True)
class Filter:
    """What limits one relation."""

    spec: FieldSpec
    condition: Condition  #: with look-ups followed
    own: tuple[FieldSpec, ...]  #: fields of the row that it compares with
    owner: tuple[FieldSpec, ...]  #: fields of the row's owner
    parent: FieldSpec | None  #: the relation to the owner

    @classmethod
    def of(cls, tx: Tx, table: TableSpec, spec: FieldSpec) -> Filter | None:
        if spec.type not in ("relation", "relations") or not spec.options.get("filter"):
            return None
        condition = expand_condition(tx.catalogue, conditions.load(spec.options["filter"]))
        names = _variables(condition)
        if tx.ctx.actor.system and any(not name.startswith(AROUND) for name in names):
            return None  # the engine is nobody: a limit of persons does not bind it
        fields = tx.catalogue.fields

        def behind(whose: str) -> tuple[FieldSpec, ...]:
            return tuple(fields[int(name.removeprefix(whose))] for name in sorted(names) if name.startswith(whose))

        return cls(spec, condition, behind(_OWN), behind(_OWNER), table.parent)

    @property
    def inputs(self) -> frozenset[int]:
        """The fields of a row that decide whether it is asked."""
        parent = {self.parent.id} if self.owner and self.parent is not None else set[int]()
        return frozenset({self.spec.id, *(spec.id for spec in self.own)} | parent)

    def variables(self, tx: Tx, rows: Sequence[Row], owners: Sequence[Row] | None = None) -> list[dict[str, object]]:
        """What `@row.…` and `@parent.…` stand for in each row. `owners` are values that go before the stored ones."""
        stored = _owners(tx, self.parent, self.owner, rows) if self.owner and self.parent is not None else {}
        found: list[dict[str, object]] = []
        for place, row in enumerate(rows):
            known: dict[str, object] = {f"{_OWN}{spec.id}": row.get(spec.id) for spec in self.own}
            if self.owner and self.parent is not None:
                owner = {**stored.get(row.get(self.parent.id) or 0, {}), **(owners[place] if owners else {})}
                known |= {f"{_OWNER}{spec.id}": owner.get(spec.id) for spec in self.owner}
            found.append(known)
        return found

    def resolved(self, tx: Tx, known: Mapping[str, object]) -> Condition:
        return conditions.resolve(self.condition, {**tx.variables, **known}, tx.ctx.today, tx.ctx.zone)


def _check(tx: Tx, table: TableSpec, filter_: Filter, rows: Sequence[Incoming], current: Sequence[Row] | None) -> None:
    spec, inputs = filter_.spec, filter_.inputs
    looked_at = {spec.key, *(tx.catalogue.fields[id_].key for id_ in inputs)}
    asked: list[tuple[Incoming, Row, tuple[int, ...]]] = []
    for place, row in enumerate(rows):
        before = current[place] if current is not None else {}
        if spec.id in row.trusted or (current is not None and not inputs & row.values.keys()):
            continue
        if any(problem.kind is Kind.NOT_FOUND or problem.field in looked_at for problem in row.problems):
            continue
        whole = {**before, **row.values}
        parent = filter_.parent
        if filter_.owner and parent is not None and parent.id in row.trusted and not whole.get(parent.id):
            continue  # the owner is refused itself
        wanted = _ids(whole.get(spec.id))
        if wanted:
            asked.append((row, whole, wanted))
    if not asked:
        return
    read = _Targets(tx, filter_, {id_ for _, _, wanted in asked for id_ in wanted})
    at_field = spec.key if tx.scope(table).may_read(spec.id) else None
    for (row, _, wanted), known in zip(asked, filter_.variables(tx, [whole for _, whole, _ in asked]), strict=True):
        condition = filter_.resolved(tx, known)
        if read.let_through(condition, wanted):
            continue
        if spec.id not in row.values and spec.options.get("unfit") == "clear":
            kept = tuple(id_ for id_ in wanted if read.let_through(condition, [id_]))
            row.values[spec.id] = kept if spec.type == "relations" else None
        else:
            row.complain(Problem(NOT_A_CANDIDATE, {"label": spec.text(tx.ctx.locale)}, at_field))


class _Targets:
    """The rows that are pointed to, with the values that a filter looks at: read once for all rows of a request."""

    def __init__(self, tx: Tx, filter_: Filter, ids: set[int]) -> None:
        paths = sorted(conditions.paths(filter_.condition))
        target = filter_.spec.options["table"]
        first = [tx.catalogue.fields[id_] for id_ in sorted({path[0] for path in paths})]
        plain = [spec for spec in first if spec.id < 0 or type_of(spec).storage == "column"]
        found = tx.catalogue.storage.values(tx.connection, target, plain, ids)
        columns = ends.columns(tx, list(found.values()), paths)
        self._rows = {id_: {path: columns[path][place] for path in paths} for place, id_ in enumerate(found)}

    def let_through(self, condition: Condition, ids: Sequence[int]) -> bool:
        if condition == ALWAYS:
            return True
        return all(id_ in self._rows and conditions.holds(condition, self._rows[id_].__getitem__) for id_ in ids)


def _owners(tx: Tx, parent: FieldSpec, fields: Sequence[FieldSpec], rows: Sequence[Row]) -> dict[int, Row]:
    """The stored values of the rows that own `rows`."""
    ids = {row[parent.id] for row in rows if row.get(parent.id)}
    return stored(tx, parent.options["table"], fields, ids)


def stored(tx: Tx, table_id: int, fields: Sequence[FieldSpec], ids: set[int]) -> dict[int, Row]:
    storage = tx.catalogue.storage
    plain = [spec for spec in fields if TYPES[spec.type].storage == "column"]
    found = storage.values(tx.connection, table_id, plain, ids)
    for spec in fields:
        if TYPES[spec.type].storage == "links":
            targets = storage.targets(tx.connection, spec, found)
            for id_, row in found.items():
                row[spec.id] = targets.get(id_, ())
    return found


def _ids(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

"""What a field may point to: the picker's list, and the same limit asked of every write (E1).

A relation's `filter` is a condition over the rows of its target, in which `@row.<field>` is a value of the row that points,
`@parent.<field>` one of the row that owns it. Changing the owner alone refuses nothing: its lines are asked when they change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.context import Source
from ...core.errors import Kind, Problem, refuse
from ...fields import conditions
from ...fields.conditions import ALWAYS, AROUND, Condition, Variable
from ...fields.fieldtype import InvalidValue
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.dependencies import expand_condition
from ..messages import NO_SUCH_RECORD, NOT_A_CANDIDATE, UNKNOWN_QUERY_FIELD
from ..rules import values as ends
from ..storage import Row
from ..system import points_to_member, points_to_record
from ..writing.incoming import Incoming
from . import ordering, query, reading, search
from .selection import restricted, visible_ids

if TYPE_CHECKING:
    from ..transaction import Tx

_OWN, _OWNER = AROUND


@dataclass(frozen=True, slots=True)
class Around:
    """The row that looks for another one, as far as it is known: what is typed but not saved yet goes before what is stored."""

    record: int | None = None
    values: Mapping[str, Any] | None = None  #: raw, by key
    parent: Mapping[str, Any] | None = None  #: the same of the row that owns it


NOTHING = Around()


def candidates(
    tx: Tx, table_key: str, field_key: str, q: str | None, limit: int = 20, around: Around = NOTHING
) -> list[dict[str, Any]]:
    """What a field may point to: rows of its target that the caller may view and its filter lets through, by name."""
    table = tx.table(table_key)
    (spec,) = query.chosen(tx, table, [field_key])
    if points_to_member(spec):
        wanted = normal(q or "")
        people = [m for m in tx.members.values() if m.active and wanted in normal(m.name)]
        return [{"id": m.id, "label": m.name} for m in people[:limit]]
    if not points_to_record(spec):
        raise refuse(UNKNOWN_QUERY_FIELD, at_field=field_key[:60], key=field_key[:60])
    if around.record is not None and not visible_ids(tx, table, [around.record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    target = tx.catalogue.by_id[spec.options["table"]]
    if Action.VIEW not in tx.scope(target).actions or target.primary is None:
        return []
    selection = restricted(tx, target)
    filter_ = _Filter.of(tx, table, spec)
    if filter_ is not None:
        (known,) = filter_.variables(tx, [_typed(tx, table, around)], [_read(tx, table.parent, around.parent)])
        selection.restrictions.append(selection.joins.where(filter_.resolved(tx, known)))
    if q:
        search.narrow(selection, q)
    keys = ordering.keys(selection, ordering.of_field(target.primary))
    statement = selection.ids().order_by(*(clause for key in keys for clause in key.clauses())).limit(limit)
    ids = list(tx.connection.execute(statement).scalars())
    texts = reading.labels(tx, target, ids)
    return [{"id": id_, "label": texts[id_]} for id_ in ids]


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row] | None = None) -> None:
    """Complain about relations to rows that are no candidates. `current` are the stored rows of an update: a row is asked
    when the relation changes or what its filter looks at. Undo puts back what was allowed once."""
    if tx.ctx.source is Source.UNDO:
        return
    for spec in table.inputs:
        filter_ = _Filter.of(tx, table, spec)
        if filter_ is not None:
            _check(tx, table, filter_, rows, current)


@dataclass(frozen=True, slots=True)
class _Filter:
    """What limits one relation."""

    spec: FieldSpec
    condition: Condition  #: with look-ups followed
    own: tuple[FieldSpec, ...]  #: fields of the row that it compares with
    owner: tuple[FieldSpec, ...]  #: fields of the row's owner
    parent: FieldSpec | None  #: the relation to the owner

    @classmethod
    def of(cls, tx: Tx, table: TableSpec, spec: FieldSpec) -> _Filter | None:
        if spec.type not in ("relation", "relations") or not spec.options.get("filter"):
            return None
        condition = expand_condition(tx.catalogue, conditions.load(spec.options["filter"]))
        names = {
            item.name
            for test in conditions.tests(condition)
            for item in (test.value if isinstance(test.value, tuple) else (test.value,))
            if isinstance(item, Variable)
        }
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


def _check(tx: Tx, table: TableSpec, filter_: _Filter, rows: Sequence[Incoming], current: Sequence[Row] | None) -> None:
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
        if not read.let_through(filter_.resolved(tx, known), wanted):
            row.complain(Problem(NOT_A_CANDIDATE, {"label": spec.text(tx.ctx.locale)}, at_field))


class _Targets:
    """The rows that are pointed to, with the values that a filter looks at: read once for all rows of a request."""

    def __init__(self, tx: Tx, filter_: _Filter, ids: set[int]) -> None:
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
    return _stored(tx, parent.options["table"], fields, ids)


def _stored(tx: Tx, table_id: int, fields: Sequence[FieldSpec], ids: set[int]) -> dict[int, Row]:
    storage = tx.catalogue.storage
    plain = [spec for spec in fields if TYPES[spec.type].storage == "column"]
    found = storage.values(tx.connection, table_id, plain, ids)
    for spec in fields:
        if TYPES[spec.type].storage == "links":
            targets = storage.targets(tx.connection, spec, found)
            for id_, row in found.items():
                row[spec.id] = targets.get(id_, ())
    return found


def _typed(tx: Tx, table: TableSpec, around: Around) -> Row:
    """The row that is being edited: what is stored, with what is typed over it."""
    row: Row = {}
    if around.record is not None:
        row = _stored(tx, table.id, table.inputs, {around.record}).get(around.record, {})
    return {**row, **_values(tx, table, around.values)}


def _read(tx: Tx, parent: FieldSpec | None, raw: Mapping[str, Any] | None) -> Row:
    return {} if parent is None else _values(tx, tx.catalogue.by_id[parent.options["table"]], raw)


def _values(tx: Tx, table: TableSpec, raw: Mapping[str, Any] | None) -> Row:
    """Values as they are typed; what cannot be read yet counts as empty."""
    found: Row = {}
    for key, value in (raw or {}).items():
        spec = table.by_key.get(key)
        if spec is None or spec not in table.inputs or not tx.scope(table).may_read(spec.id):
            continue
        try:
            found[spec.id] = type_of(spec).parse(value, spec, tx.ctx.zone)
        except InvalidValue:
            found[spec.id] = None
    return found


def _ids(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

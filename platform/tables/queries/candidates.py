"""What a field may point to, for a picker: rows that its filter lets through (E1); `limits` asks the same of every write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ...fields.fieldtype import InvalidValue
from ...fields.registry import type_of, value_spec
from ...fields.spec import FieldSpec
from ...fields.text import normal
from ...permissions.actions import Action
from .. import naming
from ..catalogue import TableSpec
from ..messages import NO_SUCH_RECORD, UNKNOWN_QUERY_FIELD
from ..storage import Row
from ..system import points_to_member, points_to_record
from . import limits, ordering, query, reading, search
from .selection import restricted, visible_ids

if TYPE_CHECKING:
    from ..transaction import Tx


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
    (spec,) = query.chosen(tx, table, [naming.path(tx, table, field_key)])
    if points_to_member(spec):
        wanted = normal(q or "")
        people = [m for m in tx.members.values() if m.active and wanted in normal(m.name)]
        return [{"id": m.id, "label": m.name} for m in people[:limit]]
    if not points_to_record(spec):
        raise refuse(UNKNOWN_QUERY_FIELD, at_field=field_key[:60], key=field_key[:60])
    if around.record is not None and not visible_ids(tx, table, [around.record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    target = tx.catalogue.by_id[value_spec(spec).options["table"]]  # of a look-up, what its values point to
    if Action.VIEW not in tx.scope(target).actions or target.primary is None:
        return []
    selection = restricted(tx, target)
    filter_ = limits.Filter.of(tx, table, spec)
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


def _typed(tx: Tx, table: TableSpec, around: Around) -> Row:
    """The row that is being edited: what is stored, with what is typed over it."""
    row: Row = {}
    if around.record is not None:
        row = limits.stored(tx, table.id, table.inputs, {around.record}).get(around.record, {})
    return {**row, **_values(tx, table, around.values)}


def _read(tx: Tx, parent: FieldSpec | None, raw: Mapping[str, Any] | None) -> Row:
    return {} if parent is None else _values(tx, tx.catalogue.by_id[parent.options["table"]], raw)


def _values(tx: Tx, table: TableSpec, raw: Mapping[str, Any] | None) -> Row:
    """Values as they are typed; what cannot be read yet counts as empty."""
    found: Row = {}
    for key, value in (raw or {}).items():
        spec = table.by_key.get(naming.path(tx, table, key))
        if spec is None or spec not in table.inputs or not tx.scope(table).may_read(spec.id):
            continue
        try:
            found[spec.id] = type_of(spec).parse(value, spec, tx.ctx.zone)
        except InvalidValue:
            found[spec.id] = None
    return found

"""What formulas read from other rows: the value at the end of a path, or the list of values where a step leads to many rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ..kinds import leads_to_many
from ..storage import Row
from ..system import RECORD_ID
from .dependencies import inverse_of

if TYPE_CHECKING:
    from ..transaction import Tx

Path = tuple[int, ...]
_AS_THEY_ARE = frozenset({"text", "long_text", "number", "money", "date", "datetime", "checkbox", "autonumber"})


def values(tx: Tx, path: Path, rows: Sequence[Row]) -> list[Any]:
    """The value at the end of a path (of stored fields) for each row: one query per step, however many rows."""
    fields, storage = tx.catalogue.fields, tx.catalogue.storage
    if any(leads_to_many(fields[id_]) for id_ in path[:-1]):
        return _lists(tx, [fields[id_] for id_ in path], rows)
    values = [row.get(path[0]) for row in rows]
    for relation_id, field_id in pairwise(path):
        far = fields[field_id]
        target = fields[relation_id].options["table"]
        found = storage.values(tx.connection, target, [far], {value for value in values if value is not None})
        values = [found[value][field_id] if value in found else None for value in values]
    return values


def converter(tx: Tx, path: Path) -> Callable[[Any], Any] | None:
    """How stored values enter a formula (a percent 85 as 0.85, an option as its key); None where they need nothing."""
    fields = tx.catalogue.fields
    spec = fields[path[-1]]
    if value_spec(spec).type in _AS_THEY_ARE:
        return None
    convert = TYPES[spec.type].to_formula
    if any(leads_to_many(fields[id_]) for id_ in path[:-1]):
        return lambda found: tuple(convert(value, spec) for value in found)
    return lambda value: convert(value, spec)


def _lists(tx: Tx, path: Sequence[FieldSpec], rows: Sequence[Row]) -> list[Any]:
    """For each row the values of all rows at the end, in the order of the rows on the way."""
    first = path[0]
    if inverse_of(tx.catalogue, first) is None:  # as the row in hand has it, saved or not
        held = [_ids(row.get(first.id)) for row in rows]
    else:
        there = {row[RECORD_ID.id] for row in rows if RECORD_ID.id in row}
        pointing = follow(tx, first, there)
        held = [tuple(pointing.get(row.get(RECORD_ID.id, 0), ())) for row in rows]
    for hop in path[1:-1]:
        found = follow(tx, hop, {id_ for ids in held for id_ in ids})
        held = [tuple(far for id_ in ids for far in found.get(id_, ())) for ids in held]
    last, wanted = path[-1], {id_ for ids in held for id_ in ids}
    if TYPES[last.type].storage == "links":
        linked = tx.catalogue.storage.targets(tx.connection, last, wanted)
        return [tuple(value for id_ in ids for value in linked.get(id_, ())) for ids in held]
    table = value_spec(path[-2]).options["table"]
    cells = tx.catalogue.storage.values(tx.connection, table, [last], wanted)
    return [tuple(cells[id_][last.id] for id_ in ids if id_ in cells) for ids in held]


def follow(tx: Tx, hop: FieldSpec, ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Where a step leads from each row: rows of a sub-table in their order, else as they were made."""
    storage, inverse = tx.catalogue.storage, inverse_of(tx.catalogue, hop)
    if inverse is None:
        if TYPES[hop.type].storage == "links":
            return storage.targets(tx.connection, hop, ids)
        rows = storage.values(tx.connection, hop.table, [hop], ids)
        return {id_: _ids(row[hop.id]) for id_, row in rows.items()}
    found = storage.sources(tx.connection, inverse, ids)
    order = tx.catalogue.by_id[inverse.table].order
    if order is None:
        return found
    places = storage.values(tx.connection, inverse.table, [order], {id_ for each in found.values() for id_ in each})
    last = max((row[order.id] for row in places.values() if row[order.id] is not None), default=0)

    def place(id_: int) -> tuple[Any, int]:
        number = places[id_][order.id]
        return (last + 1 if number is None else number), id_

    return {id_: sorted(each, key=place) for id_, each in found.items()}


def _ids(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

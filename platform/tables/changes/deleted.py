"""Rows that a batch deleted, read back from history: each with what it owned and with the references that lost it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

import orjson

from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..computed.recompute import evaluate
from ..computed.rollups import empty_value
from ..rules import predicates
from ..storage import Row
from ..system import CREATED_AT, CREATED_BY, DEMO, RECORD_ID, VERSION
from .batches import Net, Place
from .cells import current_value, thaw
from .revival import Reference, Unit, owners

if TYPE_CHECKING:
    from ..transaction import Tx


def units(tx: Tx, nets: Mapping[Place, Net], there: Set[Place]) -> list[Unit]:
    """The rows that a batch deleted, each with those it owned and with the references that lost it; without those that are
    `there` again."""
    deleted = {place for place, net in nets.items() if net.deleted}
    rows = {place: row(tx, net) for place, net in nets.items() if place in deleted and place not in there}
    above = {place: _owner(nets[place].table, one, rows.keys()) for place, one in rows.items()}
    tops: dict[Place, list[Place]] = {}
    for place in rows:
        top, seen = place, {place}
        while (owner := above[top]) is not None and owner not in seen:
            seen.add(owner)
            top = owner
        tops.setdefault(top, []).append(place)
    lost: dict[Place, list[Reference]] = {}
    for net in nets.values():
        for reference, targets in references(net, deleted):
            for target in targets:
                lost.setdefault(target, []).append(reference)
    found: list[Unit] = []
    for top, places in tops.items():
        ordered = [top, *(place for place in places if place != top)]
        away = tuple(reference for place in ordered for reference in lost.get(place, ()))
        found.append(Unit(tuple((nets[place].table, rows[place]) for place in ordered), away))
    return found


def references(net: Net, deleted: Set[Place]) -> Iterator[tuple[Reference, list[Place]]]:
    """Relations of a changed row that lost nothing but targets deleted with it, and those targets."""
    if net.created or net.deleted:
        return
    for spec in net.table.inputs:
        if spec.id not in net.cells or spec.type not in ("relation", "relations"):
            continue
        before, after = (_ids(each) for each in net.cells[spec.id])
        lost = [(spec.options["table"], id_) for id_ in before if id_ not in after]
        if lost and set(after) <= set(before) and all(place in deleted for place in lost):
            yield Reference(spec.id, net.record, before), lost


def row(tx: Tx, net: Net) -> Row:
    """A deleted row as it was, without what is computed; what cannot be read any more is empty."""
    found: Row = {RECORD_ID.id: net.record, VERSION.id: net.version}
    for spec in net.table.inputs:
        try:
            found[spec.id] = current_value(net.cells.get(spec.id, (None, None))[0], spec)
        except ValueError:
            found[spec.id] = current_value(None, spec)
    found[CREATED_BY.id] = net.cells.get(CREATED_BY.id, (None, None))[0]
    made = net.cells.get(CREATED_AT.id, (None, None))[0]
    found[CREATED_AT.id] = tx.ctx.now if made is None else thaw(made, CREATED_AT)
    found[DEMO] = bool(net.cells.get(DEMO, (None, None))[0])
    return found


def of_change(table: TableSpec, change: Any) -> Net:
    """What a single row of history says of a deleted record."""
    cells = {int(key): (before, after) for key, (before, after) in orjson.loads(change.cells).items()}
    return Net(table, change.record, False, True, change.version, change.id, cells)


def complete(tx: Tx, table: TableSpec, rows: Sequence[Row]) -> None:
    """Fill in what is computed, as far as it follows from the rows themselves; nothing points to a row that is gone."""
    rollups = tx.catalogue.dependencies.rollups
    empty = {spec.id: empty_value(rollups[spec.id]) for spec in table.stored if spec.id in rollups}
    for one in rows:
        one.update(empty)
    evaluate(tx, tx.catalogue.dependencies.formulas.get(table.id, ()), rows)


def covered(tx: Tx, table: TableSpec, rows: Sequence[Row], action: Action) -> list[bool]:
    """Whether the caller's rights extend to complete rows that are not in the table: as they were, or are no more."""
    scope = tx.scope(table)
    if action not in scope.actions:
        return [False] * len(rows)
    return predicates.holding(tx, predicates.followed(tx.catalogue, scope.where(action)), rows)


def _owner(table: TableSpec, one: Row, deleted: Set[Place]) -> Place | None:
    """The row that took this one with it."""
    for spec in owners(table):
        place = spec.options["table"], one[spec.id]
        if one[spec.id] is not None and place in deleted:
            return place
    return None


def _ids(frozen: Any) -> tuple[int, ...]:
    if frozen is None:
        return ()
    return tuple(frozen) if isinstance(frozen, list) else (frozen,)

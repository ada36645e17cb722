"""Which change last moved a computed value: the latest one of what it is made of, found in the history of these rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from .. import models
from ..changes.history import DELETE, UPDATE
from ..queries.selection import visible_ids
from ..storage import chunks
from . import far, rollups
from .dependencies import expand

if TYPE_CHECKING:
    from ..transaction import Tx

MOST_ROWS = 1_000  #: rows of one step that are looked at, the newest
MOST_DEEP = 5  #: computed fields behind computed fields
_LOOKED_AT = 200  #: changes of one part that are looked through
Part = tuple[int, Collection[int], frozenset[int]]  #: a table, rows of it, and the fields of theirs that count


def last(tx: Tx, spec: FieldSpec, record_id: int) -> dict[str, Any] | None:
    """Who, when, in which batch; None where the history does not reach so far. What the caller may not see stays unnamed."""
    found = [row for part in _parts(tx, spec, {record_id}, 0) for row in _latest(tx, part)]
    found += _gone(tx, spec, record_id)
    if not found:
        return None
    change = max(found, key=lambda row: row.id)
    table = tx.catalogue.by_id[change.table_id]
    seen = Action.VIEW in tx.scope(table).actions and bool(visible_ids(tx, table, [change.record], Action.VIEW))
    member = tx.members.get(change.member) if change.member is not None else None
    return {
        "batch": change.batch,
        "at": change.at.isoformat(),
        "source": change.source,
        "member": {"id": member.id, "label": member.name} if member is not None else None,
        "table": table.key if seen else None,
        "record": change.record if seen else None,
    }


def _parts(tx: Tx, spec: FieldSpec, ids: Collection[int], depth: int) -> Iterator[Part]:
    graph = tx.catalogue.dependencies
    if depth > MOST_DEEP or not ids:
        return
    if (formula := graph.by_field.get(spec.id)) is not None:
        for path in formula.paths:
            yield from _along(tx, path, ids, depth)
    elif (rollup := graph.rollups.get(spec.id)) is not None:
        joins, owner, _ = rollups.far_rows(tx, rollup, lambda top: top.in_(list(ids)))
        statement = sa.select(joins.base.c.id).select_from(joins.clause).where(owner.in_(list(ids)))
        rows = set(tx.connection.execute(statement.order_by(joins.base.c.id.desc()).limit(MOST_ROWS)).scalars())
        yield rollup.far, rows, frozenset({rollup.path[-1].id})
        for path in rollup.reads():
            yield from _along(tx, path, rows, depth)
    elif spec.type == "lookup":
        yield from _along(tx, expand(tx.catalogue, (spec.id,)), ids, depth)


def _along(tx: Tx, path: tuple[int, ...], ids: Collection[int], depth: int) -> Iterator[Part]:
    here = set(ids)
    for place, field_id in enumerate(path):
        spec = tx.catalogue.fields[field_id]
        if spec.id < 0 or not here:
            return
        if spec.type in ("formula", "rollup"):
            yield from _parts(tx, spec, here, depth + 1)
            return
        yield spec.table, here, frozenset({spec.id})
        if place + 1 < len(path):
            following = far.follow(tx, spec, here)
            here = set(sorted({id_ for each in following.values() for id_ in each})[-MOST_ROWS:])


def _latest(tx: Tx, part: Part) -> Iterator[Any]:
    """The last change of some fields among some rows; that a row was made counts too."""
    table, ids, fields = part
    keys = {str(id_) for id_ in fields}
    changes = models.changes
    for some in chunks(ids):
        statement = _changes().where(changes.c.table_id == table, changes.c.record.in_(some)).limit(_LOOKED_AT)
        for row in tx.connection.execute(statement):
            if row.kind != UPDATE or keys & orjson.loads(row.cells).keys():
                yield row
                break


def _gone(tx: Tx, spec: FieldSpec, record_id: int) -> list[Any]:
    """The last row of a roll-up that was deleted, where its own relation led here."""
    rollup = tx.catalogue.dependencies.rollups.get(spec.id)
    if rollup is None:
        return []
    relation, *further = rollup.path
    if further:
        return []
    changes, key = models.changes, str(relation.id)
    statement = _changes().where(changes.c.table_id == rollup.far, changes.c.kind == DELETE).limit(_LOOKED_AT)
    for row in tx.connection.execute(statement):
        before, _ = orjson.loads(row.cells).get(key) or (None, None)
        if before == record_id or (isinstance(before, list) and record_id in before):
            return [row]
    return []


def _changes() -> sa.Select[*tuple[Any, ...]]:
    changes, sets = models.changes, models.change_sets
    return (
        sa.select(changes, sets.c.at, sets.c.member, sets.c.source, sets.c.batch)
        .join(sets, sets.c.id == changes.c.change_set)
        .order_by(changes.c.id.desc())
    )

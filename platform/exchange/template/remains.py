"""Which demo rows can go and which must stay: rows that a person has edited, and rows that others which stay point to (S71)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import sqlalchemy as sa

from ...core.context import Source
from ...fields.spec import FieldSpec
from ...tables import models
from ...tables.catalogue import Catalogue, TableSpec
from ...tables.changes import history
from ...tables.storage import chunks
from ...tables.system import DEMO_FLAG
from ...tables.transaction import Tx

Place = tuple[int, int]  #: table and row
EDITED, REFERENCED, OWNED = "edited", "referenced", "owned"
_ENGINE = (Source.TEMPLATE.value, Source.SYSTEM.value, Source.AUTOMATION.value)  #: doors no person comes through


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a demo row stays: somebody edited it, `by` points to it, or it is a line of `by`, which stays."""

    reason: str
    by: Place | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes, by table in an order in which it can; and what stays, with the reason."""

    leaving: Sequence[tuple[TableSpec, Sequence[int]]]
    kept: Mapping[Place, Kept]


def plan(tx: Tx, spared: Set[int], *, force: bool) -> Plan:
    """Look at all demo rows outside the `spared` tables. With `force`, edits do not keep a row, nor do references that can
    be emptied; a row that stays and cannot do without a demo row keeps it even so, for a purge never takes a real row."""
    rows = {(table.id, id_) for table in tx.catalogue.tables.values() for id_ in _demo(tx, table)}
    leaving = {place for place in rows if place[0] not in spared}
    kept: dict[Place, Kept] = {}
    if not force:
        kept.update((place, Kept(EDITED)) for place in _edited(tx, leaving))
    targets: dict[Place, list[Place]] = {}
    lines: dict[Place, list[Place]] = {}
    for relation in tx.catalogue.relations():
        owner = tx.catalogue.by_id[relation.table]
        ids = [id_ for table, id_ in leaving if table == relation.options["table"]]
        for target, sources in tx.catalogue.storage.sources(tx.connection, relation, ids).items():
            to = relation.options["table"], target
            for source in ((relation.table, id_) for id_ in sources):
                if owner.parent_id == relation.id and source in leaving:
                    lines.setdefault(to, []).append(source)
                if not force or hard(owner, relation):
                    targets.setdefault(source, []).append(to)
    for source in sorted(targets.keys() - leaving):
        for to in targets[source]:
            kept.setdefault(to, Kept(REFERENCED, source))
    waiting = list(kept)
    while waiting:
        place = waiting.pop()
        follow = [(to, Kept(REFERENCED, place)) for to in targets.get(place, ())]
        follow += [(line, Kept(OWNED, place)) for line in lines.get(place, ())]
        for other, why in follow:
            if other not in kept:
                kept[other] = why
                waiting.append(other)
    going: dict[int, list[int]] = {}
    for table, id_ in sorted(leaving - kept.keys()):
        going.setdefault(table, []).append(id_)
    return Plan([(tx.catalogue.by_id[table], going[table]) for table in _order(tx.catalogue, going)], kept)


def hard(owner: TableSpec, relation: FieldSpec) -> bool:
    """Whether a row cannot be without what it points to here: it would refuse the deletion, or go along."""
    tied = relation.id in (owner.parent_id, owner.settings.get("tree"))
    return tied or relation.required or relation.options.get("on_delete") in ("restrict", "cascade")


def _demo(tx: Tx, table: TableSpec) -> Iterable[int]:
    columns = tx.catalogue.storage.table(table.id).c
    return tx.connection.execute(sa.select(columns.id).where(columns[DEMO_FLAG.key])).scalars()


def _edited(tx: Tx, places: Set[Place]) -> set[Place]:
    """Those of the rows that a person has changed, whatever door they came through."""
    changes, sets = models.changes.c, models.change_sets.c
    by_table: dict[int, list[int]] = {}
    for table, id_ in places:
        by_table.setdefault(table, []).append(id_)
    found: set[Place] = set()
    for table, ids in by_table.items():
        for part in chunks(ids):
            edited = (
                sa.select(changes.record)
                .join(models.change_sets, sets.id == changes.change_set)
                .where(changes.table_id == table, changes.record.in_(part), changes.kind == history.UPDATE)
                .where(sets.member.is_not(None), sets.source.not_in(_ENGINE))
            )
            found.update((table, id_) for id_ in tx.connection.execute(edited).scalars())
    return found


def _order(catalogue: Catalogue, tables: Iterable[int]) -> list[int]:
    """Tables whose rows point to others before those; a sub-table behind its owner, which takes its lines along."""
    waiting = dict.fromkeys(tables)
    before: dict[int, set[int]] = {table: set() for table in waiting}  # what has to be gone first
    rather: dict[int, set[int]] = {table: set() for table in waiting}  # what is better gone first
    for relation in catalogue.relations():
        source, target = relation.table, int(relation.options["table"])
        if source not in waiting or target not in waiting or source == target:
            continue
        owner = catalogue.by_id[source]
        if owner.parent_id == relation.id:
            before[source].add(target)
            continue
        (before if hard(owner, relation) else rather)[target].add(_top(catalogue, source, waiting))
    found: list[int] = []
    while waiting:
        rest = waiting.keys()
        next_ = min(rest, key=lambda table: (len(before[table] & rest - {table}), len(rather[table] & rest - {table})))
        del waiting[next_]
        found.append(next_)
    return found


def _top(catalogue: Catalogue, table: int, among: Mapping[int, None]) -> int:
    """The table at whose deletion the rows of a sub-table go."""
    seen = {table}
    while (parent := catalogue.by_id[table].parent) is not None:
        above = int(parent.options["table"])
        if above in seen or above not in among:
            break
        seen.add(table := above)
    return table

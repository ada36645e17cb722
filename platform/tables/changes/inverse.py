"""What taking a batch back means for each record as it is now: what is restored, removed and revived, and what stays.

Whatever somebody has changed since is kept, with a sentence that says who did it and when (S75). Rights are looked at here
as far as they are known beforehand; locks, rules and unique values speak when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.errors import Message, Problem
from ...fields.conditions import ALWAYS
from ...fields.fieldtype import is_empty
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ..catalogue import TableSpec
from ..messages import (
    CELL_CHANGED,
    FORBIDDEN_FIELD,
    LINK_GONE,
    MAY_NOT_DELETE,
    MAY_NOT_EDIT,
    MAY_NOT_RESTORE,
    NO_SUCH_RECORD,
    ROW_CHANGED,
    ROW_DELETED,
    ROW_NEEDED,
    VALUE_GONE,
)
from ..queries.selection import visible_ids
from ..rules import predicates
from ..storage import Row
from ..system import RECORD_ID, VERSION
from .batches import Later, Net, Place, by_table, later
from .cells import current_value
from .deleted import references, units
from .history import DELETE
from .revival import Unit, existing, missing, named, owners

if TYPE_CHECKING:
    from ..transaction import Tx

_ENGINE = {"zh-CN": "系统", "en": "The system"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, or a field of it, that stays as it is, and why."""

    table: TableSpec
    record: int
    problem: Problem


@dataclass(slots=True)
class Inverse:
    """The way back of a batch."""

    restores: dict[Place, Row] = field(default_factory=dict[Place, Row])  #: former values, by field id
    removals: dict[Place, Place | None] = field(default_factory=dict[Place, "Place | None"])  #: each with its owner
    units: list[Unit] = field(default_factory=list[Unit])
    kept: list[Kept] = field(default_factory=list[Kept])


def of(tx: Tx, nets: Mapping[Place, Net]) -> Inverse:
    """The way back as things stand now."""
    found = Inverse()
    planner = _Planner(tx, nets, found)
    planner.deletions()
    planner.updates()
    planner.creations()
    return found


def needed(
    tx: Tx,
    removals: Mapping[Place, Place | None],
    made: Iterable[Place],
    letting: Callable[[FieldSpec, int, int], bool],
) -> dict[Place, TableSpec | None]:
    """Which of the rows to be removed must stay: other rows belong or refer to them (the table of those), or they belong to
    a row of `made` that stays (None). `letting` says of a relation, a row and a target whether that reference will be gone."""
    going, made = set(removals), set(made)
    pointing: list[tuple[Place, Place, TableSpec]] = []
    for table_id in {table for table, _ in going}:
        ids = [id_ for table, id_ in going if table == table_id]
        for relation in tx.catalogue.incoming.get(table_id, ()):
            other = tx.catalogue.by_id[relation.table]
            for target, sources in tx.catalogue.storage.sources(tx.connection, relation, ids).items():
                pointing += [
                    ((table_id, target), (other.id, source), other)
                    for source in sources
                    if not letting(relation, source, target)
                ]
    staying: dict[Place, TableSpec | None] = {}
    while True:
        more: dict[Place, TableSpec | None] = {
            target: other for target, source, other in pointing if target in going and source not in going
        }
        for place in going:
            owner = removals[place]
            if owner is not None and owner in made and owner not in going:
                more.setdefault(place, None)
        if not more:
            return staying
        staying |= more
        going -= more.keys()


class _Planner:
    def __init__(self, tx: Tx, nets: Mapping[Place, Net], found: Inverse) -> None:
        self._tx = tx
        self._nets = nets
        self._found = found
        self._gone = {place for place, net in nets.items() if net.deleted}

    # -- what was deleted --------------------------------------------------------------------------------------------

    def deletions(self) -> None:
        """Rows that are still gone come back with what they owned."""
        there = existing(self._tx, self._gone)
        open_ = units(self._tx, self._nets, there)
        open_ = self._without(open_, self._deleted_again(open_))
        rights = {index: self._no_right(unit) for index, unit in enumerate(open_)}
        open_ = self._without(open_, {index: problem for index, problem in rights.items() if problem is not None})
        while lacking := dict(missing(self._tx, open_)):
            open_ = self._without(open_, lacking)
        self._found.units = open_

    def _deleted_again(self, open_: Sequence[Unit]) -> dict[int, Problem]:
        """Rows that came back after the batch and were deleted once more."""
        found: dict[int, Problem] = {}
        for table, ids in by_table(self._tx, (place for unit in open_ for place in unit.places)):
            after = {id_: self._nets[table.id, id_].last for id_ in ids}
            again = {(table.id, id_): those[0] for id_, those in later(self._tx, table, after).items()}
            for index, unit in enumerate(open_):
                for place in again.keys() & set(unit.places):
                    found[index] = self._said(ROW_DELETED, again[place])
        return found

    def _no_right(self, unit: Unit) -> Problem | None:
        actions = self._tx.scope(unit.table).actions
        if Action.VIEW not in actions:
            return Problem(NO_SUCH_RECORD)
        if Action.DELETE not in actions:
            return Problem(MAY_NOT_RESTORE, {"table": unit.table.text(self._tx.ctx.locale)})
        return None

    def _without(self, open_: Sequence[Unit], refused: Mapping[int, Problem]) -> list[Unit]:
        for index, problem in refused.items():
            self._keep(open_[index].table, open_[index].record, problem)
        return [unit for index, unit in enumerate(open_) if index not in refused]

    # -- what was changed --------------------------------------------------------------------------------------------

    def updates(self) -> None:
        """Values that are still as the batch left them become what they were."""
        changed = [net for net in self._nets.values() if not net.created and not net.deleted]
        for table, ids in by_table(self._tx, (net.place for net in changed)):
            rows = self._tx.catalogue.storage.rows(self._tx.connection, table, ids)
            visible = visible_ids(self._tx, table, ids, Action.VIEW)
            editable = visible_ids(self._tx, table, visible, Action.EDIT)
            news = _Lazily(self._tx, table, {id_: self._nets[table.id, id_].last for id_ in ids})
            for id_ in ids:
                net = self._nets[table.id, id_]
                cells = self._cells(net)
                if not cells:
                    continue
                if id_ not in rows:
                    self._keep(table, id_, self._deleted(news.of(id_)))
                elif id_ not in visible:
                    self._keep(table, id_, Problem(NO_SUCH_RECORD))
                else:
                    values = self._restored(table, rows[id_], cells, news)
                    if values and (id_ not in editable or Action.EDIT not in self._tx.scope(table).actions):
                        self._keep(table, id_, Problem(MAY_NOT_EDIT))
                    elif values:
                        self._found.restores[table.id, id_] = values
        self._check_targets()

    def _cells(self, net: Net) -> list[tuple[FieldSpec, Any, Any]]:
        """The cells to be put back, without the references that come back with the rows they named."""
        lost = {reference.relation for reference, _ in references(net, self._gone)}
        by_id = {spec.id: spec for spec in net.table.inputs}
        return [
            (by_id[id_], before, after)
            for id_, (before, after) in net.cells.items()
            if id_ in by_id and id_ not in lost
        ]

    def _restored(self, table: TableSpec, row: Row, cells: Sequence[tuple[FieldSpec, Any, Any]], news: _Lazily) -> Row:
        values: Row = {}
        followers: Row = {}
        scope = self._tx.scope(table)
        for spec, frozen_before, frozen_after in cells:
            try:
                before, after = current_value(frozen_before, spec), current_value(frozen_after, spec)
            except ValueError:
                self._keep(table, row[RECORD_ID.id], Problem(VALUE_GONE, self._label(spec), self._key(spec)))
                continue
            present = row[spec.id]
            if _same(present, before):
                continue
            if not _same(present, after):
                found = next((each for each in news.of(row[RECORD_ID.id]) if spec.id in each.fields), None)
                problem = self._said(CELL_CHANGED, found, spec)
                self._keep(table, row[RECORD_ID.id], problem)
            elif scope.may_set(spec.id, Action.EDIT) and self._inside(table, row, spec):
                values[spec.id] = before
            elif (spec.default or {}).get("follow"):
                followers[spec.id] = (
                    before  # the engine filled it in as another field changed, and takes it back with that
                )
            else:
                problem = Problem(FORBIDDEN_FIELD, self._label(spec), self._key(spec))
                self._keep(table, row[RECORD_ID.id], problem)
        return values | followers if values else values

    def _inside(self, table: TableSpec, row: Row, spec: FieldSpec) -> bool:
        """Whether the row is one of those on which the caller may edit a field."""
        rows = self._tx.scope(table).bounded.get(spec.id, ALWAYS)
        return predicates.holding(self._tx, predicates.followed(self._tx.catalogue, rows), [row])[0]

    def _check_targets(self) -> None:
        """Former links to rows that are gone, and do not come back, are left out."""
        tx, restores = self._tx, self._found.restores
        coming = {place for unit in self._found.units for place in unit.places}
        links = [
            (place, tx.catalogue.fields[id_])
            for place, values in restores.items()
            for id_ in values
            if tx.catalogue.fields[id_].type in ("relation", "relations")
        ]
        asked = {(spec.options["table"], id_) for place, spec in links for id_ in named(restores[place][spec.id])}
        there = coming | existing(tx, asked - coming)
        for place, spec in links:
            former = restores[place][spec.id]
            left = tuple(id_ for id_ in named(former) if (spec.options["table"], id_) in there)
            if len(left) == len(named(former)):
                continue
            self._keep(tx.catalogue.by_id[place[0]], place[1], Problem(LINK_GONE, self._label(spec), self._key(spec)))
            if left:
                restores[place][spec.id] = left
            else:
                del restores[place][spec.id]
                if not restores[place]:
                    del restores[place]

    # -- what was created --------------------------------------------------------------------------------------------

    def creations(self) -> None:
        """New rows go unless somebody has changed them, or needs them by now."""
        tx, found = self._tx, self._found
        made = [net.place for net in self._nets.values() if net.created]
        for table, ids in by_table(tx, made):
            above = owners(table)
            rows = tx.catalogue.storage.values(tx.connection, table.id, [VERSION, *above], ids)
            for id_, row in rows.items():
                owner = next(((s.options["table"], row[s.id]) for s in above if row[s.id] is not None), None)
                found.removals[table.id, id_] = owner
            changed = {id_ for id_, row in rows.items() if row[VERSION.id] != self._nets[table.id, id_].version}
            news = _Lazily(tx, table, {id_: self._nets[table.id, id_].last for id_ in changed})
            for id_ in sorted(changed):
                self._leave((table.id, id_), self._said(ROW_CHANGED, next(iter(news.of(id_)), None)))
        self._check_deletable()
        for place, other in needed(tx, found.removals, made, self._will_let_go).items():
            words = {"table": other.text(tx.ctx.locale)} if other is not None else {}
            self._leave(place, Problem(ROW_NEEDED, words) if other is not None else None)

    def _check_deletable(self) -> None:
        tx, removals = self._tx, self._found.removals
        tops = [place for place, owner in removals.items() if owner not in removals]
        for table, ids in by_table(tx, tops):
            visible = visible_ids(tx, table, ids, Action.VIEW)
            deletable = visible_ids(tx, table, visible, Action.DELETE)
            for id_ in ids:
                if id_ not in deletable:
                    self._leave((table.id, id_), Problem(MAY_NOT_DELETE if id_ in visible else NO_SUCH_RECORD))

    def _will_let_go(self, relation: FieldSpec, source: int, target: int) -> bool:
        values = self._found.restores.get((relation.table, source), {})
        return relation.id in values and target not in named(values[relation.id])

    def _leave(self, place: Place, problem: Problem | None) -> None:
        if place in self._found.removals:
            del self._found.removals[place]
            if problem is not None:
                self._keep(self._tx.catalogue.by_id[place[0]], place[1], problem)

    # -- saying so ---------------------------------------------------------------------------------------------------

    def _keep(self, table: TableSpec, record: int, problem: Problem) -> None:
        self._found.kept.append(Kept(table, record, problem))

    def _deleted(self, news: Sequence[Later]) -> Problem:
        return self._said(ROW_DELETED, next((each for each in news if each.kind == DELETE), None))

    def _said(self, message: Message, event: Later | None, spec: FieldSpec | None = None) -> Problem:
        ctx = self._tx.ctx
        member = None if event is None or event.member is None else self._tx.members.get(event.member)
        words = {
            "who": member.name if member is not None else _ENGINE.get(ctx.locale, _ENGINE["zh-CN"]),
            "when": "…" if event is None else event.at.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M"),
        }
        if spec is None:
            return Problem(message, words)
        return Problem(message, words | self._label(spec), self._key(spec))

    def _label(self, spec: FieldSpec) -> dict[str, str]:
        return {"label": spec.text(self._tx.ctx.locale) if self._readable(spec) else "…"}

    def _key(self, spec: FieldSpec) -> str | None:
        return spec.key if self._readable(spec) else None

    def _readable(self, spec: FieldSpec) -> bool:
        return self._tx.scope(self._tx.catalogue.by_id[spec.table]).may_read(spec.id)


class _Lazily:
    """What happened to records of a table since, looked up for all of them when it is first asked for."""

    def __init__(self, tx: Tx, table: TableSpec, after: Mapping[int, int]) -> None:
        self._look = lambda: later(tx, table, after)
        self._found: dict[int, list[Later]] | None = None

    def of(self, record: int) -> Sequence[Later]:
        if self._found is None:
            self._found = self._look()
        return self._found.get(record, ())


def _same(one: Any, other: Any) -> bool:
    return one == other or (is_empty(one) and is_empty(other))

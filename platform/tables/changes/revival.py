"""Bringing deleted rows back as they were: with their old id, numbers and links, with the rows they owned, and with the
references that lost them. Undo and the trash come through here; rights, uniqueness and rules are asked as on any write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.errors import Problem, Refusal
from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from .. import organisation
from ..catalogue import TableSpec
from ..computed.recompute import Recompute, evaluate
from ..computed.rollups import empty_value
from ..messages import LINK_GONE, LINK_KEPT, MAY_NOT_RESTORE, OWNER_GONE
from ..queries.selection import visible_ids
from ..rules import allocation, gate, locks
from ..storage import Row
from ..system import RECORD_ID, UPDATED_AT, UPDATED_BY, VERSION
from ..timers import settling
from ..writing import incoming, removal
from ..writing.attempts import Outcome
from ..writing.incoming import Incoming
from . import history
from .batches import Place

if TYPE_CHECKING:
    from ..transaction import Tx


@dataclass(frozen=True, slots=True)
class Reference:
    """A relation of a row that stayed, and what it named before; some of that was deleted."""

    relation: int  #: id of the field
    record: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A deleted row, first, with the rows that went because it owned them; they come back together or not at all."""

    rows: tuple[tuple[TableSpec, Row], ...]
    references: tuple[Reference, ...] = ()

    @property
    def table(self) -> TableSpec:
        return self.rows[0][0]

    @property
    def record(self) -> int:
        return self.rows[0][1][RECORD_ID.id]

    @property
    def places(self) -> Iterator[Place]:
        return ((table.id, row[RECORD_ID.id]) for table, row in self.rows)


def is_owner(table: TableSpec, relation: FieldSpec) -> bool:
    """Whether rows of `table` belong to what the relation names: they go with it, and come back with it."""
    return table.parent_id == relation.id or relation.options.get("on_delete") == "cascade"


def owners(table: TableSpec) -> list[FieldSpec]:
    return [spec for spec in table.stored if spec.type == "relation" and is_owner(table, spec)]


def revive(tx: Tx, units: Sequence[Unit], expected: Set[Place] = frozenset()) -> Outcome:
    """Bring all these rows back. Raises `Refusal`, whose problems name the place of a unit where it is known. A link to a
    row that is gone is left out, but not one to a row that is `expected` to come back by another call."""
    recompute = Recompute(tx)
    coming: dict[int, list[tuple[int, Row]]] = {}
    for index, unit in enumerate(units):
        for table, row in unit.rows:
            coming.setdefault(table.id, []).append((index, row))
    tables = [tx.catalogue.by_id[id_] for id_ in targets_first(tx, coming)]
    _check_rights(tx, units)
    problems = [problem.at(row=index) for index, problem in missing(tx, units, expected)]
    if problems:
        raise Refusal(problems)
    there = _present(tx, units)
    for table in tables:
        _insert(tx, table, coming[table.id], there, recompute)
    _put_back(tx, units, recompute)
    recompute.run()
    allocation.settle(tx, recompute)
    settling.settle(tx, recompute)
    recompute.checks.run(units[0].table, lambda: {})
    _check_scope(tx, units)
    if any(organisation.concerns(tx.catalogue, table.id) for table in tables):
        organisation.refresh(tx)
    return Outcome(touched=recompute.touched)


def missing(tx: Tx, units: Sequence[Unit], expected: Set[Place] = frozenset()) -> Iterator[tuple[int, Problem]]:
    """The units (by place) that cannot come back because a row they belong to, or cannot do without, is not there."""
    there = _present(tx, units)
    for index, unit in enumerate(units):
        for table, row in unit.rows:
            for spec in _links(table):
                gone = {(spec.options["table"], id_) for id_ in named(row.get(spec.id))} - there
                if not gone:
                    continue
                if spec.type == "relation" and is_owner(table, spec):
                    other = tx.catalogue.by_id[spec.options["table"]]
                    yield index, Problem(OWNER_GONE, {"table": other.text(tx.ctx.locale)})
                elif spec.required or spec.options.get("on_delete") == "restrict" or gone & expected:
                    yield index, Problem(LINK_GONE, {"label": spec.text(tx.ctx.locale)}, spec.key)


def needed(tx: Tx, units: Sequence[Unit]) -> Mapping[Place, int]:
    """The rows that units belong to, or cannot do without, and that are not there; each with the first unit (by place) it is
    needed for."""
    there = _present(tx, units)
    found: dict[Place, int] = {}
    for index, unit in enumerate(units):
        for table, row in unit.rows:
            for spec in _links(table):
                owns = spec.type == "relation" and is_owner(table, spec)
                if owns or spec.required or spec.options.get("on_delete") == "restrict":
                    for id_ in named(row.get(spec.id)):
                        if (spec.options["table"], id_) not in there:
                            found.setdefault((spec.options["table"], id_), index)
    return found


def left_out(tx: Tx, units: Sequence[Unit]) -> Iterator[tuple[Place, Problem]]:
    """After the units have come back: the links of theirs, and to them, that did not."""
    returned = {(table.id, row[RECORD_ID.id]): row for unit in units for table, row in unit.rows}
    for table_id, ids in _by_table(returned).items():
        table = tx.catalogue.by_id[table_id]
        stored = tx.catalogue.storage.rows(tx.connection, table, ids)
        for spec in _links(table):
            words = {"label": spec.text(tx.ctx.locale)}
            for id_, row in stored.items():
                if set(named(returned[table_id, id_].get(spec.id))) - set(named(row[spec.id])):
                    yield (table_id, id_), Problem(LINK_GONE, words, spec.key)
    for relation_id, references in _references(units).items():
        spec = tx.catalogue.fields[relation_id]
        words = {"label": spec.text(tx.ctx.locale)}
        stored = tx.catalogue.storage.rows(tx.connection, tx.catalogue.by_id[spec.table], references)
        for id_, row in stored.items():
            due = {target for target in references[id_].before if (spec.options["table"], target) in returned}
            if due - set(named(row[relation_id])):
                yield (spec.table, id_), Problem(LINK_KEPT, words, spec.key)


def targets_first(tx: Tx, tables: Iterable[int]) -> list[int]:
    """Tables in an order in which each follows those it points to, as far as they do not point to each other."""
    wanted = sorted(tables)
    found: list[int] = []
    entered: set[int] = set()

    def visit(table_id: int) -> None:
        if table_id in entered:
            return
        entered.add(table_id)
        for spec in _links(tx.catalogue.by_id[table_id]):
            if spec.options["table"] in wanted:
                visit(spec.options["table"])
        found.append(table_id)

    for table_id in wanted:
        visit(table_id)
    return found


def named(value: object) -> tuple[int, ...]:
    """The ids that a relation's value names."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)  # type: ignore[return-value]


# -- inside ----------------------------------------------------------------------------------------------------------


def _insert(
    tx: Tx, table: TableSpec, coming: Sequence[tuple[int, Row]], there: set[Place], recompute: Recompute
) -> None:
    rows = [_whole(tx, table, row, there) for _, row in coming]
    inputs = {spec.id for spec in table.inputs}
    asked = [
        Incoming(index, {id_: value for id_, value in row.items() if id_ in inputs}, trusted=frozenset(inputs))
        for (index, _), row in zip(coming, rows, strict=True)
    ]
    incoming.check_unique(tx, table, asked, [None] * len(asked))
    gate.check(tx, table, asked, None, recompute.checks)
    problems = [problem for one in asked for problem in one.problems]
    if problems:
        raise Refusal(problems)
    evaluate(tx, tx.catalogue.dependencies.formulas.get(table.id, ()), rows)
    tx.catalogue.storage.insert(tx.connection, table, rows)
    history.record(tx, table, history.CREATE, [(None, row) for row in rows])
    recompute.checks.made(table, [row[RECORD_ID.id] for row in rows])
    recompute.changed(table, [(None, row) for row in rows])


def _whole(tx: Tx, table: TableSpec, kept: Row, there: set[Place]) -> Row:
    """A row to be stored: what is computed begins empty, links to rows that are gone are left out, its version goes on."""
    graph = tx.catalogue.dependencies
    row = dict(kept)
    row[VERSION.id] = kept[VERSION.id] + 1
    row[UPDATED_BY.id], row[UPDATED_AT.id] = tx.ctx.actor.member, tx.ctx.now
    for spec in (*table.stored, *table.linked):
        rollup = graph.rollups.get(spec.id)
        row[spec.id] = empty_value(rollup) if rollup is not None else kept.get(spec.id)
    for spec in _links(table):
        value = row[spec.id]
        if spec.type == "relations":
            row[spec.id] = tuple(id_ for id_ in named(value) if (spec.options["table"], id_) in there)
        elif value is not None and (spec.options["table"], value) not in there:
            row[spec.id] = None
    return row


def _put_back(tx: Tx, units: Sequence[Unit], recompute: Recompute) -> None:
    """Let rows that stayed name again what has come back, unless they name something else now or are locked."""
    back = {place for unit in units for place in unit.places}
    for relation_id, references in _references(units).items():
        relation = tx.catalogue.fields[relation_id]
        table = tx.catalogue.by_id[relation.table]
        stored = tx.catalogue.storage.rows(tx.connection, table, references)
        moved: list[tuple[Row, Row]] = []
        for id_, before in stored.items():
            value = _with(relation, before[relation_id], references[id_], back)
            if value == before[relation_id] or _locked(tx, table, relation, before, recompute):
                continue
            after = {**before, relation_id: value, VERSION.id: before[VERSION.id] + 1}
            after[UPDATED_BY.id], after[UPDATED_AT.id] = tx.ctx.actor.member, tx.ctx.now
            moved.append((before, after))
        if moved:
            removal.rewrite(tx, table, relation, moved, recompute)


def _with(relation: FieldSpec, present: object, reference: Reference, back: set[Place]) -> object:
    """The value of a relation with the targets that are back in it; a single one that names another row now stays."""
    due = [id_ for id_ in reference.before if (relation.options["table"], id_) in back]
    if TYPES[relation.type].storage == "links":
        return tuple(sorted({*named(present), *due}))
    return due[0] if due and present is None else present


def _locked(tx: Tx, table: TableSpec, relation: FieldSpec, row: Row, recompute: Recompute) -> bool:
    rows = {row[RECORD_ID.id]: row}
    return any(True for _ in locks.check_letting_go(tx, table, relation.id, rows, recompute.checks.judgements))


def _check_rights(tx: Tx, units: Sequence[Unit]) -> None:
    """Whoever may delete rows of a table may bring them back; what they own comes along without a right of its own."""
    problems = [
        _may_not(tx, unit, index)
        for index, unit in enumerate(units)
        if Action.DELETE not in tx.scope(unit.table).actions
    ]
    if problems:
        raise Refusal(problems)


def _check_scope(tx: Tx, units: Sequence[Unit]) -> None:
    inside: dict[int, set[int]] = {}
    for table_id, ids in _by_table((unit.table.id, unit.record) for unit in units).items():
        inside[table_id] = visible_ids(tx, tx.catalogue.by_id[table_id], ids, Action.DELETE)
    problems = [
        _may_not(tx, unit, index) for index, unit in enumerate(units) if unit.record not in inside[unit.table.id]
    ]
    if problems:
        raise Refusal(problems)


def _may_not(tx: Tx, unit: Unit, index: int) -> Problem:
    return Problem(MAY_NOT_RESTORE, {"table": unit.table.text(tx.ctx.locale)}, row=index)


def _present(tx: Tx, units: Sequence[Unit]) -> set[Place]:
    """Of all rows that the units name, those that are there or about to come back."""
    coming = {place for unit in units for place in unit.places}
    asked = {
        (spec.options["table"], id_)
        for unit in units
        for table, row in unit.rows
        for spec in _links(table)
        for id_ in named(row.get(spec.id))
    }
    return coming | existing(tx, asked - coming)


def existing(tx: Tx, places: Iterable[Place]) -> set[Place]:
    """Which of these rows are there."""
    return {
        (table_id, id_)
        for table_id, ids in _by_table(places).items()
        for id_ in tx.catalogue.storage.values(tx.connection, table_id, [], ids)
    }


def _links(table: TableSpec) -> list[FieldSpec]:
    """The relations of a table that are stored in its rows or beside them."""
    return [spec for spec in (*table.stored, *table.linked) if spec.type in ("relation", "relations")]


def _references(units: Sequence[Unit]) -> Mapping[int, Mapping[int, Reference]]:
    """By relation and by the row that lost something."""
    found: dict[int, dict[int, Reference]] = {}
    for reference in (reference for unit in units for reference in unit.references):
        found.setdefault(reference.relation, {}).setdefault(reference.record, reference)
    return found


def _by_table(places: Iterable[Place]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {}
    for table, id_ in places:
        found.setdefault(table, set()).add(id_)
    return found

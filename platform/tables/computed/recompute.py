"""Bringing computed fields up to date inside the transaction of a change: set-based, in dependency order (design 5).

One read and one bulk write per (table, level); a recompute raises no version and writes no history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...fields.registry import TYPES
from ...fields.spec import FieldSpec
from ...formulas.values import Env
from ..catalogue import TableSpec
from ..rules.checks import Checks
from ..storage import Row
from ..system import RECORD_ID
from ..timers.settling import Due
from . import far, rollups
from .dependencies import Dependent, Formula

if TYPE_CHECKING:
    from ..transaction import Tx

BATCH = 5_000  #: rows held in memory at once


class Recompute:
    """Collects what changed and then follows it through the graph; one per call of the write path."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._graph = tx.catalogue.dependencies
        self._dirty: dict[int, set[int]] = {}
        self.timers = Due(tx)  #: records whose timers have to be reckoned anew
        self.checks = Checks(tx)  #: rules to be asked once everything is computed
        self.touched: dict[int, set[int]] = {}  #: rows whose stored computed values moved, by table

    # -- what changed ------------------------------------------------------------------------------------------------

    def changed(self, table: TableSpec, pairs: Sequence[tuple[Row | None, Row | None]]) -> None:
        """Note rows before and after a change (None for not there) and mark what depends on them elsewhere."""
        self.checks.note(table, pairs)
        self.timers.note(table, pairs)
        for source in (*table.stored, *table.linked):
            dependents = self._graph.dependents.get(source.id)
            if not dependents:
                continue
            moved = [
                (before, after)
                for before, after in pairs
                if before is None or after is None or before.get(source.id) != after.get(source.id)
            ]
            if moved:
                for dependent in dependents:
                    self._mark(dependent, moved)

    def _mark(self, dependent: Dependent, pairs: Sequence[tuple[Row | None, Row | None]]) -> None:
        storage, connection = self._tx.catalogue.storage, self._tx.connection
        way, rows = dependent.way, [row for pair in pairs for row in pair if row is not None]
        if way and way[0].along:  # the old and the new target of the changed rows
            ids = {id_ for row in rows for id_ in _targets(row.get(way[0].relation.id))}
            way = way[1:]
        else:
            ids = {row[RECORD_ID.id] for row in rows}
        for step in way:
            if not ids:
                return
            if step.along:
                ids = self._follow(step.relation, ids)
            else:
                pointing = storage.sources(connection, step.relation, ids)
                ids = {id_ for found in pointing.values() for id_ in found}
        waiting = ids if dependent.climb is not None else set[int]()
        while dependent.climb is not None and waiting:
            waiting = self._follow(dependent.climb, waiting) - ids
            ids = ids | waiting
        if ids:
            self._dirty.setdefault(dependent.target.id, set()).update(ids)

    def _follow(self, relation: FieldSpec, ids: set[int]) -> set[int]:
        storage, connection = self._tx.catalogue.storage, self._tx.connection
        if TYPES[relation.type].storage == "links":
            linked = storage.targets(connection, relation, ids)
            return {id_ for found in linked.values() for id_ in found}
        rows = storage.values(connection, relation.table, [relation], ids)
        return {row[relation.id] for row in rows.values() if row[relation.id] is not None}

    # -- following it ------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Recompute until nothing is dirty. Levels only rise, and the graph has no cycle, so this ends."""
        while self._dirty:
            level, table_id = min(
                (self._graph.levels[id_], self._tx.catalogue.fields[id_].table) for id_ in self._dirty
            )
            fields = [
                id_
                for id_ in self._dirty
                if self._graph.levels[id_] == level and self._tx.catalogue.fields[id_].table == table_id
            ]
            marked = {id_: self._dirty.pop(id_) for id_ in fields}
            ids = sorted(set().union(*marked.values()))
            for start in range(0, len(ids), BATCH):
                self._pass(self._tx.catalogue.by_id[table_id], marked, ids[start : start + BATCH])

    def whole_table(self, table: TableSpec, fields: Collection[FieldSpec]) -> None:
        """Compute some fields anew for every row of a table (a changed formula, a new day, a check)."""
        ids = self._tx.catalogue.storage.all_ids(self._tx.connection, table)
        marked = {spec.id: set(ids) for spec in fields}
        labour = self._tx.labour
        if labour is not None:
            labour.expect(len(ids))
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            self._pass(table, marked, part)
            if labour is not None:
                labour.advance(len(part))
        self.run()

    def _pass(self, table: TableSpec, marked: dict[int, set[int]], ids: Sequence[int]) -> None:
        storage = self._tx.catalogue.storage
        formulas = self.following(table, set(marked))
        before = self._read(table, {*marked, *(formula.field.id for formula in formulas)}, formulas, ids)
        after = {id_: dict(row) for id_, row in before.items()}
        recomputed: set[int] = set()
        for field_id, dirty in marked.items():
            recomputed.add(field_id)
            rollup = self._graph.rollups.get(field_id)
            if rollup is not None:
                wanted = dirty.intersection(after)
                values = rollups.compute(self._tx, rollup, wanted)
                nothing = rollups.empty_value(rollup)
                for id_ in wanted:
                    after[id_][field_id] = values.get(id_, nothing)
        evaluate(self._tx, formulas, list(after.values()))
        recomputed.update(formula.field.id for formula in formulas)
        moved = [(before[id_], row) for id_, row in after.items() if row != before[id_]]
        if moved:
            fields = [spec for spec in table.stored if spec.id in recomputed]
            storage.update(self._tx.connection, table, [row for _, row in moved], fields, stamp=False)
            self.touch(table, [row for _, row in moved])
            self.changed(table, moved)

    def _read(
        self, table: TableSpec, written: Collection[int], formulas: Iterable[Formula], ids: Sequence[int]
    ) -> dict[int, Row]:
        """What a pass needs of rows: the fields that it writes, what their formulas read, and the relations by which others
        follow them. Rules and timers may look at anything, so where a table has some, its rows are read whole."""
        storage, fields = self._tx.catalogue.storage, self._tx.catalogue.fields
        wanted = {*written, *(path[0] for formula in formulas for path in formula.paths)}
        for id_ in written:
            ways = (dependent.way for dependent in self._graph.dependents.get(id_, ()))
            wanted.update(way[0].relation.id for way in ways if way and way[0].along)
        linked = {spec.id for spec in table.linked}
        if self.checks.concern(table) or self.timers.concern(table) or wanted & linked:
            return storage.rows(self._tx.connection, table, ids)
        stored = [fields[id_] for id_ in sorted(wanted - {RECORD_ID.id}) if TYPES[fields[id_].type].storage == "column"]
        return storage.values(self._tx.connection, table.id, stored, ids)

    def touch(self, table: TableSpec, rows: Iterable[Row]) -> None:
        """Note rows that nobody changed but that look different now: for the answer of the write, and for live updates."""
        ids = {row[RECORD_ID.id] for row in rows}
        for touched in (self.touched, self._tx.touched):
            touched.setdefault(table.id, set()).update(ids)

    def following(self, table: TableSpec, changed: set[int]) -> list[Formula]:
        """The formulas of a table that must be evaluated when some of its fields have changed, in order."""
        known = set(changed)
        found: list[Formula] = []
        for formula in self._graph.formulas.get(table.id, ()):
            if formula.field.id in known or any(path[0] in known for path in formula.paths):
                known.add(formula.field.id)
                found.append(formula)
        return found


def evaluate(tx: Tx, formulas: Iterable[Formula], rows: Sequence[Row]) -> None:
    """Evaluate formulas over rows held in memory, writing the results into them; far values are read once per relation."""
    env = Env(today=tx.ctx.today, now=tx.ctx.now, timezone=tx.ctx.zone)
    for formula in formulas:
        columns = [far.values(tx, path, rows) for path in formula.paths]
        converters = [far.converter(tx, path) for path in formula.paths]
        spec = formula.field
        finish, key, run = TYPES[spec.type].from_formula, spec.id, formula.compiled.run
        prepared = [
            column if convert is None else [convert(value) for value in column]
            for column, convert in zip(columns, converters, strict=True)
        ]
        if not prepared:
            for row in rows:
                row[key] = finish(run((), env), spec)
            continue
        for row, values in zip(rows, zip(*prepared, strict=True), strict=True):
            row[key] = finish(run(values, env), spec)


def stored_inputs(tx: Tx, formula: Formula, row: Row) -> list[Any]:
    """What one row's formula reads, as stored, in the order of its paths."""
    return [far.values(tx, path, [row])[0] for path in formula.paths]


def inputs(tx: Tx, formula: Formula, row: Row) -> list[Any]:
    """The same as the formula is given it: a percent 85 as 0.85."""
    found: list[Any] = []
    for path, value in zip(formula.paths, stored_inputs(tx, formula, row), strict=True):
        convert = far.converter(tx, path)
        found.append(value if convert is None else convert(value))
    return found


def _targets(value: Any) -> Iterable[int]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

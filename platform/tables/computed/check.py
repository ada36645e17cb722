"""The proof that what is stored is what would be computed: `gezi check`. It reports and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...fields.registry import type_of
from ..catalogue import TableSpec
from ..storage import Row, chunks
from ..system import RECORD_ID, points_to_record
from . import recompute, rollups

if TYPE_CHECKING:
    from ..transaction import Tx

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One stored value that is not as it should be."""

    table: str
    record: int
    field: str
    stored: Any
    expected: Any

    def __str__(self) -> str:
        return f"{self.table}#{self.record}.{self.field}: stored {self.stored}, expected {self.expected}"


def run(tx: Tx) -> Iterator[Finding]:
    """Every formula, roll-up and relation of every row, computed anew by the code that writes them."""
    for table in tx.catalogue.tables.values():
        ids = tx.catalogue.storage.all_ids(tx.connection, table)
        for start in range(0, len(ids), BATCH):
            rows = tx.catalogue.storage.rows(tx.connection, table, ids[start : start + BATCH])
            yield from _computed(tx, table, rows)
            yield from _dangling(tx, table, rows)


def _computed(tx: Tx, table: TableSpec, rows: dict[int, Row]) -> Iterator[Finding]:
    graph = tx.catalogue.dependencies
    fresh = {id_: dict(row) for id_, row in rows.items()}
    for spec in table.stored:
        rollup = graph.rollups.get(spec.id)
        if rollup is not None:
            values = rollups.compute(tx, rollup, fresh.keys())
            nothing = rollups.empty_value(rollup)
            for id_, row in fresh.items():
                row[spec.id] = values.get(id_, nothing)
    recompute.evaluate(tx, graph.formulas.get(table.id, ()), list(fresh.values()))
    for spec in table.stored:
        for id_, row in fresh.items():
            if row[spec.id] != rows[id_][spec.id]:
                yield Finding(table.key, id_, spec.key, rows[id_][spec.id], row[spec.id])


def _dangling(tx: Tx, table: TableSpec, rows: dict[int, Row]) -> Iterator[Finding]:
    """Relations to rows that are not there."""
    for spec in (*table.stored, *table.linked):
        if not points_to_record(spec) or type_of(spec).computed:
            continue
        physical = tx.catalogue.storage.table(spec.options["table"])
        targets = {
            target: row[RECORD_ID.id]
            for row in rows.values()
            for target in (row[spec.id] if isinstance(row[spec.id], tuple) else (row[spec.id],))
            if target is not None
        }
        there: set[int] = set()
        for part in chunks(targets):
            there.update(tx.connection.execute(sa.select(physical.c.id).where(physical.c.id.in_(part))).scalars())
        for target in sorted(targets.keys() - there):
            yield Finding(table.key, targets[target], spec.key, target, None)

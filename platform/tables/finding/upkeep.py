"""Keeping entries right where it is not `storage` that changes what they say: fields that come and go, and building anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core import models as core_models
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from . import entries, terms
from .entries import Change

if TYPE_CHECKING:
    from ..transaction import Tx

BATCH = 2_000
PROPERTY = "search_version"


def forget(tx: Tx, table: TableSpec, fields: Sequence[FieldSpec]) -> None:
    """Take fields out of the entries; to be called before their columns go."""
    leaving = {spec.id for spec in fields}
    _replace(tx, table, table.searched, [spec for spec in table.searched if spec.id not in leaving])


def learn(tx: Tx, table: TableSpec, fields: Sequence[FieldSpec]) -> None:
    """Put fields into the entries that are in the table again, values and all."""
    coming = {spec.id for spec in fields}
    _replace(tx, table, [spec for spec in table.searched if spec.id not in coming], table.searched)


def build(tx: Tx) -> int:
    """Make the whole index anew; answers how many rows were read."""
    entries.clear(tx.connection)
    count = 0
    for table in tx.catalogue.tables.values():
        count += _replace(tx, table, (), table.searched)
    tx.connection.execute(sa.delete(core_models.properties).where(core_models.properties.c.key == PROPERTY))
    tx.connection.execute(sa.insert(core_models.properties).values(key=PROPERTY, value=terms.VERSION))
    return count


def is_current(connection: sa.Connection) -> bool:
    """Whether the index was made by the present code."""
    properties = core_models.properties
    found = connection.execute(sa.select(properties.c.value).where(properties.c.key == PROPERTY))
    return found.scalar_one_or_none() == terms.VERSION


def differences(tx: Tx) -> Iterator[tuple[str, int]]:
    """The rows (table key and id) whose entries are not what their texts give; entries without a row under `?`."""
    kept: dict[tuple[int, int], int] = {}
    for table_id, record, found in entries.stored(tx.connection):
        place = (table_id, record)
        kept[place] = kept.get(place, 0) ^ _mark(found)
    for table in tx.catalogue.tables.values():
        for id_, fresh in _texts(tx, table, table.searched):
            if kept.pop((table.id, id_), 0) != _mark(set(fresh.split())):
                yield table.key, id_
    for table_id, record in sorted(kept):
        known = tx.catalogue.by_id.get(table_id)
        yield known.key if known is not None else "?", record


def _mark(found: Sequence[str] | set[str] | object) -> int:
    """A number for a set of terms that can be put together from parts of it."""
    mark = 0
    for term in set(found):  # type: ignore[call-overload]
        mark ^= hash(term)
    return mark


def _replace(tx: Tx, table: TableSpec, before: Sequence[FieldSpec], after: Sequence[FieldSpec]) -> int:
    if list(before) == list(after):
        return 0
    specs = list({spec.id: spec for spec in (*before, *after)}.values())
    ids = tx.catalogue.storage.all_ids(tx.connection, table)
    for start in range(0, len(ids), BATCH):
        rows = tx.catalogue.storage.values(tx.connection, table.id, specs, ids[start : start + BATCH])
        entries.write(
            tx.connection,
            table.id,
            [
                Change(
                    id_,
                    terms.of_values((spec, row[spec.id]) for spec in before),
                    terms.of_values((spec, row[spec.id]) for spec in after),
                )
                for id_, row in rows.items()
            ],
        )
    return len(ids)


def _texts(tx: Tx, table: TableSpec, specs: Sequence[FieldSpec]) -> Iterator[tuple[int, str]]:
    if not specs:
        return
    ids = tx.catalogue.storage.all_ids(tx.connection, table)
    for start in range(0, len(ids), BATCH):
        rows = tx.catalogue.storage.values(tx.connection, table.id, specs, ids[start : start + BATCH])
        for id_, row in rows.items():
            yield id_, terms.of_values((spec, row[spec.id]) for spec in specs)

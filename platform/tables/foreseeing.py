"""What a record would hold if it were made now; for the caller to take back, since the record is made for it.

How many records there are is not to be learned from it: automatic numbers are left open, and its rows have ids far beyond all
that are given, from the same one on each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import counters, records
from .queries import query

if TYPE_CHECKING:
    from .catalogue import TableSpec
    from .transaction import Tx

FIRST_ID = 2**52  #: a whole number in every language of clients (they count to 2**53)


def foresee(tx: Tx, table_key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, dumped; nothing where the caller could not view the record. Raises `Refusal` as the making of it would."""
    tx.unnumbered = True
    _count_from_afar(tx, tx.table(table_key))
    told = records.create(tx, table_key, [values]).records
    return query.get_record(tx, table_key, told[0].id).dump()["values"] if told else {}


def _count_from_afar(tx: Tx, table: TableSpec) -> None:
    counters.raise_to(tx.connection, f"row:{table.id}", FIRST_ID)
    for spec in table.fields:
        if spec.type == "subtable":
            _count_from_afar(tx, tx.catalogue.by_id[spec.options["table"]])

"""Autonumbers: given inside the write transaction, so two rows never share one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...fields import autonumber
from .. import counters
from ..catalogue import TableSpec
from ..storage import Row

if TYPE_CHECKING:
    from ..transaction import Tx


def assign(tx: Tx, table: TableSpec, rows: Sequence[Row]) -> None:
    """Number the rows that have none, in their order; the sequence begins anew with each period of the pattern."""
    if tx.unnumbered:
        return
    for spec in table.stored:
        if spec.type != "autonumber":
            continue
        open_rows = [row for row in rows if row.get(spec.id) is None]
        if not open_rows:
            continue
        pattern = spec.options["pattern"]
        period = autonumber.period(pattern, tx.ctx.today)
        first = counters.take(tx.connection, f"number:{spec.id}:{period}", len(open_rows))
        for place, row in enumerate(open_rows):
            row[spec.id] = autonumber.render(pattern, tx.ctx.today, first + place)

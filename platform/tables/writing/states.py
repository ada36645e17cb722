"""State fields: which step may follow which (S84, E8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.context import Source
from ...core.errors import Problem
from ...fields.choosing import label_of
from ...fields.types.state import may_move
from ..catalogue import TableSpec
from ..messages import NO_TRANSITION
from ..storage import Row
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


def check(tx: Tx, table: TableSpec, rows: Sequence[Incoming], current: Sequence[Row]) -> None:
    """Refuse a step that no transition of the field names; undo and templates put states back as they were."""
    if tx.ctx.source in (Source.UNDO, Source.TEMPLATE):
        return
    for spec in table.stored:
        if spec.type != "state":
            continue
        for row, stored in zip(rows, current, strict=True):
            before, after = stored.get(spec.id), row.values.get(spec.id)
            if spec.id in row.values and not may_move(spec, before, after):
                words = {
                    "label": spec.text(tx.ctx.locale),
                    "before": label_of(spec, before, tx.ctx.locale) if before is not None else "—",
                    "after": label_of(spec, after, tx.ctx.locale) if after is not None else "—",
                }
                row.complain(Problem(NO_TRANSITION, words, spec.key))

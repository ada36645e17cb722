"""Rows whose share of their parent's amount would become another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.errors import Problem
from ....fields.fieldtype import is_empty
from ....fields.registry import TYPES, value_spec
from .. import allocation
from ..book import Allocation
from ..messages import MOVES
from .found import Effect, Standing, Told, first_visible, in_sight, size

if TYPE_CHECKING:
    from ...transaction import Tx


def moving(tx: Tx, rule: Allocation) -> Standing:
    """Rows whose field holds something else than what the rule would give them."""
    table = tx.catalogue.by_id[rule.field.table]
    moved = {id_: (before, after) for id_, before, after in allocation.differing(tx, rule)}
    shown = value_spec(rule.field)

    def text(value: object) -> str:
        return "—" if is_empty(value) else TYPES[shown.type].to_text(value, shown, tx.ctx.locale, tx.ctx.zone)

    told: list[Told] = []
    readable = tx.scope(table).may_read(rule.field.id)
    for id_ in first_visible(tx, table, moved):
        before, after = moved[id_] if readable else (None, None)
        words = {"label": rule.field.text(tx.ctx.locale), "before": text(before), "after": text(after)}
        told.append(Told(id_, Problem(MOVES, words, rule.field.key)))
    return Standing(Effect.MOVES, table, size(tx, table), in_sight(tx, table, moved), told)

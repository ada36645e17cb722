"""Rules of timers change by a plan that is looked at and confirmed, on no other way (S6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.context import Source
from ...core.errors import refuse
from ...permissions.actions import Action
from .messages import NEEDS_PLAN

if TYPE_CHECKING:
    from ..transaction import Tx

_WRITING = frozenset({Action.CREATE, Action.EDIT, Action.DELETE})


def guard(tx: Tx, table: int, *, rightless: bool = False) -> None:
    """Raises CONFLICT for a write to the rules of a timer that no confirmed plan makes; a template lays out its first rules.
    Whoever may write none of them is left to the check of rights, which refuses them whatever there is to confirm; unless the
    write is `rightless`: it needs no right of its own."""
    if table not in tx.catalogue.timers.of_rules or tx.planned or tx.ctx.source is Source.TEMPLATE:
        return
    if rightless or not _WRITING.isdisjoint(tx.scope(tx.catalogue.by_id[table]).actions):
        raise refuse(NEEDS_PLAN)

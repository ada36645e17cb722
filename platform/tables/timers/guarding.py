"""Rules of timers change by a plan that is looked at and confirmed, on no other way (S6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.context import Source
from ...core.errors import refuse
from .messages import NEEDS_PLAN

if TYPE_CHECKING:
    from ..transaction import Tx


def guard(tx: Tx, table: int) -> None:
    """Raises CONFLICT for a write to the rules of a timer that no confirmed plan makes; a template lays out its first rules."""
    if table in tx.catalogue.timers.of_rules and not tx.planned and tx.ctx.source is not Source.TEMPLATE:
        raise refuse(NEEDS_PLAN)

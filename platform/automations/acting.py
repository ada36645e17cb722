"""Under whose rights and through which door the steps of a button are taken; who it was stays in the history."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.context import Source
from ..tables.rules import locks

if TYPE_CHECKING:
    from ..tables.transaction import Tx


@contextmanager
def acting(tx: Tx, source: Source, table: str, lifts: Sequence[str], *, system: bool) -> Generator[None]:
    """Within the block writes come through `source`; with `system` no right of the caller stands in their way."""
    before = tx.ctx
    actor = replace(before.actor, system=before.actor.system or system)
    tx.ctx = replace(before, source=source, actor=actor)
    try:
        with locks.lifted(tx, table, *lifts):
            yield
    finally:
        tx.ctx = before

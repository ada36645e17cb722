"""Carrying out a change of the structure so that readers hardly wait for it: columns of large tables are made ahead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ...core.context import Context
from .. import ahead
from ..labour import Labour
from .physical import Unprepared

if TYPE_CHECKING:
    from ..transaction import Tx
    from ..workspaces import Workspace

T = TypeVar("T")
_MOST_TURNS = 200  #: a change asks for the columns of one field at a time, an upgrade of a template for many


def carry_out(workspace: Workspace, ctx: Context, work: Callable[[Tx], T], labour: Labour) -> T:
    """What `work` answers in a write of its own. It is begun again whenever it needs columns that have to be made ahead, so
    it must do nothing but by its transaction. Raises what `labour` raises."""
    for _ in range(_MOST_TURNS):
        try:
            with workspace.write(ctx) as tx:
                labour.done = labour.total = 0
                tx.labour = labour
                return work(tx)
        except Unprepared as missing:
            ahead.execute(workspace.database, missing.statements)
    raise RuntimeError("a change of the structure asks for columns again and again")

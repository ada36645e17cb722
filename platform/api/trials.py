"""Answering what a change would lead to: made in a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..tables.transaction import Tx
    from .calls import WorkspaceCall


class _Undone(Exception):
    """Carries the answer out of its transaction."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


def tried(call: WorkspaceCall, work: Callable[[Tx], dict[str, Any]]) -> dict[str, Any]:
    """What `work` answers in a transaction of which nothing stays. Raises what it is refused with."""
    try:
        with call.workspace.write(call.ctx) as tx:
            raise _Undone(work(tx))
    except _Undone as undone:
        return undone.answer

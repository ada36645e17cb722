"""Taking an entry back: refused where something else has been said since, and an entry of its own (E23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import refuse
from ..schema.log import admit
from .entries import Entry, Steering, find
from .listing import Subjects
from .messages import NO_ENTRY, NOT_REVERTIBLE

if TYPE_CHECKING:
    from ..transaction import Tx


def conflicts(tx: Tx, subjects: Subjects, id_: int) -> list[str]:
    """What has been changed since, in words; nothing where the entry can be taken back. Raises `Refusal` like `revert`."""
    return subjects[_found(tx, subjects, id_).kind].conflicts(tx, _found(tx, subjects, id_))


def revert(tx: Tx, subjects: Subjects, id_: int, steering: Steering) -> None:
    """Put back what the entry changed; what nobody has touched since goes back, anything else refuses the whole (409).

    The services that change such objects are asked for the right, for a reason where they want one, and for what would break.
    """
    entry = _found(tx, subjects, id_)
    tx.reverting = entry.id
    try:
        subjects[entry.kind].revert(tx, entry, steering)
    finally:
        tx.reverting = None


def _found(tx: Tx, subjects: Subjects, id_: int) -> Entry:
    admit(tx)
    entry = find(tx, id_)
    if entry.kind not in subjects:
        raise refuse(NO_ENTRY)
    if not subjects[entry.kind].revertible(tx, entry):
        raise refuse(NOT_REVERTIBLE)
    return entry

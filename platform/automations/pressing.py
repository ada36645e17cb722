"""Pressing a button on several records: each by itself, its limits counted with those before it, all in one batch (E14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import Problem, Refusal, refuse
from . import buttons, definitions
from .messages import NO_SUCH_BUTTON

if TYPE_CHECKING:
    from ..tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Each:
    """What came of one record: nothing stands against it where it was done."""

    record: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What came of all of them, in their order."""

    results: tuple[Each, ...]
    batch: str | None  #: None where nothing was changed: there is nothing to take back
    message: str | None

    @property
    def done(self) -> int:
        return sum(1 for each in self.results if not each.problems)


def press_all(tx: Tx, table: str, records: Sequence[int], key: str, inputs: Mapping[str, Any]) -> Bulk:
    """Press a button on records, one after the other, each in a savepoint of its own: what is refused for one leaves the others
    as they are. Raises NOT_FOUND for a table or button that is not there to the caller at all."""
    if all(each.key != key for each in definitions.buttons_of(tx, tx.table(table))):
        raise refuse(NO_SUCH_BUTTON)
    message: str | None = None
    results: list[Each] = []
    for record in dict.fromkeys(records):
        try:
            with tx.attempt():
                message = buttons.press(tx, table, record, key, inputs, answer=False).message
        except Refusal as refusal:
            results.append(Each(record, refusal.problems))
        else:
            results.append(Each(record, ()))
    return Bulk(tuple(results), None if tx.change_set is None else tx.ctx.batch, message)

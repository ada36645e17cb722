"""Pressing a button on several records: each by itself, all in one batch (E14); more than its limits allow, and none (S10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.errors import Problem, Refusal, refuse
from . import buttons, definitions, limits
from .definitions import said
from .messages import NO_SUCH_BUTTON, TOO_MANY_CHOSEN

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


def press_all(
    tx: Tx,
    table: str,
    records: Sequence[int],
    key: str,
    inputs: Mapping[str, Any],
    enough: Callable[[], bool] = lambda: False,
) -> Bulk:
    """Press a button on records, one after the other, each in a savepoint of its own: what is refused for one leaves the others
    as they are. Where some could be taken and a cap stands against the rest, nothing is taken, and each of them says how many
    could be (S10). Where that is `enough` it goes no further, unless a cap counts all of them. Raises
    NOT_FOUND for a table or button that is not there to the caller at all."""
    button = next((each for each in definitions.buttons_of(tx, tx.table(table)) if each.key == key), None)
    if button is None:
        raise refuse(NO_SUCH_BUTTON)
    capped = button.limits is not None and button.limits.capped
    results: list[Each] = []
    message: str | None = None
    try:
        with tx.attempt():
            for record in dict.fromkeys(records):
                try:
                    with tx.attempt():
                        message = buttons.press(tx, table, record, key, inputs, answer=False).message
                except Refusal as refusal:
                    results.append(Each(record, refusal.problems))
                else:
                    results.append(Each(record, ()))
                if not capped and enough():
                    break
            _within_caps(tx, button, results)
    except Refusal as refusal:
        results = [Each(each.record, refusal.problems) if _counts(each) else each for each in results]
        return Bulk(tuple(results), None, None)
    return Bulk(tuple(results), None if tx.change_set is None else tx.ctx.batch, message)


def _within_caps(tx: Tx, button: definitions.Button, results: Sequence[Each]) -> None:
    """Raises TOO_MANY_CHOSEN where a cap let some of them pass and stopped others. Where it lets none pass, its own sentence
    says more."""
    left = sum(1 for each in results if not each.problems)
    chosen = sum(1 for each in results if _counts(each))
    if 0 < left < chosen:
        raise refuse(TOO_MANY_CHOSEN, label=said(button.label, tx.ctx.locale), left=left, chosen=chosen)


def _counts(each: Each) -> bool:
    """Whether nothing but a cap stands against it."""
    return all(problem.code in limits.CAPS for problem in each.problems)

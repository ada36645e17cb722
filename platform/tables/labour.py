"""Work over all rows of a table that may take long: how much there is, how far it is, and whether it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MANY = 50_000  #: rows above which a change of the structure is a job (design 5)


class TooLong(Exception):
    """There is more to do than a request should wait for."""


class Stopped(Exception):
    """Somebody does not want it any more: everything stays as it was."""


@dataclass(slots=True)
class Labour:
    """What a transaction has to compute. `most` rows are done at once, more raise `TooLong`; `report` is told rows done and
    rows known of, and says whether to go on."""

    most: int | None = None
    report: Callable[[int, int], bool] | None = None
    done: int = 0
    total: int = 0

    def expect(self, rows: int) -> None:
        self.total += rows
        if self.most is not None and self.total > self.most:
            raise TooLong
        self.say()

    def advance(self, rows: int) -> None:
        self.done += rows
        self.say()

    def say(self) -> None:
        """Report, and hear whether to go on."""
        if self.report is not None and not self.report(self.done, self.total):
            raise Stopped

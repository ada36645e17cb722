"""A sheet as it was read: the names of its columns and its rows, which can be gone through more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Literal, NamedTuple


class ErrorCell(NamedTuple):
    """A cell that shows an error such as `#N/A`."""

    text: str


Cell = None | str | bool | float | date | datetime | ErrorCell  #: numbers are `fields.numerals.SheetNumber`


class Row(NamedTuple):
    """One row below the header; `number` is the one the spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet under the limits; `close` (or the end of a `with`) gives back what it was unpacked into."""

    kind: Literal["xlsx", "csv"]
    headers: tuple[str, ...]  #: as written, without blanks around; '' where there is none
    count: int  #: rows that are not empty
    _rows: Callable[[], Iterator[Row]]
    _close: Callable[[], None] = field(default=lambda: None)

    def rows(self) -> Iterator[Row]:
        """The rows that are not empty, in order; from the beginning at every call."""
        return self._rows()

    def close(self) -> None:
        self._close()

    def __enter__(self) -> Sheet:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def column_name(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, …, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

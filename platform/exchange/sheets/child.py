"""The reading process: `python -m gezi.exchange.sheets.child FILE SPOOL`. Takes a workbook apart under limits of its own.

It writes rows into SPOOL as lines of JSON and says on standard output what it found, or a word for why it stopped.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from . import limits
from .archive import Archive, Stop
from .extent import Extent, extent_of
from .sheet import column_name

_PER_LINE = 200  #: rows
Span = tuple[tuple[int, int], tuple[int, int]]  #: first and last cell of a merged range, (row, column) from 0


def main(path: Path, spool: Path) -> dict[str, Any]:
    """Read the first sheet with data. Raises `Stop`."""
    archive = Archive(path)
    styles = archive.percent_styles()
    for name, part in archive.sheets():
        if not part.lower().startswith("xl/worksheets/"):
            continue  # a chart
        with archive.open(part) as stream:
            extent = extent_of(stream, styles)
        if not extent.empty:
            return _read(path, name, extent, spool)
    raise Stop("no_data")


def _read(path: Path, name: str, extent: Extent, spool: Path) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - loaded once the file has been looked at

    try:
        workbook = CalamineWorkbook.from_path(path)
        sheet = workbook.get_sheet_by_name(name)
        merged = sheet.merged_cell_ranges or []
        start = sheet.start
        rows = sheet.iter_rows()
    except (CalamineError, ValueError, OSError) as error:
        raise Stop("unreadable") from error
    if start is None:
        raise Stop("no_data")
    filled = _Merged(merged, extent)
    source = _cells(rows, start[1], extent)
    headers: list[str] | None = None
    count = 0
    with spool.open("wb") as out:
        batch: list[Any] = []
        for number, cells in source:
            if headers is None:
                headers = [_header(cell) for cell in cells]
                filled.check_header()
                if number or not any(headers):
                    raise Stop("no_header")
                continue
            filled.fill(number, cells)
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            count += 1
            batch.append([number + 1, cells])
            if len(batch) >= _PER_LINE:
                _put(out, batch)
        _put(out, batch)
    if headers is None:
        raise Stop("no_data")
    return {"headers": headers, "count": count}


def _cells(rows: Iterator[list[Any]], left: int, extent: Extent) -> Iterator[tuple[int, list[Any]]]:
    """(row from 0, cells from column A) of rows that hold something."""
    pad: list[Any] = [None] * left
    by_row: dict[int, list[int]] = {}
    for row, column in extent.errors:
        by_row.setdefault(row, []).append(column)
    for number, raw in enumerate(rows):
        cells = pad + [_plain(cell, number, left + place, extent) for place, cell in enumerate(raw)]
        for column in by_row.get(number, ()):
            cells += [None] * (column + 1 - len(cells))
            cells[column] = {"e": extent.errors[number, column]}
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells


def _plain(cell: Any, row: int, column: int, extent: Extent) -> Any:
    """A cell as JSON says it: text, true, a number, {"p": per cent}, {"d": date}, {"t": moment}; None when empty."""
    kind = type(cell)
    if kind is str:
        return cell if cell and not cell.isspace() else None
    if kind is bool:
        return cell
    if isinstance(cell, (int, float)):
        return {"p": cell} if extent.percents and (row, column) in extent.percents else cell
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return None if cell is None else str(cell)


def _header(cell: Any) -> str:
    if isinstance(cell, dict):
        cell = next(iter(cell.values()))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()[: limits.HEADER_CELL]


class _Merged:
    """Merged cells below the header count for every cell that they cover; only the first of them has the value."""

    def __init__(self, ranges: Sequence[Span], extent: Extent) -> None:
        self._header = next((one for one in ranges if one[0][0] == 0 and one[1][0] > 0), None)
        self._spans: dict[int, list[Span]] = {}
        area = 0
        for (top, left), (bottom, right) in ranges:
            bottom, right = min(bottom, extent.rows - 1), min(right, extent.columns - 1)
            if top == 0 or top > bottom or left > right:
                continue
            area += (bottom - top + 1) * (right - left + 1)
            if area > limits.CELLS:
                raise Stop("too_many_cells", most=limits.CELLS)
            for row in range(top, bottom + 1):
                self._spans.setdefault(row, []).append(((top, left), (bottom, right)))
        self._values: dict[tuple[int, int], Any] = {}

    def check_header(self) -> None:
        if self._header is not None:
            (top, left), (bottom, right) = self._header
            cells = f"{column_name(left)}{top + 1}:{column_name(right)}{bottom + 1}"
            raise Stop("merged_header", cells=cells)

    def fill(self, row: int, cells: list[Any]) -> None:
        for (top, left), (bottom, right) in self._spans.get(row, ()):
            if row == top:
                value = cells[left] if left < len(cells) else None
                self._values[top, left] = value
            value = self._values.get((top, left))
            if value is not None:
                cells += [None] * (right + 1 - len(cells))
                cells[left : right + 1] = [value] * (right + 1 - left)
            if row == bottom:
                self._values.pop((top, left), None)


def _put(out: BinaryIO, batch: list[Any]) -> None:
    import orjson  # noqa: PLC0415 - the same as above

    if batch:
        out.write(orjson.dumps(batch) + b"\n")
        batch.clear()


def _limit() -> None:
    for name, most in (
        (resource.RLIMIT_AS, limits.MEMORY),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_FSIZE, limits.SPOOL),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))


if __name__ == "__main__":
    _limit()
    try:
        answer = main(Path(sys.argv[1]), Path(sys.argv[2]))
    except Stop as stop:
        answer = {"stop": stop.word, "params": stop.params}
    except (MemoryError, RecursionError, OverflowError, OSError):
        answer = {"stop": "too_much_work"}
    print(json.dumps(answer))

"""How far a sheet really reaches, and which of its cells show errors or per cents: found by streaming over its XML.

A sheet's own word (`<dimension>`) is not believed: two cells in opposite corners make a reader allocate 17 billion.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import IO

from . import limits
from .archive import Stop
from .sheet import column_name

_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 16
_TAG = re.compile(
    rb"<(?:[A-Za-z_]\w*:)?"
    rb'(?:c(?: r="([A-Z]{1,3})([0-9]{1,7})")?(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,12})")?|(row))'
    rb"((?:\s[^>]*|/)?)>"
)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,3})([0-9]{1,7})\s*[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"']\s*([0-9]{1,9})\s*[\"']")
_KIND = re.compile(rb"\st\s*=\s*[\"']\s*([A-Za-z]{1,12})\s*[\"']")
_SHOWN = re.compile(rb"[^<]{0,400}(?:<(?:\w+:)?f[^<]*</(?:\w+:)?f>)?\s*<(?:\w+:)?v>([^<]{1,20})<")


@dataclass(slots=True)
class Extent:
    """What was found; rows and columns are counted from 0."""

    rows: int = 0  #: up to the last one with a value
    columns: int = 0
    percents: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    errors: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    @property
    def empty(self) -> bool:
        return not self.rows


def extent_of(part: IO[bytes], percent_styles: Collection[int]) -> Extent:
    """Stream over a sheet. Raises `Stop` as soon as a cell with a value lies beyond the limits."""
    found = Extent()
    row, column = -1, -1
    buffer = b""
    columns: dict[bytes, int] = {}
    last = False
    while not last:
        try:
            chunk = part.read(_CHUNK)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Stop("unreadable") from error
        last = not chunk
        buffer += chunk
        done = 0
        for match in _TAG.finditer(buffer):
            end = match.end()
            if end + 2 > len(buffer) and not last:
                break
            done = end
            letters, digits, style, kind, is_row, rest = match.groups()
            if is_row is not None:
                place = _PLACE.search(rest)
                row, column = (int(place[2]) - 1 if place else row + 1), -1
                continue
            if letters is None and rest and (place := _PLACE.search(rest)) and place[1]:
                letters, digits = place[1].upper(), place[2]
            if letters is None:
                column += 1
            else:
                column = columns[letters] if letters in columns else columns.setdefault(letters, _index(letters))
                row = int(digits) - 1
            if buffer[end - 2] == 0x2F or buffer[end : end + 2] == b"</":  # <c/> or <c></c>: a style, no value
                continue
            if rest:
                style = style or _first(_STYLE, rest)
                kind = kind or _first(_KIND, rest)
            if row >= found.rows or column >= found.columns:
                _widen(found, row, column)
            if kind == b"e":
                shown = _SHOWN.match(buffer, end)
                found.errors[row, column] = shown[1].decode("ascii", "replace") if shown else "#ERROR!"
            elif style is not None and percent_styles and int(style) in percent_styles:
                found.percents.add((row, column))
        buffer = buffer[max(done, buffer.rfind(b"<")) :]
        if len(buffer) > _LONGEST_TAG + _CHUNK:
            raise Stop("unreadable")
    return found


def _widen(found: Extent, row: int, column: int) -> None:
    cell = f"{column_name(column)}{row + 1}"
    if row > limits.ROWS:
        raise Stop("too_many_rows", most=limits.ROWS, cell=cell)
    if column >= limits.COLUMNS:
        raise Stop("too_many_columns", most=limits.COLUMNS, cell=cell)
    found.rows = max(found.rows, row + 1)
    found.columns = max(found.columns, column + 1)
    if found.rows * found.columns > limits.CELLS:
        raise Stop("too_many_cells", most=limits.CELLS)


def _first(pattern: re.Pattern[bytes], text: bytes) -> bytes | None:
    found = pattern.search(text)
    return found[1] if found else None


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1

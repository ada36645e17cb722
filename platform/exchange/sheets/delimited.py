"""Text files: which encoding, which delimiter, and the rows between quotes and line breaks."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from ...core.errors import refuse
from ..messages import (
    BAD_QUOTES,
    NO_DATA,
    NO_HEADER,
    TOO_MANY_CELLS,
    TOO_MANY_COLUMNS,
    TOO_MANY_SHEET_ROWS,
    UNKNOWN_ENCODING,
    UNREADABLE,
)
from . import limits
from .sheet import Row, Sheet, column_name

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t"
_HINT = re.compile(r"sep=(.)\r?\n?")
_CHUNK = 1 << 20
GUARD = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
"""A text that an export has put `'` before, so that no spreadsheet takes it for a formula (see `exports.delimited`)."""


def read_delimited(path: Path) -> Sheet:
    """A text file as a sheet. It is gone through once now, so that what is wrong with it is known before anything is used."""
    encoding = _encoding(path)
    delimiter, hint = _delimiter(path, encoding)

    def records() -> Iterator[tuple[int, list[str]]]:
        with path.open("r", encoding=encoding, newline="") as file:
            yield from _records(file, delimiter, hint=hint)

    headers: tuple[str, ...] | None = None
    count = cells = 0
    for number, fields in records():
        if headers is None:
            headers = tuple(str(_cell(field) or "").strip()[: limits.HEADER_CELL] for field in fields)
            if number > 1 or not any(headers):
                raise refuse(NO_HEADER)
            continue
        count += 1
        cells += len(fields)
        if count > limits.ROWS:
            raise refuse(TOO_MANY_SHEET_ROWS, most=limits.ROWS, cell=f"A{number}")
        if cells > limits.CELLS:
            raise refuse(TOO_MANY_CELLS, most=limits.CELLS)
    if headers is None:
        raise refuse(NO_DATA)

    def rows() -> Iterator[Row]:
        found = records()
        next(found)
        for number, fields in found:
            yield Row(number, tuple([_cell(field) for field in fields]))

    return Sheet(kind="csv", headers=headers, count=count, _rows=rows)


def _records(file: TextIOWrapper, delimiter: str, *, hint: bool) -> Iterator[tuple[int, list[str]]]:
    """Records that are not empty, numbered as a spreadsheet would show them."""
    if hint:
        file.readline()
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    number = 0
    try:
        for fields in reader:
            number += 1
            while fields and (not fields[-1] or fields[-1].isspace()):
                fields.pop()
            if len(fields) > limits.COLUMNS:
                raise refuse(TOO_MANY_COLUMNS, most=limits.COLUMNS, cell=f"{column_name(len(fields) - 1)}{number}")
            if fields:
                yield number, fields
    except csv.Error as error:
        raise refuse(BAD_QUOTES, line=reader.line_num + (1 if hint else 0)) from error
    except UnicodeDecodeError as error:
        raise refuse(UNKNOWN_ENCODING) from error


def _cell(text: str) -> str | None:
    if not text or text.isspace():
        return None
    return text[1:] if text[0] == "'" and GUARD.match(text) else text


def _encoding(path: Path) -> str:
    """By its mark, else UTF-8 if all of it is that, else GB18030 (which GBK and GB2312 are part of)."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        if b"\x00" in head:
            raise refuse(UNREADABLE)
    for name in ("utf-8", "gb18030"):
        if _reads_as(path, name):
            return name
    raise refuse(UNKNOWN_ENCODING)


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> tuple[str, bool]:
    """The delimiter of the first record, and whether the file's first line names it (`sep=;`)."""
    try:
        with path.open("r", encoding=encoding, newline="") as file:
            first = file.read(limits.COLUMNS * limits.HEADER_CELL)
    except UnicodeDecodeError as error:
        raise refuse(UNKNOWN_ENCODING) from error
    hint = _HINT.match(first)
    if hint is not None:
        return hint[1], True
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for character in first:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted and character in counts:
            counts[character] += 1
    best = max(counts, key=lambda each: counts[each])
    return (best if counts[best] else ","), False

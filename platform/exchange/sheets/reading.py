"""The door: looks at a file's first bytes, reads text here and workbooks in a process that may not cost more than stated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import orjson

from ...core.errors import Refusal, refuse
from ..messages import FILE_TOO_LARGE, NO_DATA, OLD_OR_LOCKED, STOPS, TOO_MUCH_WORK, UNREADABLE
from . import limits
from .delimited import read_delimited
from .sheet import Cell, ErrorCell, Row, Sheet

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")


def read(path: Path) -> Sheet:
    """The sheet in a file, whatever its name ends in. Raises `Refusal` with a sentence for a file that cannot be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise refuse(UNREADABLE) from error
    if size > limits.FILE_BYTES:
        raise refuse(FILE_TOO_LARGE, most=limits.FILE_BYTES // 2**20)
    if not size:
        raise refuse(NO_DATA)
    if head.startswith(_ZIP):
        return _workbook(path)
    if head.startswith(_COMPOUND):
        raise refuse(OLD_OR_LOCKED)
    if head.startswith(_BINARY):
        raise refuse(UNREADABLE)
    return read_delimited(path)


def _workbook(path: Path) -> Sheet:
    """Unpack a workbook into a temporary file by a process of its own; only plain data comes back, never code."""
    handle, name = tempfile.mkstemp(prefix="gezi-sheet-", suffix=".jsonl")
    os.close(handle)
    spool = Path(name)
    try:
        found = _ask_child(path, spool)
    except BaseException:
        spool.unlink(missing_ok=True)
        raise
    return Sheet(
        kind="xlsx",
        headers=tuple(found["headers"]),
        count=found["count"],
        _rows=lambda: _unspooled(spool),
        _close=lambda: spool.unlink(missing_ok=True),
    )


def _ask_child(path: Path, spool: Path) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", f"{__package__}.child", str(path), str(spool)]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.PATIENCE,
            check=False,
            env={**kept, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired as late:
        raise refuse(TOO_MUCH_WORK) from late
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):  # it was stopped by a limit, or the reader gave up on it
        raise refuse(TOO_MUCH_WORK if done.returncode < 0 else UNREADABLE)
    answer = cast(dict[str, Any], answer)
    if "stop" in answer:
        raise _stopped(answer)
    return answer


def _stopped(answer: dict[str, Any]) -> Refusal:
    return refuse(STOPS.get(answer["stop"], UNREADABLE), **answer.get("params", {}))


def _unspooled(spool: Path) -> Iterator[Row]:
    from ...fields.numerals import SheetNumber  # noqa: PLC0415 - the reading process must not load the field types

    def cell(raw: Any) -> Cell:
        kind = type(raw)
        if kind is str or raw is None:
            return raw
        if kind is float or kind is int:
            return SheetNumber(raw)
        if kind is not dict:
            return raw
        if "p" in raw:
            return SheetNumber(raw["p"], percent=True)
        if "d" in raw:
            return date.fromisoformat(raw["d"])
        if "t" in raw:
            return datetime.fromisoformat(raw["t"])
        return ErrorCell(raw["e"])

    with spool.open("rb") as file:
        for line in file:
            for number, cells in orjson.loads(line):
                yield Row(number, tuple(map(cell, cells)))

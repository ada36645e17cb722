"""SQLite: a consistent copy of a file that is being written, by the library's own backup, and a file put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from ...core.errors import refuse
from .archive import Packer, Unpacker
from .messages import DAMAGED

PART = "workspace.db"


def copy(connection: sa.Connection, target: Path) -> None:
    """Copy the database of a reading connection; writers go on meanwhile, and none of their half-done work is in it."""
    source = cast(sqlite3.Connection, connection.connection.driver_connection)
    with closing(sqlite3.connect(target)) as out:
        source.backup(out)
        out.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        _check(out, PART)


def pack(packer: Packer, copied: Path) -> None:
    packer.add(PART, copied)


def unpack(unpacker: Unpacker, target: Path) -> None:
    """The database as a file of its own, checked from end to end."""
    unpacker.extract(PART, target)
    with closing(sqlite3.connect(target)) as database:
        _check(database, PART)


def _check(database: sqlite3.Connection, name: str) -> None:
    try:
        whole = database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        broken = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise refuse(DAMAGED, name=name) from error
    if not whole or broken is not None:
        raise refuse(DAMAGED, name=name)

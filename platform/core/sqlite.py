"""SQLite as the product uses it: explicit transactions, WAL, one writer that alone checkpoints (reliability 4.1)."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.pool import QueuePool

SAFE_VERSION = (3, 51, 3)  #: earlier ones have the WAL-reset race; one writer that alone checkpoints avoids it
READERS = 8
_log = logging.getLogger(__name__)


def warn_of_old_library() -> str | None:
    """A sentence for the log when the linked SQLite has the WAL-reset race, else None."""
    if sqlite3.sqlite_version_info >= SAFE_VERSION:
        return None
    return (
        f"SQLite {sqlite3.sqlite_version} is older than 3.51.3 and has a rare race in WAL mode; "
        "Gezi avoids it by writing and checkpointing from one connection only"
    )


def writer(path: Path) -> sa.Engine:
    """The engine of the one connection that writes; every transaction begins IMMEDIATE."""
    engine = _engine(path, size=1)

    @event.listens_for(engine, "connect")
    def set_up(dbapi: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        _common(dbapi)
        (mode,) = dbapi.execute("PRAGMA journal_mode=WAL").fetchone()
        if mode != "wal":
            raise RuntimeError(f"{path}: SQLite cannot use WAL here (is it a network file system?)")
        dbapi.execute("PRAGMA synchronous=FULL")
        dbapi.execute("PRAGMA wal_autocheckpoint=4000")
        dbapi.execute("PRAGMA journal_size_limit=67108864")
        dbapi.execute("PRAGMA cache_size=-16000")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def readers(path: Path) -> sa.Engine:
    """The engine of read-only snapshots; its connections never write and never checkpoint."""
    engine = _engine(path, size=READERS)

    @event.listens_for(engine, "connect")
    def set_up(dbapi: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        _common(dbapi)
        dbapi.execute("PRAGMA wal_autocheckpoint=0")
        dbapi.execute("PRAGMA query_only=ON")
        dbapi.execute("PRAGMA cache_size=-8000")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN")

    return engine


class _Compiler(SQLiteCompiler):
    """The words of `Select.with_hint` stand behind their table: `INDEXED BY …`."""

    def get_from_hint_text(self, table: sa.FromClause, text: str | None) -> str | None:
        return text


def _engine(path: Path, *, size: int) -> sa.Engine:
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,
        pool_timeout=30,
        pool_reset_on_return="rollback",
        connect_args={"check_same_thread": False, "cached_statements": 512},
        query_cache_size=1500,
    )
    engine.dialect.statement_compiler = _Compiler
    return engine


def _common(dbapi: Any) -> None:
    dbapi.isolation_level = None  # stop the driver's own BEGIN and COMMIT
    for pragma in ("foreign_keys=ON", "busy_timeout=5000", "trusted_schema=OFF", "cell_size_check=ON"):
        dbapi.execute(f"PRAGMA {pragma}")

"""One database — a workspace's or the control database — as two doors: `read()` for a snapshot, `write()` for a transaction.

On SQLite a database is a file with one writing connection; on PostgreSQL it is a schema whose writes are serialised by an
advisory lock (design 4), so roll-ups, autonumbers and invariants are right by construction on both.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from . import sqlite
from .metadata import WORKSPACE

STRUCTURE = (
    "structure"  #: of `connection.info`: the version of the tables that the statements of a transaction are made for
)
_LOCK_TIMEOUT = "55P03"  #: what PostgreSQL calls a lock that was not given in time


class Taken(Exception):
    """Somebody else writes, and longer than there was time to wait."""


class Database:
    """A place to read and write; made by `Database.on_sqlite` or `Database.on_postgresql`."""

    def __init__(self, reader: sa.Engine, writer: sa.Engine, *, schema: str | None, path: Path | None) -> None:
        self._reader = reader.execution_options(schema_translate_map={WORKSPACE: schema, None: schema})
        self._writer = writer.execution_options(schema_translate_map={WORKSPACE: schema, None: schema})
        self._owned = {reader, writer}
        self._turn = threading.RLock()
        self.schema = schema
        self.path = path
        self.dialect = writer.dialect.name
        self._lock_key = int.from_bytes(hashlib.sha256((schema or "control").encode()).digest()[:8], "big", signed=True)

    @classmethod
    def on_sqlite(cls, path: Path) -> Database:
        """A database in a file; the folder is made, the file on first use."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(sqlite.readers(path), sqlite.writer(path), schema=None, path=path)

    @classmethod
    def on_postgresql(cls, engine: sa.Engine, schema: str) -> Database:
        """A schema of a PostgreSQL database whose engine is shared by all workspaces."""
        return cls(engine, engine, schema=schema, path=None)

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """A connection with one stable snapshot; nothing can be written through it."""
        with self._reader.connect() as connection:
            if self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self, patience: float | None = None) -> Generator[sa.Connection]:
        """One transaction, alone in this database; committed at the end, rolled back when anything is raised. Raises `Taken`
        where others write for longer than `patience`, in seconds; without it, they are waited for."""
        if not self._turn.acquire(timeout=-1 if patience is None else patience):
            raise Taken
        try:
            with self._writer.connect() as connection, connection.begin():
                if self.dialect == "postgresql":
                    self._lock(connection, patience)
                yield connection
        finally:
            self._turn.release()

    def _lock(self, connection: sa.Connection, patience: float | None) -> None:
        if patience is not None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(patience * 1_000))}")
        try:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (self._lock_key,))
        except OperationalError as error:
            if patience is None or getattr(error.orig, "sqlstate", None) != _LOCK_TIMEOUT:
                raise
            raise Taken from error
        if patience is not None:
            connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")

    @contextmanager
    def aside(self) -> Generator[sa.Connection]:
        """On PostgreSQL, a short transaction beside the one that writes: for what other processes have to know of it before it
        ends. It is alone in nothing, so its statements must be right whatever is written next to them."""
        assert self.dialect == "postgresql"
        with self._writer.connect() as connection, connection.begin():
            yield connection

    def checkpoint(self) -> None:
        """Fold the write-ahead log back into the file (SQLite)."""
        if self.dialect == "sqlite":
            with self._turn, self._writer.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give back every connection (not of PostgreSQL's shared engine: its owner disposes of it)."""
        if self.dialect == "sqlite":
            for engine in self._owned:
                engine.dispose()


def postgresql_engine(url: str, *, size: int = 8) -> sa.Engine:
    """The process's one engine for PostgreSQL. Times are UTC; no statement may run for ever.

    Five tables at a time are planned in every order of joins (`join_collapse_limit`): a list over eight, of which most are
    joined by their ids only to be shown, took 14 ms to plan where it takes 2 now, and 1 to run. What a scope or a filter
    asks is joined first, so that it is among the five.
    """
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(
        address,
        pool_size=size,
        max_overflow=size,
        pool_pre_ping=True,
        query_cache_size=1500,
        connect_args={
            "options": "-c timezone=UTC -c lock_timeout=30s -c statement_timeout=300s "
            "-c idle_in_transaction_session_timeout=120s -c jit=off -c join_collapse_limit=5"
        },
    )

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def mark(  # pyright: ignore[reportUnusedFunction]
        connection: sa.Connection, _cursor: object, statement: str, parameters: object, _context: object, _many: bool
    ) -> tuple[str, object]:
        """A statement that is prepared for one structure fails on the next ("cached plan must not change result type"): so
        each version has statements of its own, and those of older ones are forgotten in time."""
        version = connection.info.get(STRUCTURE)
        return (statement if version is None else f"{statement} -- {version}"), parameters

    @event.listens_for(engine, "connect")
    def set_up(dbapi: object, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        dbapi.prepare_threshold = 3  # type: ignore[attr-defined]

    return engine

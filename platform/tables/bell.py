"""A bell per workspace: rung after every commit of this process, so that whoever waits for changes looks for them.

With several processes (PostgreSQL) the others' commits are seen by looking once a second, however many are waiting, and at
once where the processes tell each other (Redis).
"""

from __future__ import annotations

import threading
import time

import sqlalchemy as sa

from ..core.database import Database
from . import catalogue as catalogues
from . import models

LOOK_EVERY = 1.0  #: seconds between two looks for what other processes have written


class Bell:
    """The last change set, and the last version of the structure, that are known to be committed. No connection is held
    while somebody waits."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._looking = threading.Lock()
        self._looked: float | None = None
        self._last = 0
        self._structure = 0

    @property
    def last(self) -> int:
        return self._last

    @property
    def structure(self) -> int:
        return self._structure

    def ring(self, change_set: int, structure: int = 0) -> None:
        """Something has been committed; 0 for what has stayed as it was."""
        with self._turn:
            self._last = max(self._last, change_set)
            self._structure = max(self._structure, structure)
            self._turn.notify_all()

    def hint(self) -> None:
        """Another process says that it has committed something: whoever waits looks into the database."""
        with self._turn:
            self._looked = None
            self._turn.notify_all()

    def wake(self) -> None:
        """Let everybody who waits look around (the server is about to stop)."""
        with self._turn:
            self._turn.notify_all()

    def wait(self, since: int, timeout: float) -> bool:
        """Whether something later than `since` is known, after waiting for it at most `timeout` seconds (or until woken)."""
        with self._turn:
            if self._last <= since:
                self._turn.wait(timeout)
            return self._last > since

    def look(self, database: Database) -> int:
        """The last change set, asked of the database where another process may have written: at most once a second."""
        alone = database.dialect == "sqlite"  # then whatever is written is written by this process
        with self._looking:
            now = time.monotonic()
            due = self._looked is None or (not alone and now - self._looked >= LOOK_EVERY)
            if due:
                self._looked = now
                with database.read() as connection:
                    found = connection.execute(sa.select(sa.func.max(models.change_sets.c.id))).scalar_one()
                    structure = catalogues.read_version(connection)
                self.ring(found or 0, structure)
        return self._last

"""Workspaces: made, opened, cached, dropped. Each is one SQLite file or one PostgreSQL schema (design 4)."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from ..accounts import members as members_service
from ..accounts import workspaces as register
from ..accounts.members import Member
from ..core import migrations
from ..core import models as core_models
from ..core.clock import Clock
from ..core.context import SYSTEM, Actor, Context, Source
from ..core.database import STRUCTURE, Database, postgresql_engine
from ..core.errors import Refusal, refuse
from ..core.settings import Settings
from ..permissions.organisation import Organisation
from ..permissions.policy import Policy
from . import ahead
from . import catalogue as catalogues
from .bell import Bell
from .catalogue import Catalogue
from .changes import history
from .computed import volatile
from .finding import terms, upkeep
from .messages import NO_SUCH_WORKSPACE, WORKSPACE_EXISTS
from .neighbours import Neighbours
from .queries import widths
from .queries.widths import Widths
from .schema import widening
from .transaction import Tx

log = logging.getLogger("gezi.tables")
STALE_AFTER = 1.0  #: seconds for which a PostgreSQL process may trust its cached catalogue when it only reads


@dataclass(frozen=True)
class State:
    """What is cached of a workspace: all of it is replaced at once when the version moves."""

    catalogue: Catalogue
    policy: Policy
    organisation: Organisation
    members: Mapping[int, Member]
    properties: Mapping[str, object]


class Workspace:
    """An open workspace."""

    def __init__(
        self,
        key: str,
        name: str,
        database: Database,
        settings: Settings,
        wake: Callable[[str], None],
        neighbours: Neighbours,
    ) -> None:
        self.key = key
        self._wake = wake
        self._neighbours = neighbours
        self.name = name
        self.database = database
        self.settings = settings
        self.files = settings.data / "attachments" / key
        self.bell = Bell()  #: rings when something has changed
        self._state: State | None = None
        self._checked = 0.0
        self._loads = 0  #: raised whenever what is cached has become old, so that nothing older is put in its place
        self._unsettled = 0  #: transactions that are about to change, or have just changed, what is cached
        self._settled = threading.Lock()  #: held for a moment by whoever replaces what is cached
        self._secret = b""
        self._widths: Widths | None = None  #: how wide indexes are known to be
        self.fresh_day: date | None = None  #: the day for which volatile formulas are known to be right

    @contextmanager
    def read(self, ctx: Context) -> Generator[Tx]:
        """A transaction that sees one snapshot and writes nothing. Where a day has begun and others write for long, it is one
        of the day before: its `ctx` says so."""
        refreshed = volatile.refresh_if_due(self, ctx, volatile.PATIENCE)
        with self.database.read() as connection:
            if not refreshed:
                ctx = volatile.as_of(connection, ctx)
            yield self._tx(connection, ctx, writable=False)

    @contextmanager
    def write(self, ctx: Context, patience: float | None = None) -> Generator[Tx]:
        """A transaction that may write, alone in this workspace; committed when the block ends without an error. Raises `Taken`
        where others write for longer than `patience`, in seconds. The first one of a new day is preceded by the refresh of
        what changes with the clock, so that readers do not wait until it is done."""
        if patience is None and self.fresh_day is not None:
            volatile.refresh_if_due(self, ctx)
        tx: Tx | None = None
        state: State | None = None
        wanted: Widths | None = None
        settling = committed = False
        try:
            with self.database.write(patience) as connection:
                tx = self._tx(connection, ctx, writable=True)
                yield tx
                history.note_touched(tx)
                if tx.schema_changed:
                    state = self._load(connection)  # nobody else writes: it is what is about to be committed
                    wanted = widths.current(state.catalogue, state.policy)
                    settling = True
                    with self._settled:
                        self._unsettled += 1  # until the commit is known to be done, everybody reads for themselves
            committed = True
        finally:
            if tx is not None and tx.schema_changed:
                self._settle(state if committed else None, settling)
        if tx is None:
            return
        last = max(tx.change_set or 0, tx.latest or 0)
        if last or state is not None:
            self.bell.ring(last, state.catalogue.version if state is not None else 0)
            self._neighbours.tell(self.key, last, structure=state is not None)
        if tx.posted:
            self._wake(self.key)
        if tx.afterwards:
            self._tidy(tx.afterwards)
        if wanted is not None:
            self._widen(wanted)

    def _settle(self, state: State | None, settling: bool) -> None:
        """What a finished transaction committed is cached from now on, unless somebody has committed more since."""
        with self._settled:
            self._loads += 1
            self._unsettled -= settling
            cached = self._state
            if state is None or cached is None or cached.catalogue.version <= state.catalogue.version:
                self._state = state

    def widen(self, ctx: Context) -> None:
        """Bring indexes to the width that rights ask for; to be called when a workspace is opened."""
        with self.database.read() as connection:
            tx = self._tx(connection, ctx, writable=False)
        self._widen(widths.current(tx.catalogue, tx.policy))

    def _widen(self, wanted: Widths) -> None:
        if wanted == self._widths:
            return
        try:
            widening.settle(self.database, wanted)
        except Exception:  # what is missing costs time, and nothing else
            log.exception("indexes of workspace %s could not be widened", self.key)
        else:
            self._widths = wanted

    def _tidy(self, statements: Sequence[str]) -> None:
        try:
            ahead.execute(self.database, statements)
        except Exception:  # what is left takes room, and nothing else
            log.exception("old columns of workspace %s could not be removed", self.key)

    def load_state(self, connection: sa.Connection) -> State:
        return State(
            catalogues.load(connection),
            Policy.load(connection),
            Organisation.load(connection),
            {member.id: member for member in members_service.all(connection)},
            {row.key: row.value for row in connection.execute(sa.select(core_models.properties))},
        )

    def _load(self, connection: sa.Connection) -> State:
        state = self.load_state(connection)
        self._secret = str(state.properties["cursor_key"]).encode()
        return state

    @property
    def cursor_key(self) -> bytes:
        """The secret that signs cursors; it is there once anything has been read."""
        return self._secret

    @property
    def timezone(self) -> str:
        """The zone in which a day of this workspace begins (C4)."""
        return self.settings.timezone

    def _tx(self, connection: sa.Connection, ctx: Context, *, writable: bool) -> Tx:
        state = self._current(connection, writable=writable)
        connection.info[STRUCTURE] = state.catalogue.version
        return Tx(
            workspace=self,
            connection=connection,
            ctx=ctx,
            catalogue=state.catalogue,
            policy=state.policy,
            organisation=state.organisation,
            members=state.members,
            writable=writable,
        )

    def _current(self, connection: sa.Connection, *, writable: bool) -> State:
        """The cached state. One process writes a SQLite file, so the cache is right; on PostgreSQL a writer asks for the
        version inside its transaction, and a reader asks once a second."""
        state = self._state if not self._unsettled else None
        if state is not None and self.database.dialect == "postgresql":
            now = time.monotonic()
            if writable or now - self._checked > STALE_AFTER:
                self._checked = now
                if catalogues.read_version(connection) != state.catalogue.version:
                    state = None
        if state is None:
            self._checked = time.monotonic()
            loads = self._loads
            state = self._load(connection)
            with self._settled:
                if loads == self._loads and not self._unsettled:
                    self._state = state
        return state

    def doubt(self) -> None:
        """The structure may have been changed elsewhere: the next reader asks for its version."""
        self._checked = -STALE_AFTER

    def hear(self, *, structure: bool) -> None:
        """Another process says that it has committed something here."""
        if structure:
            self.doubt()
        self.bell.hint()


class Workspaces:
    """All workspaces of an installation, with the control database beside them."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self._engine = postgresql_engine(settings.database_url) if settings.database_url else None
        if self._engine is not None:
            self.control = Database.on_postgresql(self._engine, "gezi_control")
        else:
            self.control = Database.on_sqlite(settings.data / "control.db")
        migrations.upgrade(self.control, "control")
        self._open: dict[str, Workspace] = {}
        self.wake: Callable[[str], None] = lambda _key: (
            None
        )  #: told of every workspace with something new in its outbox
        self._lock = threading.Lock()
        self.neighbours = Neighbours(settings)

    def create(self, key: str, name: str) -> Workspace:
        """Make an empty workspace. The control database is written last, so a crash leaves nothing half-registered."""
        if problems := register.check_key(key):
            raise Refusal(problems)
        with self.control.read() as connection:
            if register.find(connection, key) is not None:
                raise refuse(WORKSPACE_EXISTS, at_field="key", key=key)
        location = f"ws_{key}" if self._engine is not None else f"{key}.db"
        database = self._database(location)
        migrations.upgrade(database, "workspace")
        with database.write() as connection:
            present = connection.execute(sa.select(core_models.properties.c.key)).scalars().all()
            for name_, value in (
                ("cursor_key", secrets.token_hex(16)),
                ("catalogue_version", 1),
                (upkeep.PROPERTY, terms.VERSION),
            ):
                if name_ not in present:
                    connection.execute(sa.insert(core_models.properties).values(key=name_, value=value))
        with self.control.write() as connection:
            register.register(connection, key, name, location, now=self.clock.now())
        return self._opened(key, name, database)

    def open(self, key: str) -> Workspace:
        """Raises a NOT_FOUND refusal for an unknown key."""
        found = self._open.get(key)
        if found is not None:
            return found
        with self.control.read() as connection:
            entry = register.find(connection, key)
        if entry is None:
            raise refuse(NO_SUCH_WORKSPACE)
        database = self._database(entry.location)
        migrations.upgrade(database, "workspace")
        workspace = self._opened(key, entry.name, database)
        self._index(workspace)
        workspace.widen(self.context(SYSTEM, Source.SYSTEM))
        return workspace

    def _index(self, workspace: Workspace) -> None:
        """Build the search index of a workspace from before there was one, or before it was made as it is today."""
        with workspace.database.read() as connection:
            if upkeep.is_current(connection):
                return
        with workspace.write(self.context(SYSTEM, Source.SYSTEM)) as tx:
            if not upkeep.is_current(tx.connection):
                upkeep.build(tx)

    def keys(self) -> tuple[str, ...]:
        with self.control.read() as connection:
            return tuple(entry.key for entry in register.all(connection))

    def context(self, actor: Actor, source: Source, locale: str = "zh-CN") -> Context:
        return Context(actor, source, self.clock.now(), timezone=self.settings.timezone, locale=locale)

    def listen(self, changed: Callable[[], object]) -> None:
        """From now on hear what other processes tell; `changed` is called when rights or people may be others than before."""
        self.neighbours.listen(self._open, changed)

    def close(self) -> None:
        self.neighbours.close()
        for workspace in self._open.values():
            workspace.database.close()
        self._open.clear()
        self.control.close()
        if self._engine is not None:
            self._engine.dispose()

    def forget(self, key: str) -> None:
        """Close a workspace that is about to be replaced (restore)."""
        with self._lock:
            found = self._open.pop(key, None)
        if found is not None:
            found.database.close()

    def _database(self, location: str) -> Database:
        if self._engine is not None:
            return Database.on_postgresql(self._engine, location)
        return Database.on_sqlite(self.path_of(location))

    def path_of(self, location: str) -> Path:
        return self.settings.data / "workspaces" / location

    def _told(self, key: str) -> None:
        self.wake(key)

    def _opened(self, key: str, name: str, database: Database) -> Workspace:
        with self._lock:
            made = Workspace(key, name, database, self.settings, self._told, self.neighbours)
            return self._open.setdefault(key, made)

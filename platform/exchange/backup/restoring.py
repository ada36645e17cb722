"""Bringing a workspace back: checksums first, then files, then the database, and the list of workspaces last (design 4)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ...accounts import workspaces as register
from ...core import migrations
from ...core import models as core_models
from ...core.database import Database, postgresql_engine
from ...core.errors import Refusal, refuse
from ...core.ids import new_token
from ...tables.workspaces import Workspaces
from . import copying, dumping, people
from .archive import Unpacker, remove_folder, unpacking
from .making import ACCOUNTS, FILES
from .messages import NEWER, OTHER_DATABASE, WOULD_REPLACE

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_OPEN_JOBS = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    key: str
    name: str
    made_at: str  #: when the backup was made, ISO 8601
    files: int
    accounts: int  #: that were made anew
    missing: tuple[str, ...]  #: files that were gone already when the backup was made


def restore(
    workspaces: Workspaces, archive: Path, as_key: str | None = None, *, replace: bool = False, name: str | None = None
) -> Restored:
    """Bring a workspace back from a backup, under its own key or `as_key`. A workspace that is there is only overwritten
    when `replace` says so. Raises `Refusal`; until the last step nothing of the installation has changed."""
    with unpacking(archive) as unpacker:
        manifest = unpacker.manifest
        key: str = as_key or manifest["workspace"]["key"]
        title: str = name or (manifest["workspace"].get("name") if as_key is None else None) or key
        _check(workspaces, manifest, key, replace=replace)
        unpacker.verify()
        stored = unpacker.json(ACCOUNTS)
        files = workspaces.settings.data / "attachments" / key
        new_files = files.with_name(f"{key}.restoring-{new_token(6)}")
        try:
            count = _unpack_files(unpacker, new_files)
            with _database(workspaces, key, unpacker) as place:
                copy = key != manifest["workspace"]["key"]
                made = _take_over(workspaces, place, key, title, stored, files, new_files, quiet=copy)
        except BaseException:
            remove_folder(new_files)
            raise
    missing = tuple(str(one) for one in manifest.get("missing", ()))
    return Restored(key, title, str(manifest.get("created_at", "")), count, made, missing)


def _check(workspaces: Workspaces, manifest: Mapping[str, Any], key: str, *, replace: bool) -> None:
    ours = workspaces.control.dialect
    if manifest["database"] != ours:
        raise refuse(OTHER_DATABASE, theirs=_NAMES[manifest["database"]], ours=_NAMES[ours])
    if manifest["revision"] > migrations.HEADS["workspace"]:
        raise refuse(NEWER)
    if problems := register.check_key(key):
        raise Refusal(problems)
    if key in workspaces.keys() and not replace:  # noqa: SIM118 - not a mapping
        raise refuse(WOULD_REPLACE, key=key)


def _unpack_files(unpacker: Unpacker, folder: Path) -> int:
    count = 0
    folder.mkdir(parents=True)
    for name in unpacker.parts:
        if name.startswith(f"{FILES}/"):
            unpacker.extract(name, folder / name.removeprefix(f"{FILES}/"))
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Place:
    """The restored database before it takes its place."""

    database: Database
    location: str
    file: Path | None  #: SQLite: where it lies until then


@contextmanager
def _database(workspaces: Workspaces, key: str, unpacker: Unpacker) -> Generator[_Place]:
    """The database of the archive beside the present one, brought to the present schema; removed if it is not taken over."""
    mark = new_token(6).lower().replace("-", "_")
    if workspaces.settings.database_url is None:
        location = f"{key}.db"
        file = workspaces.path_of(f"{key}.restoring-{mark}.db")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            copying.unpack(unpacker, file)
            database = Database.on_sqlite(file)
            try:
                migrations.upgrade(database, "workspace")
                yield _Place(database, location, file)
            finally:
                database.close()
        finally:
            for left in (file, _beside(file, "-wal"), _beside(file, "-shm")):
                left.unlink(missing_ok=True)
        return
    engine = postgresql_engine(workspaces.settings.database_url, size=1)
    schema = f"restoring_{mark}"
    try:
        database = Database.on_postgresql(engine, schema)
        with database.write() as connection:
            dumping.unpack(unpacker, connection, schema)
        migrations.upgrade(database, "workspace")
        yield _Place(database, f"ws_{key}", None)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        engine.dispose()


def _take_over(
    workspaces: Workspaces,
    place: _Place,
    key: str,
    title: str,
    stored: Mapping[str, Any],
    files: Path,
    new_files: Path,
    *,
    quiet: bool,
) -> int:
    """Put everything where it belongs. The list of workspaces is committed last, so a crash before leaves what there was
    or a workspace that nobody sees yet; restoring again then mends it."""
    now = workspaces.clock.now()
    with workspaces.control.write() as control:
        before = control.execute(sa.select(sa.func.count()).select_from(people.accounts)).scalar_one()
        ids = people.bring_back(control, stored)
        after = control.execute(sa.select(sa.func.count()).select_from(people.accounts)).scalar_one()
        with place.database.write() as connection:
            people.rebind(connection, ids)
            _calm(connection, now, quiet=quiet)
        workspaces.forget(key)
        _move_files(files, new_files)
        _move_database(workspaces, place)
        if register.find(control, key) is None:
            register.register(control, key, title, place.location, now=now)
        people.admit(control, key, stored, ids)
    workspaces.forget(key)
    return after - before


def _calm(connection: sa.Connection, now: Any, *, quiet: bool) -> None:
    """Nobody does the jobs of the backup any more; and a copy must not send again what the original will send."""
    jobs, outbox, properties = core_models.jobs, core_models.outbox, core_models.properties
    connection.execute(
        sa.update(jobs).where(jobs.c.state.in_(_OPEN_JOBS)).values(state="failed", finished_at=now, result=None)
    )
    if quiet:
        connection.execute(sa.update(outbox).where(outbox.c.done_at.is_(None)).values(done_at=now))
    version = sa.select(properties.c.value).where(properties.c.key == "catalogue_version")
    raised = int(connection.execute(version).scalar_one_or_none() or 0) + 1_000_000  # no cache holds this one
    connection.execute(sa.update(properties).where(properties.c.key == "catalogue_version").values(value=raised))


def _move_files(files: Path, new_files: Path) -> None:
    old = files.with_name(f"{files.name}.replaced-{new_token(6)}")
    if files.exists():
        files.rename(old)
    new_files.rename(files)
    shutil.rmtree(old, ignore_errors=True)


def _move_database(workspaces: Workspaces, place: _Place) -> None:
    if place.file is None:
        schema = place.database.schema
        with place.database.write() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{place.location}" CASCADE')
            connection.exec_driver_sql(f'ALTER SCHEMA "{schema}" RENAME TO "{place.location}"')
        return
    place.database.checkpoint()
    place.database.close()
    target = workspaces.path_of(place.location)
    for left in (_beside(target, "-wal"), _beside(target, "-shm")):
        left.unlink(missing_ok=True)
    os.replace(place.file, target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)

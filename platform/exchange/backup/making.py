"""Making a backup of a workspace in use: the database first, then the files it names, which never change."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from ...core import migrations
from ...tables.attachments import attachments
from ...tables.workspaces import Workspace, Workspaces
from . import copying, dumping, people
from .archive import Packer, packing

SUFFIX = ".gezi"
FILES = "attachments"
ACCOUNTS = "accounts.json"
_PACKED_ALREADY = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/zip", "video/mp4"})


def backup(workspaces: Workspaces, key: str, target: Path | None = None) -> Path:
    """Write a workspace into one file and return where it is. `target` is that file, or a folder for it; without one it
    goes under the data folder. Nobody waits for it. Raises `Refusal`."""
    ws = workspaces.open(key)
    name = f"{key}-{workspaces.clock.now():%Y%m%d-%H%M%S}{SUFFIX}"
    if target is None:
        target = workspaces.settings.data / "backups" / name
    elif target.is_dir():
        target = target / name
    with packing(target) as packer:
        stored = _pack_database(ws, packer)
        missing = _pack_files(ws, packer, stored["files"])
        with workspaces.control.read() as control:
            packer.add_json(ACCOUNTS, people.collect(control, key, stored["accounts"]))
        packer.finish(
            {
                "version": _version(),
                "database": ws.database.dialect,
                "revision": migrations.HEADS["workspace"],
                "workspace": {"key": key, "name": ws.name},
                "created_at": workspaces.clock.now().isoformat(),
                "missing": missing,
            }
        )
    return target


def backup_all(workspaces: Workspaces, folder: Path | None = None) -> tuple[Path, ...]:
    """A backup of every workspace, each in a file of its own in `folder`."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return tuple(backup(workspaces, key, folder) for key in workspaces.keys())  # noqa: SIM118 - no mapping


def _pack_database(ws: Workspace, packer: Packer) -> Mapping[str, Any]:
    """The database at one moment, and what it names outside of itself: files (stored name → type) and accounts."""
    with ws.database.read() as connection:
        if ws.database.dialect == "postgresql":
            assert ws.database.schema is not None
            stored = _named(connection)
            dumping.pack(packer, connection, ws.database.schema)
            return stored
        with TemporaryDirectory(prefix="gezi-backup-") as folder:
            copied = Path(folder) / copying.PART
            stored = _named(connection)  # begins the snapshot that is copied below
            copying.copy(connection, copied)
            copying.pack(packer, copied)
            return stored


def _named(connection: sa.Connection) -> dict[str, Any]:
    rows = connection.execute(sa.select(attachments.c.stored, attachments.c.type)).all()
    return {"files": {row.stored: row.type for row in rows}, "accounts": people.member_accounts(connection)}


def _pack_files(ws: Workspace, packer: Packer, files: Mapping[str, str]) -> list[str]:
    """Pack what was uploaded; returns the names of files that are gone from the disk (the backup is made all the same)."""
    missing: list[str] = []
    for stored in sorted(files):
        source = ws.files / stored[:2] / stored
        if source.is_file():
            packer.add(f"{FILES}/{stored[:2]}/{stored}", source, packed=files[stored] not in _PACKED_ALREADY)
        else:
            missing.append(stored)
    return missing


def _version() -> str:
    try:
        return version("gezi")
    except PackageNotFoundError:
        return "0"

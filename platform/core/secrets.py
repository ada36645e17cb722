"""The installation's own secret: 32 random bytes from which keys for single purposes are derived; in no database.

It lies in `secret.key` (0600) in the data folder, made at the first need, or comes from GEZI_SECRET_KEY where several machines
serve the same database. Whoever moves an installation takes it along, or every derived secret changes.
"""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from .settings import Settings

FILE = "secret.key"
_BYTES = 32


def derive(settings: Settings, purpose: str, data: bytes = b"") -> bytes:
    """32 bytes that only this installation can know, for one purpose: equal data gives equal bytes."""
    return hmac.new(_key(settings), purpose.encode() + b"\0" + data, sha256).digest()


def _key(settings: Settings) -> bytes:
    if settings.secret_key is not None:
        return settings.secret_key.encode()
    path = settings.data / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
        return _read(path)


def _read(path: Path) -> bytes:
    found = path.read_bytes()
    if len(found) < _BYTES:
        raise RuntimeError(f"{path} is damaged: it has {len(found)} bytes")
    return found


def _make(path: Path) -> None:
    """Write a new key beside its place and move it there whole; of two processes at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()

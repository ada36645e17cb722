"""Who has the data open. With SQLite one process at a time: the holder of `server.lock`, and if that is a server, it says in
`server.json` (address and secret, readable by its owner alone) where commands may be sent.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlsplit

from ..core.errors import refuse
from ..core.ids import new_token
from .messages import DATA_IN_USE

LOCK = "server.lock"
NOTE = "server.json"
PATIENCE = 10.0  #: seconds to wait for another command to finish, or a server to come up


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that takes commands."""

    host: str
    port: int
    secret: str

    @classmethod
    def on_this_machine(cls, port: int) -> Server:
        return cls("127.0.0.1", port, new_token(32))

    def ask(self, name: str, arguments: object, language: str) -> HTTPConnection:
        """Send a command; the caller reads the answer line by line. Raises OSError when nobody listens."""
        connection = HTTPConnection(self.host, self.port, timeout=5)
        connection.connect()
        assert connection.sock is not None
        connection.sock.settimeout(None)  # a command takes as long as it takes
        connection.request(
            "POST",
            f"/api/internal/commands/{quote(name)}",
            body=json.dumps({"arguments": arguments}),
            headers={
                "Content-Type": "application/json",
                "X-Gezi-Secret": self.secret,
                "Accept-Language": language,
            },
        )
        return connection


@contextmanager
def sole_use(data: Path) -> Generator[bool]:
    """Whether this process now has the data folder for itself; it keeps it until the block ends (or the process does)."""
    data.mkdir(parents=True, exist_ok=True)
    handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def announce(data: Path, server: Server) -> None:
    """Write down where commands may be sent; the file is complete before it can be seen."""
    unfinished = data / f"{NOTE}.part"
    with suppress(FileNotFoundError):
        unfinished.unlink()
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(server), file)
    unfinished.rename(data / NOTE)


def withdraw(data: Path) -> None:
    """The server no longer takes commands."""
    with suppress(FileNotFoundError):
        (data / NOTE).unlink()


def announced(data: Path) -> Server | None:
    """The server that says it has the data open; it may be gone."""
    try:
        note = json.loads((data / NOTE).read_text(encoding="utf-8"))
        return Server(str(note["host"]), int(note["port"]), str(note["secret"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def turn(data: Path, *, patience: float = PATIENCE) -> Generator[Server | None]:
    """The server to send a command to, or None when this process may open the data itself until the block ends.

    Raises a CONFLICT refusal when another command holds the data for longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        with sole_use(data) as alone:
            if alone:
                yield None
                return
        server = announced(data)
        if server is not None and _listens(server):
            yield server
            return
        if time.monotonic() >= deadline:
            raise refuse(DATA_IN_USE, data=data)
        time.sleep(0.1)


def _listens(server: Server) -> bool:
    connection = HTTPConnection(server.host, server.port, timeout=5)
    try:
        connection.request("GET", "/api/v1/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def address_of(base: str | None, host: str, port: int) -> str:
    """The address to show to people."""
    if base and urlsplit(base).netloc:
        return base
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"

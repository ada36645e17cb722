"""PostgreSQL and Redis for the tests: one server each per run, started when first asked for, on a Unix socket.

A missing program fails the tests with a sentence; nothing is skipped.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import redis

from .lifeline import released

LIFELINE = Path(__file__).with_name("lifeline.py")
PATIENCE = 30.0  # seconds until a server must answer
_KEEPERS: list[
    subprocess.Popen[bytes]
] = []  # held so that Python does not warn of processes that outlive their variable


class MissingProgram(RuntimeError):
    """A program that the tests need is not on this machine."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(
            f"{program} was not found: the tests need it. `make services` installs it as root on Debian (package {package})."
        )


def postgresql_binaries() -> Path:
    """The folder of the newest PostgreSQL that has both `initdb` and `postgres`."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for folder in [*packaged, *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise MissingProgram("PostgreSQL (initdb, postgres)", "postgresql")


def unprivileged() -> str:
    """The user that servers run as: nobody in particular when we are root (PostgreSQL refuses root), else ourselves ("")."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def held(run: Path) -> Generator[None]:
    """Servers started in the folder `run` live until the end of this block, or of this process."""
    with (run / "alive").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        yield
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and any((run / name).exists() for name in ("postgresql", "redis")):
        time.sleep(0.05)


def sweep(folder: Path) -> None:
    """Remove what killed runs have left in a folder: nobody has held their lock for a minute or longer."""
    for alive in folder.glob("gezi-*/alive"):
        with suppress(OSError):
            if alive.stat().st_mtime < time.time() - 60 and released(alive):
                shutil.rmtree(alive.parent, ignore_errors=True)


@contextmanager
def alone(lock: Path) -> Generator[None]:
    """One process at a time."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def started(run: Path, name: str, start: Callable[[Path], None]) -> Path:
    """The folder of the run's server `name`, started by whoever comes first."""
    folder = run / name
    with alone(run / f"{name}.lock"):
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            start(folder)
            (folder / "ready").touch()
    return folder


def keep(run: Path, folder: Path, user: str, *command: str | Path) -> subprocess.Popen[bytes]:
    """Start a server that ends with the run."""
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, LIFELINE, run / "alive", folder, user, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _KEEPERS.append(keeper)
    return keeper


def wait(
    answers: Callable[[], object], folder: Path, keeper: subprocess.Popen[bytes], *errors: type[Exception]
) -> None:
    """Until the server answers; its log is in the failure when it never does."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answers()
            return
        except errors as problem:
            if time.monotonic() > deadline or keeper.poll() is not None:
                log = folder / "log"
                text = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise RuntimeError(f"the server in {folder} does not answer: {problem}\n{text}") from problem
            time.sleep(0.05)


def wait_for(holds: Callable[[], object]) -> None:
    """Until something holds; it fails when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.02)


def postgresql(run: Path, *, durable: bool = False) -> str:
    """The address of the run's PostgreSQL, of its maintenance database. Unless `durable`, a power cut may lose data."""

    def start(folder: Path) -> None:
        binaries, user = postgresql_binaries(), unprivileged()
        if user:
            shutil.chown(folder, user)
        identity = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        made = subprocess.run(
            [
                binaries / "initdb",
                "--pgdata",
                folder / "data",
                "--username=gezi",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **identity,  # type: ignore[call-overload]
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            **({} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
            "max_connections": "200",
            "shared_buffers": "128MB",
            "autovacuum": "on" if durable else "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        keeper = keep(run, folder, user, binaries / "postgres", "-D", folder / "data", *options)
        wait(lambda: psycopg.connect(address(folder)).close(), folder, keeper, psycopg.OperationalError)

    def address(folder: Path) -> str:
        return f"postgresql://gezi@/postgres?host={folder}"

    return address(started(run, "postgresql", start))


class OwnRedis:
    """A Redis of one test's own, which it may take away and bring back. Its data goes with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = folder / "redis.socket"

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    def client(self) -> Any:
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise MissingProgram("redis-server", "redis-server")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program, "--port", "0", "--unixsocket", self._socket, "--save", "", "--dir", self._folder],
                stdout=log,
                stderr=log,
            )

        def ping() -> None:
            with self.client() as connection:
                connection.ping()

        wait(ping, self._folder, self._process, redis.ConnectionError)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None


def redis_server(run: Path) -> str:
    """The address of the run's Redis, without a database number."""

    def start(folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise MissingProgram("redis-server", "redis-server")
        keeper = keep(
            run,
            folder,
            "",
            program,
            *("--port", "0", "--unixsocket", str(folder / "socket"), "--save", "", "--appendonly", "no"),
            *("--maxmemory-policy", "noeviction", "--dir", str(folder)),
        )
        wait(lambda: ping(folder), folder, keeper, redis.ConnectionError)

    def ping(folder: Path) -> None:
        with redis.Redis(unix_socket_path=str(folder / "socket")) as connection:
            connection.ping()

    return f"unix://{started(run, 'redis', start) / 'socket'}"

"""`gezi serve`: one process with threads over SQLite; over PostgreSQL as many workers as GEZI_WORKERS says."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from ..core.clock import SystemClock
from ..core.errors import refuse
from ..core.settings import Settings
from . import channel
from .messages import BAD_WORKERS, DATA_IN_USE, DEMO_PASSWORD_EXPOSED
from .performing import complain, language, say

THREADS = 24  #: eight for requests, and one for each live stream that there may be (`api.streams.MOST`)
MOST_WORKERS = 64
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3)


def workers_of(settings: Settings, environ: Mapping[str, str] = os.environ) -> int:
    """How many processes serve. Raises `Refusal` for a number that cannot be."""
    text = environ.get("GEZI_WORKERS") or "1"
    most = MOST_WORKERS if settings.on_postgresql else 1
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= most):
        raise refuse(BAD_WORKERS)
    return int(text)


def is_exposed(settings: Settings, host: str) -> bool:
    """Whether other machines reach this server, by its address or through a proxy, while a demo password is set."""
    outside = urlsplit(settings.base_url or "").hostname not in (None, *_LOOPBACK)
    return settings.demo_password is not None and (host not in _LOOPBACK or outside)


def serve(settings: Settings, host: str) -> None:
    """Serve until told to stop. Raises `Refusal` when the data is in use or the settings contradict each other."""
    workers = workers_of(settings)
    if is_exposed(settings, host):
        complain(DEMO_PASSWORD_EXPOSED.text(language()))
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("gezi").setLevel(logging.INFO)
    with ExitStack() as stack:
        if not settings.on_postgresql:
            if not stack.enter_context(channel.sole_use(settings.data)):
                raise refuse(DATA_IN_USE, data=settings.data)
            channel.withdraw(settings.data)  # a note left by a server that was killed
        _Gunicorn(settings, host, workers).run()


class _Worker(ThreadWorker):
    """A worker that, told to stop, ends its live streams first: each would keep a thread busy for as long as it is read."""

    def handle_exit(self, sig: Any, frame: Any) -> None:
        super().handle_exit(sig, frame)
        self.method_queue.defer(self._end_streams)

    def handle_quit(self, sig: Any, frame: Any) -> None:
        self._end_streams()
        super().handle_quit(sig, frame)

    def _end_streams(self) -> None:
        if isinstance(self.app, _Gunicorn):
            self.app.end_streams()


class _Gunicorn(BaseApplication):
    """Gunicorn without its command line. The application is made in the worker, after the fork: no database crosses it."""

    def __init__(self, settings: Settings, host: str, workers: int) -> None:
        self._settings = settings
        self._server = channel.Server.on_this_machine(settings.port)
        self._close: Callable[[], None] = lambda: None
        self._tidy: Callable[[], None] = lambda: None
        self.end_streams: Callable[[], None] = lambda: None
        self._options: dict[str, Any] = {
            "bind": self._addresses(host),
            "workers": workers,
            "worker_class": _Worker,
            "threads": THREADS,
            "keepalive": 75,
            "graceful_timeout": 20,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "proc_name": "gezi",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",
            "when_ready": self._ready,
            "post_worker_init": self._begun,
            "worker_exit": self._exit,
            "on_exit": self._gone,
        }
        self._shown = channel.address_of(settings.base_url, host, settings.port)
        super().__init__()

    def _addresses(self, host: str) -> list[str]:
        port = self._settings.port
        shown = f"[{host}]" if ":" in host else host
        everywhere = host in ("127.0.0.1", "0.0.0.0", "::", "localhost")
        return [f"{shown}:{port}"] if everywhere else [f"{shown}:{port}", f"127.0.0.1:{port}"]

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        _keep_heaps_few()
        from ..api.app import build  # noqa: PLC0415 - the master process never needs the application
        from ..api.resources.commands import commands  # noqa: PLC0415 - the same
        from ..api.services import Services  # noqa: PLC0415 - the same
        from ..core.sqlite import warn_of_old_library  # noqa: PLC0415 - the same
        from .commands import find  # noqa: PLC0415 - the same

        warning = None if self._settings.on_postgresql else warn_of_old_library()
        if warning is not None:
            complain(warning)
        services = Services.open(self._settings, SystemClock())
        self._close = services.close
        self._tidy = services.recover
        self.end_streams = services.streams.close
        return build(services, [commands(find, self._server.secret)])

    def _ready(self, _arbiter: object) -> None:
        if not self._settings.on_postgresql:
            channel.announce(self._settings.data, self._server)
        say(f"格子 Gezi  {self._shown}")

    def _begun(self, _worker: object) -> None:
        """Requests are answered from now on; what a former server left undone is seen to beside them. What has been loaded
        stays, so the garbage collection need not look through it again and again (a tenth of the time of a bulk write)."""
        gc.freeze()
        Thread(target=self._tidy, name="gezi-recovery", daemon=True).start()

    def _exit(self, _arbiter: object, _worker: object) -> None:
        self._close()

    def _gone(self, _arbiter: object) -> None:
        if not self._settings.on_postgresql:
            channel.withdraw(self._settings.data)


def _keep_heaps_few() -> None:
    """The C library gives nearly every thread a heap of its own, each with holes of its own; two serve 24 threads that mostly
    wait for the interpreter anyway (20 MiB less with 20,000 rows). Where it is not glibc, nothing is done."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)

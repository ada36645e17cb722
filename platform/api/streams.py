"""Streams of events (SSE): how many there may be, when they look for news, and when they end. One stream is one thread.

While a stream waits it holds no connection of any database. It ends when its session or token has ended, when nobody reads
it any more, and when the server stops.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..core.errors import Kind, Message, refuse
from ..tables.bell import Bell
from .answers import dump_json

MOST = 16  #: of one process; the server has as many threads more than it needs for requests
MOST_OF_ACCOUNT = 6  #: a browser opens no more connections to one host than these
HEARTBEAT = 15.0  #: seconds without news after which a sign of life is sent: an event, for a browser has to see it
LOOK = (
    2.0  #: seconds after which a waiting stream makes sure that it still may go on (a revoked right ends within five)
)
RETRY = 3_000  #: milliseconds after which a browser comes back

TOO_MANY_STREAMS = Message(
    "streams.too_many",
    zh="实时更新的连接已达上限，请关闭一些页面，或稍后再试",
    en="There are too many live connections; close some pages, or try again later",
    kind=Kind.TOO_MANY,
)


class Streams:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[object, Place] = {}
        self.closing = False

    def enter(self, account: int, bell: Bell) -> Place:
        """A place for one more stream. Refuses (429) when the process, or the account, has as many as it may."""
        with self._lock:
            own = sum(place.account == account for place in self._open.values())
            if self.closing or len(self._open) >= MOST or own >= MOST_OF_ACCOUNT:
                raise refuse(TOO_MANY_STREAMS, seconds=30)
            place = Place(self, account, bell)
            self._open[place.key] = place
            return place

    def leave(self, place: Place) -> None:
        with self._lock:
            self._open.pop(place.key, None)

    def close(self) -> None:
        """End every stream: the server is about to stop."""
        self.closing = True
        with self._lock:
            bells = {id(place.bell): place.bell for place in self._open.values()}
        for bell in bells.values():
            bell.wake()

    def __len__(self) -> int:
        return len(self._open)


class Place:
    """One stream's place; it may be left more than once."""

    def __init__(self, streams: Streams, account: int, bell: Bell) -> None:
        self.key = object()
        self.account = account
        self.bell = bell
        self._streams = streams

    @property
    def closing(self) -> bool:
        return self._streams.closing

    def leave(self) -> None:
        self._streams.leave(self)


@dataclass(frozen=True, slots=True)
class Look:
    """What a stream finds when it looks: the document to send, if there is one, and how far that reaches."""

    last: int
    document: dict[str, Any] | None = None
    event: str = "changes"


def events(
    place: Place, first: Look, look: Callable[[int], Look | None], every: float, environ: dict[str, Any]
) -> Iterator[bytes]:
    """The lines of a stream that has come as far as `first` says. `look` is asked what there is after a change set, when the
    bell rings and otherwise `every` so many seconds; it answers None when the stream must end."""
    try:
        last = first.last
        yield b"retry: %d\n%s" % (RETRY, _event(first))
        spoken = time.monotonic()
        while not place.closing:
            rung = place.bell.wait(last, every)
            if place.closing or _is_gone(environ):
                return
            found = look(last)
            if found is None:
                return
            if rung and found.last <= last:  # nothing of it is to be seen; do not ask again at once
                time.sleep(every)
            last = found.last
            if found.document is not None:
                yield _event(found)
                spoken = time.monotonic()
            elif time.monotonic() - spoken >= HEARTBEAT:
                yield b"id: %d\nevent: alive\ndata: {}\n\n" % last
                spoken = time.monotonic()
    finally:
        place.leave()


def _event(look: Look) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (look.last, look.event.encode(), dump_json(look.document))


def _is_gone(environ: dict[str, Any]) -> bool:
    """Whether the other side has hung up; known before the next sign of life where the server lends its socket."""
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return False
    with suppress(OSError, ValueError):
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    return True

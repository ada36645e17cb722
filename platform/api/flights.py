"""Requests with an Idempotency-Key that this process is working on, so that the second of two at once is told to wait."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

from ..core.errors import Kind, Message, refuse

IN_FLIGHT = Message(
    "idempotency.in_flight",
    zh="同一个 Idempotency-Key 的请求正在处理，请稍后再试",
    en="A request with this Idempotency-Key is being worked on; try again shortly",
    kind=Kind.CONFLICT,
)


class Flights:
    """The keys that this process is working on, and when each database's old keys were last forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[tuple[str, str, str]] = set()
        self.swept: dict[str, datetime] = {}

    @contextmanager
    def flight(self, place: tuple[str, str, str]) -> Generator[None]:
        """Refuses (409) while another request with the same key is under way."""
        with self._lock:
            if place in self._open:
                raise refuse(IN_FLIGHT)
            self._open.add(place)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(place)

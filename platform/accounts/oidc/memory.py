"""Something fetched from the provider, kept for an hour. A failure is kept for some seconds, so that nobody makes us knock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from ...core.errors import Refusal

KEPT = 3_600.0  #: seconds
FAILED = 5.0  #: seconds until another try after a failure
AGAIN = 60.0  #: seconds between two wishes to have it anew
T = TypeVar("T")


class Memory(Generic[T]):
    """Remembers what `fetch` gave, for all threads."""

    def __init__(self, fetch: Callable[[], T]) -> None:
        self._fetch = fetch
        self._kept: tuple[float, T] | None = None
        self._failure: tuple[float, Refusal] | None = None
        self._forgotten: float | None = None
        self._lock = threading.Lock()

    def get(self) -> T:
        """What is kept, or fetched now. Raises `Refusal`."""
        with self._lock:
            now = time.monotonic()
            if self._kept is not None and now - self._kept[0] < KEPT:
                return self._kept[1]
            if self._failure is not None and now - self._failure[0] < FAILED:
                raise self._failure[1]
            try:
                found = self._fetch()
            except Refusal as refusal:
                self._failure = (time.monotonic(), refusal)
                raise
            self._kept = (time.monotonic(), found)
            return found

    def forget(self) -> bool:
        """Fetch anew at the next need; false when that was wished for a moment ago."""
        with self._lock:
            now = time.monotonic()
            if self._forgotten is not None and now - self._forgotten < AGAIN:
                return False
            self._forgotten, self._kept = now, None
            return True

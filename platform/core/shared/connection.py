"""The way to Redis, and for how long it is not taken after it has led nowhere."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis

_REST = 2.0  #: seconds for which Redis is left alone after it has failed
_PATIENCE = 0.5  #: seconds that a request waits for an answer of Redis at most
T = TypeVar("T")
log = logging.getLogger("gezi.shared")


def connect(url: str, *, patience: float = 30) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_connect_timeout=min(2, patience), socket_timeout=patience, retry_on_timeout=False
    )


class Asking:
    """Questions that a request asks Redis: answered soon, or not at all."""

    def __init__(self, url: str) -> None:
        self.client = connect(url, patience=_PATIENCE)
        self._lock = threading.Lock()
        self._away_until = 0.0

    def ask(self, question: Callable[[], T]) -> T | None:
        """What `question` says; None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return question()
        except redis.RedisError as error:
            with self._lock:
                told = time.monotonic() < self._away_until
                self._away_until = time.monotonic() + _REST
            if not told:
                log.warning("Redis is away, counting without it: %s", error)
            return None

    def close(self) -> None:
        self.client.close()

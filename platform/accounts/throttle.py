"""Slows down guessing: failed sign-ins per (account, address) in a sliding window, kept in memory of bounded size.

Where there is Redis, all processes count together; without it, and while it is away, each counts for itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..core.clock import Clock
from ..core.errors import Refusal, refuse
from .messages import TOO_MANY_ATTEMPTS
from .names import account_key

if TYPE_CHECKING:
    from ..core.shared.counting import Counts

LIMIT = 10
WINDOW = timedelta(minutes=5)
CAPACITY = 10_000


class Throttle:
    """Counts an attempt when it begins, so that many at once cannot slip past; a success wipes the slate.

    Attempts that are turned away are not counted: the gate opens `window` after the first of the last `limit` failures.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        shared: Counts | None = None,
        limit: int = LIMIT,
        window: timedelta = WINDOW,
        capacity: int = CAPACITY,
    ) -> None:
        self._clock = clock
        self._shared = shared
        self._limit = limit
        self._window = window
        self._capacity = capacity
        self._attempts: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def enter(self, account: str, address: str) -> None:
        """Count an attempt; refuses (429) when there were too many failures lately."""
        key = self._key(account, address)
        if self._shared is not None:
            wait = self._shared.enter(self._name(key), self._limit, self._window.total_seconds())
            if wait is not None:
                if wait > 0:
                    raise self._closed(timedelta(seconds=wait))
                return
        with self._lock:
            now = self._clock.now()
            times = self._attempts.setdefault(key, deque())
            self._attempts.move_to_end(key)
            while times and now - times[0] >= self._window:
                times.popleft()
            if len(times) >= self._limit:
                raise self._closed(self._window - (now - times[0]))
            times.append(now)
            while len(self._attempts) > self._capacity:
                self._attempts.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """Forget the failures of somebody who has shown to know the password."""
        key = self._key(account, address)
        if self._shared is not None:
            self._shared.forget(self._name(key))
        with self._lock:
            self._attempts.pop(key, None)

    def __len__(self) -> int:
        """How many pairs are remembered."""
        return len(self._attempts)

    @staticmethod
    def _closed(left: timedelta) -> Refusal:
        minutes = max(1, -(-left // timedelta(minutes=1)))
        return refuse(TOO_MANY_ATTEMPTS, minutes=minutes, seconds=minutes * 60)

    @staticmethod
    def _name(key: tuple[str, str]) -> str:
        return f"sign-in:{key[1]}:{key[0]}"

    @staticmethod
    def _key(account: str, address: str) -> tuple[str, str]:
        return account_key(account) or "", address[:64]

"""How many requests a session, a token or an address may make: a bucket each that fills evenly and holds a minute's worth.

Who is counted is decided by us alone: by the credential that was found valid, and by the address that the request came from
(`origins.sender_of`). Where there is Redis, all processes take from the same buckets; without it, and while it is away, they
are this process's, so a caller of several processes may have as many times the limit.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.errors import Kind, Message, refuse

if TYPE_CHECKING:
    from ..core.shared.counting import Counts

CAPACITY = 20_000  #: buckets remembered; a bucket that is forgotten is a full one

TOO_OFTEN = Message(
    "request.too_often",
    zh="请求过于频繁，请在 {seconds} 秒后再试",
    en="Too many requests; try again in {seconds} seconds",
    kind=Kind.TOO_MANY,
)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rate:
    """One limit, in requests a minute; 0 is none."""

    def __init__(
        self,
        per_minute: int,
        *,
        shared: Counts | None = None,
        now: Callable[[], float] = time.monotonic,
        capacity: int = CAPACITY,
    ) -> None:
        self._most = per_minute
        self._shared = shared
        self._now = now
        self._capacity = capacity
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> None:
        """Count a request. Refuses (429, with the seconds to wait) when the bucket is empty; that one is not counted."""
        if not self._most:
            return
        wait = self._shared.take(who, self._most) if self._shared is not None else None
        if wait is None:
            wait = self._take(who)
        if wait > 0:
            raise refuse(TOO_OFTEN, seconds=max(1, math.ceil(wait)))

    def _take(self, who: str) -> float:
        """Of this process's own buckets; the seconds to wait, 0 for none."""
        with self._lock:
            now = self._now()
            bucket = self._buckets.get(who)
            if bucket is None:
                bucket = self._buckets[who] = _Bucket(self._most, now)
                if len(self._buckets) > self._capacity:
                    self._buckets.popitem(last=False)
            else:
                self._buckets.move_to_end(who)
                bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._most / 60)
                bucket.at = now
            if bucket.left < 1:
                return (1 - bucket.left) * 60 / self._most
            bucket.left -= 1
            return 0

    def __len__(self) -> int:
        return len(self._buckets)

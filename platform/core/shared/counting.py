"""Counts that all processes keep together: buckets of requests, and attempts within a span of time.

Each is one script, so that two processes never count the same place twice. The time is Redis's own. A count that nobody has
touched for its span is gone, which says the same as an empty one.
"""

from __future__ import annotations

from ..ids import digest, new_token
from .connection import Asking

_PREFIX = "gezi:count:"

_TAKE = """
local at = redis.call('TIME')
local now, most = at[1] * 1000 + math.floor(at[2] / 1000), tonumber(ARGV[1])
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = most
if known[1] then
  left = math.min(most, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * most / 60000)
end
local wait = 0
if left < 1 then wait = math.ceil((1 - left) * 60000 / most) else left = left - 1 end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', now)
redis.call('PEXPIRE', KEYS[1], 61000)
return wait
"""

_ENTER = """
local at = redis.call('TIME')
local now, most, span = at[1] * 1000 + math.floor(at[2] / 1000), tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - span)
if redis.call('ZCARD', KEYS[1]) >= most then
  return span - (now - tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]))
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], span)
return 0
"""


class Counts:
    """The counts of an installation. Every answer is None while Redis is away."""

    def __init__(self, url: str) -> None:
        self._asking = Asking(url)
        self._take = self._asking.client.register_script(_TAKE)
        self._enter = self._asking.client.register_script(_ENTER)

    def take(self, who: str, per_minute: int) -> float | None:
        """Take one from the bucket of `who`, which fills evenly; 0, or the seconds to wait for the next one."""
        return self._seconds(self._asking.ask(lambda: self._take(keys=[_key(who)], args=[per_minute])))

    def enter(self, who: str, most: int, seconds: float) -> float | None:
        """Note an attempt of `who`; 0, or the seconds to wait when there were `most` within the last `seconds`."""
        arguments = [most, int(seconds * 1000), new_token(8)]
        return self._seconds(self._asking.ask(lambda: self._enter(keys=[_key(who)], args=arguments)))

    def forget(self, who: str) -> None:
        """Wipe the slate of `who`."""
        self._asking.ask(lambda: self._asking.client.delete(_key(who)))

    def close(self) -> None:
        self._asking.close()

    @staticmethod
    def _seconds(milliseconds: object) -> float | None:
        return int(milliseconds) / 1000 if isinstance(milliseconds, int) else None


def _key(who: str) -> str:
    """Names and addresses of people are not written into Redis."""
    return _PREFIX + digest(who)

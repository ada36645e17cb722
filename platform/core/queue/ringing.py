"""The bell in Redis: a job that names a workspace. It carries nothing; lost or doubled, it changes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator

import redis
import rq

from ..shared.connection import connect

NAME = "gezi"  #: of RQ's queue
SECONDS = 600  #: after which a turn is ended; the next one goes on where it stopped
_RUNG = "gezi:rung:"
_HEARD_WITHIN = 10  #: seconds for which a bell that nobody has answered silences others
_LISTENED = "gezi:listened:"
_LISTENING = (
    2  #: seconds for which who has done all there was listens for another bell: a new process costs ten times as much
)
_LONGEST = 20  #: seconds after which a process ends all the same
_LOST = 3  #: seconds after which a listener that was killed is known to be gone
_OFTEN = 0.02  #: seconds between two looks of a listener
_RING = """
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('SET', KEYS[1], 1, 'EX', ARGV[2])
  return 0
end
return redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[1]) and 1 or 0
"""


class RedisBell:
    """Asks RQ's workers to see to a workspace."""

    def __init__(self, url: str, function: str) -> None:
        """`function` is the dotted name of what a worker calls with the workspace's key."""
        self._redis = connect(url)
        self._queue = rq.Queue(NAME, connection=self._redis)
        self._function = function

    def ring(self, place: str) -> None:
        """At most one bell per workspace waits, and none where somebody listens. Raises `redis.RedisError` when Redis is not
        there."""
        if self._redis.eval(_RING, 2, _RUNG + place, _LISTENED + place, _HEARD_WITHIN, _LOST):
            self._queue.enqueue(self._function, place, job_timeout=SECONDS, result_ttl=0, failure_ttl=3600)

    def heard(self, place: str) -> None:
        """From now on another bell may ring; said before looking, so that nothing falls in between."""
        self._redis.delete(_RUNG + place)

    def turns(self, place: str) -> Iterator[None]:
        """One turn for the bell that was answered, and one for each that rings while this process works or listens. Nothing is
        lost where it is killed: its key runs out, and the outbox is looked at without any bell. A turn that takes longer than
        its key (it waits for somebody outside) lets a bell through to the next worker, which does what else there is."""
        began = last = time.monotonic()
        self._listen(place)
        self.heard(place)
        yield
        try:
            while time.monotonic() < min(last + _LISTENING, began + _LONGEST) and self._queue.is_empty():
                self._listen(place)
                if self._redis.delete(_RUNG + place):
                    yield
                    last = time.monotonic()
                else:
                    time.sleep(_OFTEN)
            self._redis.delete(_LISTENED + place)
            if self._redis.delete(_RUNG + place):
                yield
        except redis.RedisError:  # away: workers look by themselves
            return

    def _listen(self, place: str) -> None:
        self._redis.set(_LISTENED + place, 1, ex=_LOST)

    def close(self) -> None:
        self._redis.close()

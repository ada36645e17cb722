"""The bell in Redis: a job that names a workspace. It carries nothing; lost or doubled, it changes nothing."""

from __future__ import annotations

import rq

from ..shared.connection import connect

NAME = "gezi"  #: of RQ's queue
SECONDS = 600  #: after which a turn is ended; the next one goes on where it stopped
_RUNG = "gezi:rung:"
_HEARD_WITHIN = 10  #: seconds for which a bell that nobody has answered silences others


class RedisBell:
    """Asks RQ's workers to see to a workspace."""

    def __init__(self, url: str, function: str) -> None:
        """`function` is the dotted name of what a worker calls with the workspace's key."""
        self._redis = connect(url)
        self._queue = rq.Queue(NAME, connection=self._redis)
        self._function = function

    def ring(self, place: str) -> None:
        """At most one bell per workspace waits. Raises `redis.RedisError` when Redis is not there."""
        if self._redis.set(_RUNG + place, 1, nx=True, ex=_HEARD_WITHIN):
            self._queue.enqueue(self._function, place, job_timeout=SECONDS, result_ttl=0, failure_ttl=3600)

    def heard(self, place: str) -> None:
        """From now on another bell may ring; said before looking, so that nothing falls in between."""
        self._redis.delete(_RUNG + place)

    def close(self) -> None:
        self._redis.close()

"""The loop of a worker process: RQ's own while Redis answers, and the outboxes themselves when it does not."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from typing import Any

import redis
import rq

from ..shared.connection import connect
from .ringing import NAME

IDLE = 2  #: seconds without a bell after which the worker looks around by itself
log = logging.getLogger("gezi.worker")


class _Worker(rq.Worker):
    """RQ's worker, which tells that it was asked to stop."""

    told: Callable[[], None]

    def handle_warm_shutdown_request(self) -> None:
        self.told()
        super().handle_warm_shutdown_request()


def work(url: str, look: Callable[[], object]) -> None:
    """Answer bells until told to stop (SIGTERM, SIGINT). `look()` sees to every workspace; it is called between bells, and
    does all the work while Redis is away."""
    stop: list[bool] = []

    def told(*_signal: Any) -> None:
        stop.append(True)

    while not stop:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, told)
        try:
            look()
        except Exception:
            log.exception("the workspaces could not be looked after")
        if stop:
            break
        if not _answer(url, told):
            time.sleep(1)


def _answer(url: str, told: Callable[[], None]) -> bool:
    """Answer bells until there are none for a while. Returns False when Redis is not there."""
    connection = connect(url)
    try:
        worker = _Worker([rq.Queue(NAME, connection=connection)], connection=connection)
        worker.told = told
        worker.work(max_idle_time=IDLE, logging_level="WARNING")
    except redis.RedisError as error:
        log.warning("Redis is away, working without it: %s", error)
        return False
    finally:
        connection.close()
    return True

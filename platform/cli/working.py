"""`gezi worker`: does the work that other processes' outboxes hold (PostgreSQL and Redis); any number of them may run."""

from __future__ import annotations

import logging

from ..core.errors import refuse
from ..core.settings import Settings
from .messages import WORKER_NEEDS_REDIS
from .performing import say


def run(settings: Settings) -> None:
    """Work until told to stop. Raises `Refusal` without GEZI_REDIS_URL: then the server does the work itself."""
    if settings.redis_url is None:
        raise refuse(WORKER_NEEDS_REDIS)
    from ..api.background import Background  # noqa: PLC0415 - databases are loaded only when they are opened here
    from ..core.clock import SystemClock  # noqa: PLC0415 - the same
    from ..core.queue.working import work  # noqa: PLC0415 - RQ is loaded only by workers
    from ..tables.workspaces import Workspaces  # noqa: PLC0415 - the same

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    workspaces = Workspaces(settings, SystemClock())
    say("gezi worker")
    try:
        work(settings.redis_url, Background.of(workspaces).run)
    finally:
        workspaces.close()


def drain(place: str) -> None:
    """What a bell of RQ makes a work-horse do: a forked child, which opens databases of its own."""
    from ..api.background import Background  # noqa: PLC0415 - databases are loaded only when they are opened here
    from ..core.clock import SystemClock  # noqa: PLC0415 - the same
    from ..core.queue.ringing import RedisBell  # noqa: PLC0415 - RQ is loaded only by workers
    from ..tables.workspaces import Workspaces  # noqa: PLC0415 - the same

    settings = Settings.from_environment()
    assert settings.redis_url is not None
    bell = RedisBell(settings.redis_url, "")
    workspaces = Workspaces(settings, SystemClock())
    try:
        background = Background.of(workspaces)
        for _turn in bell.turns(place):
            background.look_after(place)
    finally:
        workspaces.close()
        bell.close()

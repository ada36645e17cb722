"""What the server does beside requests: it tells followers of events, and does the work that they have planned.

One pass looks at every workspace; the thread of `core.queue` makes passes until the server stops, and a test makes one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..automations.dispatch import Dispatcher, Follower
from ..core.queue import Drain
from ..tables.workspaces import Workspace, Workspaces

log = logging.getLogger("gezi.background")


class Work(Protocol):
    """Something planned that is done in the background, outside any transaction of the plan."""

    def work(self, workspace: Workspace, now: datetime) -> bool:
        """Do what is due; whether there is more."""
        ...


class Background:
    """The background work of one process. `followers` plan, `works` do."""

    def __init__(self, workspaces: Workspaces, followers: Sequence[Follower] = (), works: Sequence[Work] = ()) -> None:
        self._workspaces = workspaces
        self._dispatcher = Dispatcher(followers)
        self._works = works
        self._drain = Drain(self.run)

    def start(self) -> None:
        self._drain.start()

    def close(self) -> None:
        self._drain.close()

    def run(self) -> bool:
        """One pass over all workspaces; whether there is more to be done at once."""
        more = False
        for key in self._workspaces.keys():  # noqa: SIM118 - no mapping
            if self._drain.stopping:
                return False
            try:
                more |= self._look_after(self._workspaces.open(key))
            except Exception:
                log.exception("background work in workspace %s failed", key)
        return more

    def _look_after(self, workspace: Workspace) -> bool:
        now = self._workspaces.clock.now()
        more = self._dispatcher.dispatch(workspace, now) > 0
        for one in self._works:
            more |= one.work(workspace, now)
        return more

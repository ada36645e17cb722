"""What is done beside requests: consumers and followers are told of events, and what has been planned is done.

One pass looks after one workspace. A server's thread makes passes, or, where there is Redis, rings for `gezi worker`
processes, which make them; a test makes one with `run`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from ..automations.dispatch import Follower, Following
from ..automations.flows.calling import SignedCaller
from ..automations.flows.posting import Mailer
from ..automations.flows.running import Planner, Runner
from ..automations.flows.sweeping import Sweeper
from ..automations.webhooks.delivering import HookPlanner, HookSender
from ..core.clock import Clock
from ..core.mailing import Sender
from ..core.queue import Attendant, Consumer, Queue
from ..core.settings import Settings
from ..tables import attachments
from ..tables.workspaces import Workspace, Workspaces

if TYPE_CHECKING:
    from ..core.queue.ringing import RedisBell

log = logging.getLogger("gezi.background")

TIDY_EVERY = timedelta(hours=1)
SWEEP_EVERY = timedelta(days=1)  #: what uploads left that came to nothing
WORK = "gezi.cli.working.drain"  #: what RQ's workers call with a workspace's key


class Work(Protocol):
    """Something planned that is done in the background, outside any transaction of the plan."""

    def work(self, workspace: Workspace, now: datetime) -> bool:
        """Do what is due; whether there is more."""
        ...


class Background:
    """The background work of one process: consumers and followers take events from the outbox, `works` have plans."""

    def __init__(
        self,
        workspaces: Workspaces,
        followers: Sequence[Follower] = (),
        works: Sequence[Work] = (),
        consumers: Sequence[Consumer] = (),
        clock: Clock | None = None,
    ) -> None:
        self._workspaces = workspaces
        self._clock = clock or workspaces.clock
        self._works = works
        everybody = (*consumers, *(Following(workspaces, follower) for follower in followers))
        self.queue = Queue(everybody, lambda place: workspaces.open(place).database, workspaces.keys, self._clock)
        self._tidied: dict[str, datetime] = {}
        self._swept: dict[str, datetime] = {}
        self._attendant: Attendant | None = None
        self._bell: RedisBell | None = None

    @classmethod
    def of(cls, workspaces: Workspaces, clock: Clock | None = None) -> Background:
        """Everything that an installation does beside requests; with a `clock`, as at its time."""
        now = clock or workspaces.clock
        caller = SignedCaller(workspaces.settings, now)
        mailer = Mailer(workspaces, now, Sender.of(workspaces.settings))
        flows: tuple[Consumer, ...] = (Planner(workspaces, now), Runner(workspaces, now, caller), mailer)
        hooks: tuple[Consumer, ...] = (HookPlanner(workspaces, now), HookSender(workspaces, now, caller))
        consumers = (*flows, *hooks)
        return cls(workspaces, works=[Sweeper(now)], consumers=consumers, clock=now)

    def start(self) -> None:
        """From now on a thread makes passes, or rings for those who do; a second call does nothing."""
        if self._attendant is None:
            self._attendant = self._engaged(self._workspaces.settings)
            self._workspaces.wake = self._attendant.ring
            self._attendant.start()

    def close(self) -> None:
        """Stop after what is being done now."""
        if self._attendant is not None:
            self._attendant.close()
        if self._bell is not None:
            self._bell.close()

    def run(self) -> None:
        """Look after all workspaces until nothing is left to do."""
        for place in self._workspaces.keys():  # noqa: SIM118 - no mapping
            try:
                self.look_after(place)
            except Exception:
                log.exception("background work in workspace %s failed", place)

    def look_after(self, place: str) -> None:
        """Do what is due in a workspace, and now and then forget what is old."""
        workspace = self._workspaces.open(place)
        more = True
        while more and not self._stopping:
            more = self.queue.step(place) > 0
            for one in self._works:
                more |= one.work(workspace, self._clock.now())
        now = self._clock.now()
        last = self._tidied.get(place)
        if last is None or now - last > TIDY_EVERY:
            self._tidied[place] = now
            self.queue.prune(place)
        last = self._swept.get(place)
        if last is None or now - last > SWEEP_EVERY:
            self._swept[place] = now
            attachments.sweep(workspace, now)

    @property
    def _stopping(self) -> bool:
        return self._attendant is not None and self._attendant.closed

    def _engaged(self, settings: Settings) -> Attendant:
        if settings.redis_url is None:
            return Attendant(self.look_after, self._workspaces.keys)
        from ..core.queue.ringing import RedisBell  # noqa: PLC0415 - Redis is loaded only where it is used

        bell = self._bell = RedisBell(settings.redis_url, WORK)
        return Attendant(bell.ring, self._workspaces.keys, look=self._ringing(bell.ring))

    def _ringing(self, ring: Callable[[str], None]) -> Callable[[str], None]:
        """Ring where something waits, though no bell was heard of."""

        def look(place: str) -> None:
            if self.queue.pending(place):
                ring(place)

        return look

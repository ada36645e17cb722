"""The composition root: what a server and a command both need, opened once. Knows nothing of Flask."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime

from ..accounts.oidc import Provider
from ..accounts.throttle import Throttle
from ..core.clock import Clock
from ..core.database import Database
from ..core.outgoing import Outgoing, allowed
from ..core.settings import Settings
from ..exchange.jobs import Jobs
from ..tables.workspaces import Workspaces
from .background import Background
from .flights import Flights
from .identities import Identities
from .streams import Streams

log = logging.getLogger("gezi.api")


@dataclass(frozen=True)
class Services:
    """An open installation."""

    settings: Settings
    clock: Clock
    workspaces: Workspaces
    throttle: Throttle
    jobs: Jobs
    background: Background
    provider: Provider | None = None  #: of sign-ins (OIDC), where the operator set one up
    identities: Identities = field(default_factory=Identities)
    streams: Streams = field(default_factory=Streams)
    flights: Flights = field(default_factory=Flights)
    viewed: dict[tuple[str, int | None, str], datetime] = field(
        default_factory=dict[tuple[str, int | None, str], datetime]
    )  #: when an administrator's look through somebody's eyes was last noted, by workspace, member and view

    @classmethod
    def open(cls, settings: Settings, clock: Clock) -> Services:
        """Open the control database, bringing it to the present schema. Workspaces open when first asked for."""
        return cls.over(Workspaces(settings, clock))

    @classmethod
    def over(cls, workspaces: Workspaces) -> Services:
        """The services of an installation whose databases are open already."""
        clock, settings = workspaces.clock, workspaces.settings
        provider = None
        if settings.oidc is not None:
            provider = Provider(settings.oidc, Outgoing(allowed(settings.outgoing_allow)), clock)
        background = Background.of(workspaces)
        return cls(settings, clock, workspaces, Throttle(clock), Jobs(workspaces), background, provider)

    @property
    def control(self) -> Database:
        return self.workspaces.control

    def recover(self) -> None:
        """At the start of a server: open every workspace, mark the jobs that nobody does any more, begin background work."""
        for key in self.workspaces.keys():  # noqa: SIM118 - no mapping
            try:
                self.jobs.recover(self.workspaces.open(key))
            except Exception:
                log.exception("workspace %s could not be opened", key)
        self.background.start()

    def close(self) -> None:
        self.streams.close()
        self.background.close()
        self.jobs.close()
        self.workspaces.close()

"""The composition root: what a server and a command both need, opened once. Knows nothing of Flask."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ..accounts.throttle import Throttle
from ..automations.flows import incoming
from ..core.clock import Clock
from ..core.database import Database
from ..core.outgoing import Outgoing, allowed
from ..core.settings import Settings
from ..exchange.jobs import Jobs
from ..tables.neighbours import EVERYWHERE
from ..tables.workspaces import Workspace, Workspaces
from .background import Background
from .flights import Flights
from .identities import Identities
from .rates import Rate
from .streams import Streams

if TYPE_CHECKING:
    from ..accounts.oidc.provider import Provider
    from ..core.shared.counting import Counts

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
    counts: Counts | None = None  #: that all processes keep together, where there is Redis
    identities: Identities = field(default_factory=Identities)
    streams: Streams = field(default_factory=Streams)
    flights: Flights = field(default_factory=Flights)
    incoming: Rate = field(
        default_factory=lambda: Rate(incoming.PER_MINUTE)
    )  #: of requests to one automation's address
    viewed: dict[tuple[str, int | None, str], datetime] = field(
        default_factory=dict[tuple[str, int | None, str], datetime]
    )  #: when an administrator's look through somebody's eyes was last noted, by workspace, member and view
    denied: dict[tuple[str, str, str], datetime] = field(
        default_factory=dict[tuple[str, str, str], datetime]
    )  #: when a refused permission was last noted, by credential, workspace and route
    printed: dict[tuple[str, str, str], datetime] = field(
        default_factory=dict[tuple[str, str, str], datetime]
    )  #: when a page to print was last noted, by credential, workspace and name

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
            from ..accounts.oidc.provider import Provider  # noqa: PLC0415 - only installations that use it pay for it

            provider = Provider(settings.oidc, Outgoing(allowed(settings.outgoing_allow)), clock)
        background = Background.of(workspaces)
        counts = _counts(settings)
        identities = Identities(lambda: workspaces.neighbours.tell(EVERYWHERE, structure=True))
        return cls(
            settings,
            clock,
            workspaces,
            Throttle(clock, shared=counts),
            Jobs(workspaces),
            background,
            provider,
            counts=counts,
            identities=identities,
        )

    @property
    def control(self) -> Database:
        return self.workspaces.control

    def recover(self) -> None:
        """At the start of a server: open every workspace, begin background work, hear what other servers of the installation
        tell, and mark the jobs that nobody does any more, for which the writers of a workspace may have to be waited for."""
        opened: list[Workspace] = []
        for key in self.workspaces.keys():  # noqa: SIM118 - no mapping
            try:
                opened.append(self.workspaces.open(key))
            except Exception:
                log.exception("workspace %s could not be opened", key)
        self.background.start()
        self.workspaces.listen(self.identities.forgotten)
        for workspace in opened:
            try:
                self.jobs.recover(workspace)
            except Exception:
                log.exception("the jobs of workspace %s could not be looked through", workspace.key)

    def close(self) -> None:
        self.streams.close()
        self.background.close()
        self.jobs.close()
        self.workspaces.close()
        if self.counts is not None:
            self.counts.close()


def _counts(settings: Settings) -> Counts | None:
    if settings.redis_url is None:
        return None
    from ..core.shared.counting import Counts  # noqa: PLC0415 - Redis is loaded only where it is used

    return Counts(settings.redis_url)

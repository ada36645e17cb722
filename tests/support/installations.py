"""The CRM with its demo company, as people find it after `make run`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask

from gezi.api.app import build
from gezi.api.services import Services
from gezi.cli.commands import find
from gezi.core.clock import Clock
from gezi.core.settings import Settings

from .visitors import PASSWORD, Browser


@dataclass
class Crm:
    """The CRM with its demo data in the workspace `crm`, as `make run` installs it; a test may do with it what it likes."""

    services: Services
    visitors: dict[str, Browser] = field(default_factory=dict)

    @cached_property
    def app(self) -> Flask:
        return build(self.services)

    def visitor(self, account: str) -> Browser:
        """A browser in which a demo account (`admin boss manager sales1 …`) is signed in."""
        if account not in self.visitors:
            browser = Browser(self.app)
            assert browser.sign_in(account).status_code == 200, account
            self.visitors[account] = browser
        return self.visitors[account]


def lay_out(settings: Settings, clock: Clock) -> None:
    """Install the CRM with its demo data and accounts."""
    services = Services.open(settings, clock)
    install = find("install")
    assert install is not None
    order = {"template": "crm", "workspace": "crm", "demo": True, "demo_accounts": True, "password": PASSWORD}
    list(install(services, order))
    services.close()

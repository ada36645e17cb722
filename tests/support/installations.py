"""Installations built once in a run and copied for every test: a folder on SQLite, a template database on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flask import Flask

from gezi.api.app import build
from gezi.api.services import Services
from gezi.cli.commands import find
from gezi.core.clock import Clock
from gezi.core.settings import Settings

from .databases import Cluster
from .servers import started
from .visitors import PASSWORD, Browser

MASTER = "crm_master"  # the template database on PostgreSQL


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


def built(run: Path, clock: Clock, cluster: Cluster | None) -> Path:
    """The folder of the master, made by whoever comes first."""

    def make(folder: Path) -> None:
        url = cluster.url(cluster.create(name=MASTER)) if cluster else None
        services = Services.open(Settings(data=folder / "data", database_url=url), clock)
        install = find("install")
        assert install is not None
        order = {"template": "crm", "workspace": "crm", "demo": True, "demo_accounts": True, "password": PASSWORD}
        list(install(services, order))
        services.close()

    return started(run, "crm-postgresql" if cluster else "crm-sqlite", make) / "data"


@contextmanager
def copied(master: Path, target: Path, cluster: Cluster | None) -> Iterator[Settings]:
    """A copy of its own for one test."""
    if master.exists():
        shutil.copytree(master, target)
    if cluster is None:
        yield Settings(data=target)
        return
    with cluster.database(template=MASTER) as url:
        yield Settings(data=target, database_url=url)

"""The demo company and an empty market, for the acceptance examples of docs/reference/semantics.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from support.databases import Cluster
from support.flows import Flows
from support.installations import Crm, lay_out
from support.market import pair
from support.market.pair import House
from support.masters import laid_out
from support.people import People


@pytest.fixture
def people(crm: Crm) -> People:
    return People(crm)


@pytest.fixture
def house(database_kind: str, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Customers, orders and lines without rows."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    with pair.opened(pair.masters(run_folder, cluster)[-1:], tmp_path) as opened:
        yield opened.houses[0]


@pytest.fixture(scope="module")
def office(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flows]:
    """One workspace with the demo company for all tests of a file, on SQLite: what is the databases' matter is asked of both
    elsewhere. Its clock only goes on; whoever changes rights or rules of it puts them back."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    master = laid_out(run_folder, "crm", None, lambda settings, _: lay_out(settings, clock))
    with master.copied(tmp_path_factory.mktemp("office") / "data") as settings:
        services = Services.open(settings, clock)
        yield Flows(People(Crm(services)), clock)
        services.close()

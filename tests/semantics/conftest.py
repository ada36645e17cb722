"""The demo company and an empty market, for the acceptance examples of docs/reference/semantics.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.databases import Cluster
from support.installations import Crm
from support.market import pair
from support.market.pair import House
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

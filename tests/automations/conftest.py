"""The people of the demo company; `office` is one workspace for all tests of a file, `crm` one for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gezi.api.services import Services
from gezi.core.clock import FixedClock
from support.flows import Flows
from support.installations import Crm, lay_out
from support.masters import laid_out
from support.people import People


@pytest.fixture
def people(crm: Crm) -> People:
    return People(crm)


@pytest.fixture(scope="module")
def office_of_the_file(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flows]:
    """On SQLite alone: what is the databases' matter is asked of both elsewhere (`crm`)."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    target = tmp_path_factory.mktemp("office") / "data"
    master = laid_out(run_folder, "crm", None, lambda settings, _: lay_out(settings, clock))
    with master.copied(target) as settings:
        services = Services.open(settings, clock)
        yield Flows(People(Crm(services)), clock)
        services.close()


@pytest.fixture
def office(office_of_the_file: Flows) -> Iterator[Flows]:
    """A workspace that the tests of a file share: its clock only goes on, and automations go with their test."""
    with office_of_the_file.cleared() as flows:
        yield flows

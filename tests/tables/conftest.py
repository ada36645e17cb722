"""A shop for each test, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from gezi.tables.workspaces import Workspaces
from support.desk import Desk
from support.shop import Shop


@pytest.fixture
def shop(workspaces: Workspaces) -> Shop:
    return Shop(workspaces)


@pytest.fixture
def desk(workspaces: Workspaces, tmp_path: Path) -> Desk:
    return Desk(workspaces, tmp_path)

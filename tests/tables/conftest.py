"""A shop for each test, on each database."""

from __future__ import annotations

import pytest

from gezi.tables.workspaces import Workspaces
from support.shop import Shop


@pytest.fixture
def shop(workspaces: Workspaces) -> Shop:
    return Shop(workspaces)

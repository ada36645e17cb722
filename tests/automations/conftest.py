"""The people of the demo company."""

from __future__ import annotations

import pytest

from support.installations import Crm
from support.people import People


@pytest.fixture
def people(crm: Crm) -> People:
    return People(crm)

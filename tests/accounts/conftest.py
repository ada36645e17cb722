"""A control database on each engine, people in it, and a hasher that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from gezi.accounts import passwords, people
from gezi.accounts.people import Account
from gezi.core.clock import FixedClock
from gezi.core.database import Database, postgresql_engine
from gezi.core.settings import Settings

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def cheap_hasher(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    return hasher


@pytest.fixture
def control(settings: Settings) -> Iterator[Database]:
    engine = postgresql_engine(settings.database_url, size=4) if settings.database_url else None
    made = (
        Database.on_postgresql(engine, "gezi_control") if engine else Database.on_sqlite(settings.data / "control.db")
    )
    yield made
    made.close()
    if engine is not None:
        engine.dispose()


@pytest.fixture
def ada(control: Database, clock: FixedClock) -> Account:
    """An account whose password is `PASSWORD`."""
    with control.write() as connection:
        return people.create(connection, "ada", "爱达", PASSWORD, now=clock.now())

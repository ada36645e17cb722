"""What tests of the rooms below the API begin with. Each layout is made once in a run; every test has a copy of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path

from gezi.core import migrations
from gezi.core.clock import Clock
from gezi.core.database import Database, postgresql_engine
from gezi.core.settings import Settings

from .tree import ROOT

Layout = Callable[[Settings, Clock], None]


def bare(settings: Settings, _clock: Clock) -> None:
    """A workspace's database with the system tables, and no installation around it."""
    engine = postgresql_engine(settings.database_url, size=4) if settings.database_url else None
    made = Database.on_postgresql(engine, "ws_test") if engine else Database.on_sqlite(settings.data / "test.db")
    migrations.upgrade(made, "workspace")
    made.close()
    if engine is not None:
        engine.dispose()


def empty(settings: Settings, clock: Clock) -> None:
    """An installation without workspaces and people."""
    from gezi.tables.workspaces import Workspaces

    Workspaces(settings, clock).close()


def small(settings: Settings, clock: Clock) -> None:
    """The workspace `small`, without rows: customers, orders and order_lines of bench/template.json."""
    from gezi.core.context import SYSTEM, Source
    from gezi.exchange.template import installer
    from gezi.tables.workspaces import Workspaces

    workspaces = Workspaces(settings, clock)
    made = workspaces.create("small", "Small")
    document = json.loads((ROOT / "bench" / "template.json").read_text(encoding="utf-8"))
    with made.write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        installer.install(tx, document)
    workspaces.close()


def shop(settings: Settings, clock: Clock) -> None:
    """The workspace `shop` of support/shop.py."""
    from gezi.tables.workspaces import Workspaces

    from .shop import Shop

    workspaces = Workspaces(settings, clock)
    Shop(workspaces)
    workspaces.close()


def desk(settings: Settings, clock: Clock) -> None:
    """The workspace `shop` of support/desk.py."""
    from gezi.tables.workspaces import Workspaces

    from .desk import Desk

    workspaces = Workspaces(settings, clock)
    Desk(workspaces, Path())
    workspaces.close()


def stall(settings: Settings, clock: Clock) -> None:
    """The workspace `stall` of support/stall.py."""
    from gezi.tables.workspaces import Workspaces

    from .stall import install

    workspaces = Workspaces(settings, clock)
    install(workspaces)
    workspaces.close()


#: the fixture that stands in a layout; the first that a test names decides
_BY_FIXTURE: tuple[tuple[str, Layout], ...] = (
    ("shop", shop),
    ("desk", desk),
    ("stall", stall),
    ("workspace", small),
    ("database", bare),
)


def needed(fixtures: Collection[str]) -> Layout:
    """The layout for a test with these fixtures."""
    return next((layout for name, layout in _BY_FIXTURE if name in fixtures), empty)

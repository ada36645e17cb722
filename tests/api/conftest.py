"""An installation with three accounts and two workspaces, served to a test client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gezi.accounts import people
from gezi.api.admission import admit
from gezi.api.app import build
from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from gezi.tables import schema
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.workspaces import Workspaces
from support.databases import Cluster
from support.masters import laid_out
from support.visitors import PASSWORD, Browser, program

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


FIELDS = (
    ("cities", FieldDraft("name", "text", label("名称", "Name"), required=True, unique=True)),
    ("trips", FieldDraft("title", "text", label("标题", "Title"), required=True)),
    ("trips", FieldDraft("price", "money", label("价格", "Price"))),
    ("trips", FieldDraft("weight", "number", label("重量", "Weight"), options={"scale": 2})),
    ("trips", FieldDraft("on", "date", label("日期", "Day"))),
    ("trips", FieldDraft("city", "relation", label("城市", "City"), options={"table": "cities"})),
    ("trips", FieldDraft("papers", "attachment", label("文件", "Papers"))),
    (
        "trips",
        FieldDraft(
            "kind",
            "option",
            label("类别", "Kind"),
            choices=(
                {"key": "rail", "label": label("铁路", "Rail")},
                {"key": "air", "label": label("航空", "Air")},
            ),
        ),
    ),
)


def furnish(settings: Settings) -> None:
    """Workspace `travel` (administrator `ann`, newcomer `ned`) and `other` (administrators `ann` and `eve`)."""
    clock = FixedClock(NOW)
    workspaces = Workspaces(settings, clock)
    services = Services.over(workspaces)
    with services.control.write() as control:
        made = {
            name: people.create(control, name, name.title(), PASSWORD, now=clock.now())
            for name in ("ann", "ned", "eve")
        }
    for key in ("travel", "other"):
        workspaces.create(key, key.title())
        admit(services, key, made["ann"], administrator=True)
    admit(services, "travel", made["ned"])
    admit(services, "other", made["eve"], administrator=True)
    with workspaces.open("travel").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        schema.create_tables(
            tx, [TableDraft("cities", label("城市", "Cities")), TableDraft("trips", label("行程", "Trips"))]
        )
        schema.create_fields(tx, FIELDS)
        schema.set_primary(tx, {"cities": "name", "trips": "title"})
    services.close()


@pytest.fixture
def settings(
    database_kind: str, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    master = laid_out(run_folder, "travel", cluster, lambda settings, _: furnish(settings))
    with master.copied(tmp_path / "data") as settings:
        yield settings


@pytest.fixture
def services(workspaces: Workspaces) -> Iterator[Services]:
    opened = Services.over(workspaces)
    yield opened
    opened.jobs.close()


@pytest.fixture
def app(services: Services) -> Flask:
    return build(services)


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """`browser("ann")` is signed in, `browser()` is a stranger."""

    def visit(account: str | None = None) -> Browser:
        made = Browser(app)
        if account is not None:
            assert made.sign_in(account).status_code == 200
        return made

    return visit


@pytest.fixture
def ann(browser: Callable[..., Browser]) -> Browser:
    """The administrator of `travel`, signed in."""
    return browser("ann")


@pytest.fixture
def token(app: Flask, ann: Browser) -> Iterator[str]:
    """A token of `ann` for `travel`."""
    made: Any = ann.post("/me/tokens", {"name": "script", "workspace": "travel"}).json
    return made["token"]


@pytest.fixture
def script(app: Flask, token: str):
    return program(app, token)

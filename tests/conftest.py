"""Fixtures for every test. Tests that name `database` or `settings` run once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as laws
from werkzeug.routing import Rule

from gezi.accounts import passwords
from gezi.core.clock import FixedClock
from gezi.core.database import Database, postgresql_engine
from gezi.core.settings import Settings
from support import layouts, servers
from support.databases import Cluster
from support.hashing import CHEAP
from support.masters import laid_out
from support.patience import MINUTES

if (
    TYPE_CHECKING
):  # the higher rooms are imported by the fixtures that need them, so a room is tested without those above it
    from gezi.tables.workspaces import Workspace, Workspaces
    from support.installations import Crm

RUN = "GEZI_TEST_RUN"  # the folder of this test run, handed down to xdist's workers
NEEDS_SERVICES = {"cluster", "redis_url"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--databases", default="sqlite,postgresql", help="which databases to test on: sqlite, postgresql, or both"
    )
    parser.addoption(
        "--laws",
        default="fixed",
        choices=("fixed", "random"),
        help="examples of laws: the same in every run, or other ones each time (make proof)",
    )
    parser.addoption(
        "--minutes", default=MINUTES, type=float, help="how long each of the long laws is tried (make proof)"
    )


def roomy_memory() -> str | None:
    """Where files cost no disk, if there is plenty of it: thousands of databases are made and removed in a run."""
    folder, needed = "/dev/shm", 4 * 2**30
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        return None
    (available,) = re.findall(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return folder if min(shutil.disk_usage(folder).free, 1024 * int(available)) > needed else None


def pytest_configure(config: pytest.Config) -> None:
    _try_laws(random=config.getoption("--laws") == "random")
    for name in [name for name in os.environ if name.startswith("GEZI_") and name != RUN]:
        del os.environ[name]  # a developer's own settings must not reach the tests
    if not hasattr(config, "workerinput"):
        place = roomy_memory() or "/tmp"
        servers.sweep(Path(place))
        run = Path(tempfile.mkdtemp(prefix="gezi-", dir=place))
        run.chmod(0o755)
        os.environ[RUN] = str(run)
        if not config.option.basetemp:
            config.option.basetemp = str(run / "tests")
        servers_of_the_run = ExitStack()
        servers_of_the_run.callback(shutil.rmtree, run, ignore_errors=True)
        servers_of_the_run.enter_context(servers.held(run))
        config.add_cleanup(servers_of_the_run.close)


def _try_laws(*, random: bool) -> None:
    """No time limit per example, since a shared machine is slow now and then; and a run is judged on the code, not on luck."""
    laws.register_profile(
        "laws",
        deadline=None,
        derandomize=not random,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    laws.load_profile("laws")


def _kinds(config: pytest.Config) -> list[str]:
    return str(config.getoption("databases")).split(",")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", _kinds(metafunc.config), scope="session", indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`--databases sqlite` leaves out whatever needs a server; browser tests share one worker, and so one browser."""
    left_out: list[pytest.Item] = []
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
        names: set[str] = set(getattr(item, "fixturenames", ()))
        if _kinds(config) == ["sqlite"] and names & NEEDS_SERVICES and "database_kind" not in names:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Signing in takes no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", CHEAP)
        yield


@pytest.fixture(scope="session", autouse=True)
def remembered_routes() -> Iterator[None]:
    """Applications are built by the hundred, all of the same routes: what builds an address is compiled once for each."""
    compiled: dict[tuple[str, bool], Any] = {}
    compiling: Callable[[Rule, bool], Any] = getattr(Rule, "_compile_builder")  # noqa: B009 - it is not public

    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults or rule.subdomain:
            return compiling(rule, append_unknown)
        key = (rule.rule, append_unknown)
        if key not in compiled:
            compiled[key] = compiling(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", remembered)
        yield


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ[RUN])


@pytest.fixture(scope="session")
def cluster(run_folder: Path) -> Cluster:
    """The run's PostgreSQL server; `cluster.create()` gives an empty database of one's own."""
    return Cluster(servers.postgresql(run_folder))


@pytest.fixture(scope="session")
def redis_url(run_folder: Path, worker_id: str) -> str:
    """A Redis database of this worker's own."""
    return f"{servers.redis_server(run_folder)}?db={int(worker_id.removeprefix('gw') or 0) if worker_id != 'master' else 0}"


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    return str(request.param)


@pytest.fixture
def clock() -> FixedClock:
    """Sunday 2026-11-22, 10:00 in Shanghai."""
    return FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))


@pytest.fixture
def settings(
    database_kind: str, run_folder: Path, tmp_path: Path, clock: FixedClock, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """Settings of an installation, on each database in turn: an empty one, or what the test's fixtures stand in."""
    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    layout = layouts.needed(request.fixturenames)
    master = laid_out(run_folder, layout.__name__, cluster, lambda settings, _: layout(settings, clock))
    with master.copied(tmp_path / "data") as settings:
        yield settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """A database as a new workspace has it: the system tables, and nothing in them."""
    engine = postgresql_engine(settings.database_url, size=4) if settings.database_url else None
    yield (
        made := Database.on_postgresql(engine, "ws_test") if engine else Database.on_sqlite(settings.data / "test.db")
    )
    made.close()
    if engine is not None:
        engine.dispose()


@pytest.fixture
def workspaces(settings: Settings, clock: FixedClock) -> Iterator[Workspaces]:
    """An empty installation."""
    from gezi.tables.workspaces import Workspaces

    opened = Workspaces(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def workspace(workspaces: Workspaces) -> Workspace:
    """A small workspace without rows: customers, orders and order_lines of bench/template.json."""
    return workspaces.open("small")


@pytest.fixture
def crm(
    database_kind: str, run_folder: Path, tmp_path: Path, clock: FixedClock, request: pytest.FixtureRequest
) -> Iterator[Crm]:
    """The CRM with its demo data, a copy of this test's own: `crm.visitor("sales1").get("/workspaces/crm/tables")`."""
    from gezi.api.services import Services
    from support import installations

    cluster: Cluster | None = request.getfixturevalue("cluster") if database_kind == "postgresql" else None
    master = laid_out(run_folder, "crm", cluster, lambda settings, _: installations.lay_out(settings, clock))
    with master.copied(tmp_path / "data") as settings:
        services = Services.open(settings, clock)
        yield installations.Crm(services)
        services.close()

"""`make bench`: starts a real server in a temporary folder, loads the workload over HTTP, measures, checks every total.

Prints a line of JSON per measure and, at the end, a table beside the goal and beside the raw limit of the machine.
Needs `tests/` on the path, for servers are started as the tests start them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import branch
import measures
import processes
import raw
import scopes
import structure
from goals import GOALS, table
from ledger import Ledger
from measures import Run
from plans import plans
from workload import Workload, emit

from support.client import Client
from support.databases import Cluster
from support.servers import held, postgresql
from support.serving import Server

TEMPLATE = Path(__file__).with_name("template.json")


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[str | None]:
    """None for SQLite; for PostgreSQL the address of an empty database on a server of this run's own, durable settings kept."""
    if kind == "sqlite":
        yield None
        return
    with held(folder), Cluster(postgresql(folder, durable=True)).database() as url:
        yield url


def prepared(server: Server, workspace: str, work: Workload, repeats: int) -> Run:
    """A workspace with the template, and a program's token for it."""
    server.command("install", str(TEMPLATE), "--workspace", workspace)
    server.command(
        "user", "add", f"bench-{workspace}", "--password", secrets.token_urlsafe(), "--workspace", workspace, "--admin"
    )
    token = server.command("token", "create", "--workspace", workspace, "--account", f"bench-{workspace}")

    def connect() -> Client:
        return Client(server.port, token, workspace)

    return Run(work, connect(), Ledger(work), connect, repeats, token)


def measure(kind: str, size: int, repeats: int) -> tuple[dict[str, float], dict[str, float]]:
    """(our figures, the raw limit's) under the names in `goals.py`."""
    work = Workload(size)
    found: dict[str, float] = {}
    results: list[object] = []

    def note(name: str, value: float, **more: float) -> None:
        found[name] = value
        emit(results, "gezi", kind, size, name, value, GOALS[name].unit, **more)

    def timed(run: Run, name: str, source: ModuleType = measures) -> None:
        """A measure with the server's processor time, which other programs on the machine cannot distort."""
        before = processes.processor(server.pid)
        value = getattr(source, name)(run)
        note(name, value, processor_seconds=round(processes.processor(server.pid) - before, 2))

    with tempfile.TemporaryDirectory(prefix="gezi-bench-") as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        folder.chmod(0o755)
        (folder / "raw").mkdir()
        limit = raw.measure(folder / "raw", work, repeats)
        url = stack.enter_context(database(kind, folder))
        server = Server(folder, url)
        stack.callback(server.stop)
        server.start()
        run = prepared(server, "bench", work, repeats)
        measures.load_parents(run)
        sheet = prepared(server, "sheet", work, repeats)
        measures.load_parents(sheet)
        for name in (
            *("bulk_create", "first_100", "first_100_alone", "region_top", "deep_page", "search", "by_path", "grouped"),
            *("create_line", "change_price", "move_order", "paste", "list_8", "create_8", "create_8_p99"),
        ):
            timed(run, name)
        timed(sheet, "file_import")
        inexact, wrong = run.ledger.check(run.client)
        for name in ("add_field", "add_formula", "change_formula", "add_rollup", "reader_pause"):
            timed(run, name, structure)
        note("inexact", inexact)
        note("wrong", wrong)
        note("memory", processes.memory(server.pid))
        server.stop()
        note("start", server.start())
        server.stop()
        token = run.token
        for name, steps in plans(folder / "data", url, token, work).items():
            print(
                json.dumps(
                    {"peer": "gezi", "workload": kind, "n": size, "plan": name, "steps": steps}, ensure_ascii=False
                )
            )
    return found, limit


def scoped(kind: str, size: int, repeats: int) -> str:
    """The section on scopes: its table."""
    with tempfile.TemporaryDirectory(prefix="gezi-bench-") as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        folder.chmod(0o755)
        return scopes.measure(folder, kind, stack.enter_context(database(kind, folder)), size, repeats)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, nargs="+", default=[20_000], help="order lines, multiples of 20")
    options.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options.add_argument("--repeats", type=int, default=200, help="calls per measure")
    options.add_argument("--section", choices=["all", "lines", "scopes"], default="all")
    options.add_argument("--quick", action="store_true", help="2,000 lines, 40 calls")
    chosen = options.parse_args()
    sizes, repeats = ([2_000], 40) if chosen.quick else (chosen.n, chosen.repeats)
    kinds = ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,)
    wrong = 0.0
    for size in sizes if chosen.section != "lines" else []:
        for kind in kinds:
            found = scoped(kind, size, repeats)
            print(f"\n{size:,} customers in {branch.DEPARTMENTS} departments on {kind}\n\n{found}", flush=True)
    for size in sizes if chosen.section != "scopes" else []:
        results = {kind: measure(kind, size, repeats) for kind in kinds}
        for kind, (ours, limit) in results.items():
            print(f"\n{size:,} order lines on {kind}\n\n{table(ours, limit)}", flush=True)
            wrong += ours["inexact"] + ours["wrong"]
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

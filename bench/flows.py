"""`make bench-flows`: what automations cost. In process on SQLite, and, with `--workers`, on PostgreSQL, in
process and by two real workers.

Each figure stands beside a plain write of the same rows at the same time, so that the ratio can be compared where
the seconds cannot. Needs `tests/` on the path.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gezi.api.background import Background
from gezi.automations.flows import saving
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from gezi.exchange.template import installer
from gezi.tables import records
from gezi.tables.records import RowUpdate
from gezi.tables.workspaces import Workspace, Workspaces
from support.databases import Cluster
from support.posts import FLOW, Post, Redis
from support.servers import held, postgresql
from support.tree import ROOT

ROWS = 1_000  #: of the edit
EVENTS = 200
EDITED = {
    "key": "edited",
    "label": {"zh-CN": "改名", "en": "Renamed"},
    "table": "customers",
    "trigger": {"on": "updated", "fields": ["name"]},
    "do": [{"set": {"owner": {"field": "name"}}}],
}


class Place:
    """A workspace in process, with or without automations."""

    def __init__(self, folder: Path, *flows: dict[str, Any]) -> None:
        self.workspaces = Workspaces(Settings(data=folder), SystemClock())
        self.workspace: Workspace = self.workspaces.create("small", "Small")
        document = json.loads((ROOT / "bench" / "template.json").read_text(encoding="utf-8"))
        with self.workspace.write(self.workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
            installer.install(tx, document)
            saving.install(tx, list(flows))
        self.background = Background.of(self.workspaces)

    def create(self, count: int) -> list[int]:
        with self.workspace.write(self.workspaces.context(SYSTEM, Source.API)) as tx:
            rows = [{"name": f"{number}"} for number in range(count)]
            return records.create(tx, "customers", rows, answer=False).ids

    def rename(self, ids: list[int], name: str) -> None:
        with self.workspace.write(self.workspaces.context(SYSTEM, Source.API)) as tx:
            records.update(tx, "customers", [RowUpdate(id_, {"name": name}) for id_ in ids], answer=False)

    def ended(self) -> int:
        with self.workspace.read(self.workspaces.context(SYSTEM, Source.API)) as tx:
            return tx.connection.exec_driver_sql("SELECT count(*) FROM runs WHERE state = 'done'").scalar_one()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def place(*flows: dict[str, Any]) -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="gezi-bench-") as folder:
        made = Place(Path(folder), *flows)
        yield made
        made.workspaces.close()


def say(name: str, value: float, unit: str, **more: float) -> None:
    print(json.dumps({"metric": name, "value": round(value, 3), "unit": unit, **more}), flush=True)


def in_process() -> None:
    """A write that nobody listens to, one that somebody does, an edit of many rows, and events to their effects."""
    with place() as quiet, place(FLOW, EDITED) as heard:
        ones: dict[str, list[float]] = {"quiet": [], "heard": []}
        for _ in range(50):  # by turns, so that both have the same weather
            ones["quiet"].append(timed(lambda: quiet.create(1)))
            ones["heard"].append(timed(lambda: heard.create(1)))
        alone, told = (statistics.median(each) for each in ones.values())
        say("write_without_automations", alone * 1_000, "ms")
        say("write_with_an_automation", told * 1_000, "ms", ratio=round(told / alone, 2))
        heard.background.run()
        ids, others = heard.create(ROWS), quiet.create(ROWS)
        heard.background.run()
        before = heard.ended()
        plain = timed(lambda: quiet.rename(others, "x"))
        edit = timed(lambda: heard.rename(ids, "x"))
        processor = time.process_time()
        effects = timed(heard.background.run)
        processor = time.process_time() - processor
        assert heard.ended() - before == ROWS
        say(f"edit_{ROWS}_rows", edit, "s", plain=round(plain, 3), ratio=round(edit / plain, 2))
        say(f"edit_{ROWS}_rows_effects", effects, "s", processor_ms_per_run=round(processor / ROWS * 1_000, 2))
        for _ in range(EVENTS):
            heard.create(1)
        seconds = timed(heard.background.run)
        say("events_in_process", EVENTS / seconds, "1/s", plain_writes_per_event=round(seconds / EVENTS / alone, 2))


def by_workers() -> None:
    """Events of real transactions to their effects on PostgreSQL: by the server's own thread, and by two workers. Both while
    the events are being made, in the same weather."""
    with tempfile.TemporaryDirectory(prefix="gezi-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        bell = Redis(folder)
        bell.start()
        with held(folder):
            cluster = Cluster(postgresql(folder, durable=True))
            with cluster.database() as url:
                post = Post(folder, url, None)
                say("events_in_process_postgresql", events(post), "1/s")
                post.close()
            with cluster.database() as url:
                post = Post(folder, url, bell.url)
                post.hire()
                post.hire()
                say("events_two_workers", events(post), "1/s")
                post.close()
        bell.kill()


def events(post: Post) -> float:
    """How many a second come to their effects, from the first transaction to the last effect."""
    post.send(2)
    post.wait(2)
    seconds = timed(lambda: (post.send(EVENTS), post.wait(EVENTS + 2)))
    return EVENTS / seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--workers", action="store_true", help="also on PostgreSQL, with Redis and two real workers")
    in_process()
    if arguments.parse_args().workers:
        by_workers()


if __name__ == "__main__":
    main()

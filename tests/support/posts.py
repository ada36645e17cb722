"""A workspace on PostgreSQL whose automations are run by real `gezi worker` processes over Redis, to be killed at will."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import redis

from gezi.api.background import Background
from gezi.automations.flows import saving
from gezi.core.clock import SystemClock
from gezi.core.context import SYSTEM, Context, Source
from gezi.core.settings import Settings
from gezi.exchange.template import installer
from gezi.tables import records
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.workspaces import Workspaces

from .servers import MissingProgram
from .tree import ROOT

PATIENCE = 120.0  #: seconds for what must come in the end, on however busy a machine
PLACE = "small"
FLOW = {
    "key": "order",
    "label": {"zh-CN": "下单", "en": "Order"},
    "table": "customers",
    "trigger": {"on": "created"},
    "do": [
        {"create": "orders", "values": {"number": {"field": "name"}, "customer": {"record": True}}},
        {"set": {"owner": {"value": "x"}}},
    ],
}
#: the worker as it is, but that an event whose worker died is anybody's after two seconds, not 45
WORKER = """
from datetime import timedelta
from gezi.core import outbox
outbox.LEASE = timedelta(seconds=2)
from gezi.cli.program import program
program(["worker"])
"""


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for a condition. Fails after a time at which nobody would wait any more."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Redis:
    """A Redis of the test's own, which can die and come back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder / 'redis.sock'}"

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise MissingProgram("redis-server", "redis-server")
        command = [program, "--port", "0", "--unixsocket", str(self._folder / "redis.sock"), "--save", ""]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen([*command, "--dir", str(self._folder)], stdout=log, stderr=log)
        until(self._answers, "Redis does not answer")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with suppress(redis.ConnectionError), redis.Redis(unix_socket_path=str(self._folder / "redis.sock")) as one:
            return bool(one.ping())
        return False


class Post:
    """Makes customers; for each the workers make one order."""

    def __init__(self, folder: Path, url: str, redis_url: str | None) -> None:
        self.settings = Settings(data=folder / "data", database_url=url, redis_url=redis_url)
        self._folder = folder
        self._workspaces = Workspaces(self.settings, SystemClock())
        self._workspace = self._workspaces.create(PLACE, "Small")
        document = json.loads((ROOT / "bench" / "template.json").read_text(encoding="utf-8"))
        with self._workspace.write(self._context()) as tx:
            installer.install(tx, document)
            saving.install(tx, [FLOW])
        self._background = Background.of(self._workspaces)
        self._background.start()  # as a server has it: it rings
        self._workers: list[subprocess.Popen[bytes]] = []
        self._chance = random.Random(20261128)
        self.sent = 0

    def send(self, count: int) -> None:
        """So many events, each in a transaction of its own."""
        for _ in range(count):
            self.sent += 1
            with self._workspace.write(self._context()) as tx:
                records.create(tx, "customers", [{"name": f"{self.sent}"}], answer=False)

    def effects(self) -> Counter[str]:
        """How many orders there are by the customer's name."""
        found: Counter[str] = Counter()
        cursor = None
        with self._workspace.read(self._context()) as tx:
            while True:
                page = query.list_records(tx, "orders", Query(fields=("number",), limit=200, cursor=cursor))
                found.update(str(record.values["number"]) for record in page.records)
                cursor = page.next
                if cursor is None:
                    return found

    def wait(self, count: int) -> None:
        until(lambda: len(self.effects()) >= count, f"{count} effects of {self.sent}")

    def hire(self) -> None:
        """One more worker."""
        own = {"GEZI_DATA": str(self.settings.data), "GEZI_DATABASE_URL": self.settings.database_url or ""}
        environment = {**os.environ, **own, "GEZI_REDIS_URL": self.settings.redis_url or ""}
        with (self._folder / "worker.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, stdout=log, stderr=log)
        self._workers.append(process)

    def kill(self) -> None:
        """`kill -9`: of a worker's work-horse if it has one and luck wants it, else of the worker, which is replaced."""
        worker = self._chance.choice(self._workers)
        horses = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        if horses and self._chance.random() < 0.5:
            with suppress(ProcessLookupError):
                os.kill(int(horses[0]), signal.SIGKILL)
            return
        worker.kill()
        worker.wait()
        self._workers.remove(worker)
        self.hire()

    def close(self) -> None:
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self._background.close()
        self._workspaces.close()

    def _context(self) -> Context:
        return self._workspaces.context(SYSTEM, Source.API)

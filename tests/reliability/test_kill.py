"""What a `kill -9` may take: requests that were never answered. What was acknowledged stays, and every total is right."""

from __future__ import annotations

import http.client
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path

import pytest

from support.client import Client
from support.databases import Cluster
from support.serving import Server
from support.tree import ROOT

TEMPLATE = ROOT / "bench" / "template.json"
PASSWORD = "correct horse battery"


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A real server with the workspace `small`; on PostgreSQL the server is killed, the database is not."""
    with ExitStack() as stack:
        url = None
        if getattr(request, "param", "sqlite") == "postgresql":
            cluster: Cluster = request.getfixturevalue("cluster")
            url = stack.enter_context(cluster.database())
        made = Server(tmp_path, url)
        stack.callback(made.stop)
        made.command("install", str(TEMPLATE), "--workspace", "small")
        made.command("user", "add", "writer", "--password", PASSWORD, "--workspace", "small", "--admin")
        yield made


class Writer(threading.Thread):
    """Adds lines to one order until the server dies, and remembers which were acknowledged."""

    def __init__(self, client: Client, order: int) -> None:
        super().__init__()
        self.client = client
        self.order = order
        self.acknowledged: list[int] = []

    def run(self) -> None:
        row: dict[str, object] = {"order": self.order, "price": "0.10", "quantity": "3", "discount": "0.85"}
        try:
            while True:
                answer = self.client.create("order_lines", [row, row])
                self.acknowledged += [record["id"] for record in answer["records"]]
        except (OSError, http.client.HTTPException):
            return


def survives(server: Server, kills: int) -> None:
    chance = random.Random(20261122)
    token = server.command("token", "create", "--workspace", "small", "--account", "writer")
    acknowledged: set[int] = set()
    order = 0
    for _ in range(kills):
        server.start()
        with closing(Client(server.port, token, "small")) as client:
            if not order:
                (customer,) = client.create("customers", [{"name": "甲"}])["records"]
                (made,) = client.create("orders", [{"number": "1", "customer": customer["id"]}])["records"]
                order = made["id"]
            writer = Writer(client, order)
            writer.start()
            writer.join(chance.uniform(0.1, 0.8))
            server.kill()
            writer.join()
        acknowledged |= set(writer.acknowledged)
    server.start()
    with closing(Client(server.port, token, "small")) as client:
        lines = client.everything("order_lines", "subtotal")
        assert acknowledged
        assert acknowledged - {line["id"] for line in lines} == set(), "acknowledged and lost"
        assert len(lines) % 2 == 0, "two lines of one request were torn apart"
        total = sum((Decimal(line["values"]["subtotal"]) for line in lines), Decimal(0))
        assert Decimal(str(client.values("orders", order)["total"])) == total == Decimal("0.255") * len(lines)
    server.stop()
    server.command("check", "small")


def test_what_was_acknowledged_survives_a_kill(server: Server) -> None:
    survives(server, kills=3)


@pytest.mark.proof
@pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True)
def test_what_was_acknowledged_survives_forty_kills(server: Server) -> None:
    survives(server, kills=40)

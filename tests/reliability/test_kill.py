"""What a `kill -9` may take: requests that were never answered. What was acknowledged stays, and every total is right."""

from __future__ import annotations

import http.client
import json
import random
import threading
from contextlib import ExitStack, closing
from decimal import Decimal

import pytest

from support.client import Client
from support.serving import Server

WRITERS = 8


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
    """Eight clients write while the server is killed, again and again."""
    chance = random.Random(20261122)
    token = server.command("token", "create", "--workspace", "small", "--account", "writer")
    acknowledged: set[int] = set()
    order = 0
    for _ in range(kills):
        server.start()
        with ExitStack() as stack:
            clients = [stack.enter_context(closing(Client(server.port, token, "small"))) for _ in range(WRITERS)]
            if not order:
                (customer,) = clients[0].create("customers", [{"name": "甲"}])["records"]
                (made,) = clients[0].create("orders", [{"number": "1", "customer": customer["id"]}])["records"]
                order = made["id"]
            writers = [Writer(client, order) for client in clients]
            for writer in writers:
                writer.start()
            writers[0].join(chance.uniform(0.1, 0.8))
            server.kill()
            for writer in writers:
                writer.join()
        acknowledged |= {id_ for writer in writers for id_ in writer.acknowledged}
    server.start()
    with closing(Client(server.port, token, "small")) as client:
        lines = client.everything("order_lines", "subtotal")
        assert acknowledged
        assert acknowledged - {line["id"] for line in lines} == set(), "acknowledged and lost"
        assert len(lines) % 2 == 0, "two lines of one request were torn apart"
        total = sum((Decimal(line["values"]["subtotal"]) for line in lines), Decimal(0))
        assert Decimal(str(client.values("orders", order)["total"])) == total == Decimal("0.255") * len(lines)
        for line in chance.sample(lines, min(40, len(lines))):
            history = json.loads(client.get(f"/tables/order_lines/records/{line['id']}/history"))["changes"]
            assert [(change["kind"], change["version"]) for change in history] == [("create", 1)]
    server.stop()
    server.command("check", "small")


def test_what_was_acknowledged_survives_a_kill(server: Server) -> None:
    survives(server, kills=3)


@pytest.mark.proof
@pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True)
def test_what_was_acknowledged_survives_forty_kills(server: Server) -> None:
    survives(server, kills=40)

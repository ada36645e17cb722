"""The disk is full, or does not keep what it is told to: what was acknowledged is there afterwards, the rest is not, and the
server goes on. System calls are made to fail by strace, at one count after another."""

from __future__ import annotations

import http.client
import shutil
from contextlib import closing
from decimal import Decimal

import pytest

from support.client import Client, Refused
from support.serving import Server

ROW = {"price": "0.10", "quantity": "3", "discount": "0.85"}
FAULTS = [
    *[("pwrite64", "ENOSPC", f"{first}..{first + 3}") for first in (12, 25, 40, 60)],
    *[("fdatasync", "EIO", str(first)) for first in (1, 2, 5, 12)],
    *[("pwrite64", "EIO", str(first)) for first in (14, 30)],
]


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(("call", "error", "when"), FAULTS)
def test_what_was_acknowledged_survives_a_failing_disk(server: Server, call: str, error: str, when: str) -> None:
    token = server.command("token", "create", "--workspace", "small", "--account", "writer")
    server.start(
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:error={error}:when={when}",
    )
    acknowledged: list[int] = []
    failed = order = 0
    for _ in range(80):
        try:
            with closing(Client(server.port, token, "small")) as client:
                if not order:
                    (made,) = client.create("orders", [{"number": "1"}])["records"]
                    order = made["id"]
                answer = client.create("order_lines", [{**ROW, "order": order}, {**ROW, "order": order}])
                acknowledged += [record["id"] for record in answer["records"]]
        except (Refused, OSError, http.client.HTTPException):
            failed += 1
    server.kill()
    server.start()
    with closing(Client(server.port, token, "small")) as client:
        lines = client.everything("order_lines", "subtotal")
        assert set(acknowledged) <= {line["id"] for line in lines}
        assert acknowledged, f"nothing was written at all, {failed} requests failed"
        assert len(lines) % 2 == 0
        total = sum((Decimal(line["values"]["subtotal"]) for line in lines), Decimal(0))
        assert Decimal(str(client.values("orders", order)["total"])) == total == Decimal("0.255") * len(lines)
        client.create("order_lines", [{**ROW, "order": order}])
    server.stop()
    server.command("check", "small")

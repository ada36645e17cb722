"""A `kill -9` in the middle of a change of the structure leaves the old structure or the new one, whole."""

from __future__ import annotations

import http.client
import json
import random
import threading
from contextlib import closing
from typing import Any

import pytest

from support.client import Client, Refused
from support.serving import Server

ROWS = 3_000
TURNS = 16


def fields(client: Client) -> dict[str, Any]:
    tables = json.loads(client.get("/tables"))["tables"]
    (table,) = [one for one in tables if one["key"] == "customers"]
    return {field["key"]: field for field in table["fields"]}


def values(client: Client, key: str) -> list[Any]:
    rows = sorted(client.everything("customers", f"name,{key}"), key=lambda row: row["id"])
    return [row["values"][key] for row in rows]


@pytest.mark.proof
@pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True)
def test_a_killed_change_of_the_structure_is_done_or_not_done(server: Server) -> None:
    """Three changes in turn (a formula made, changed to another kind of result, a field converted and back), each killed at
    a moment of its own."""
    chance = random.Random(20261122)
    token = server.command("token", "create", "--workspace", "small", "--account", "writer")
    server.start()
    with closing(Client(server.port, token, "small")) as client:
        for start in range(0, ROWS, 1000):
            client.create("customers", [{"name": str(n)} for n in range(start, start + 1000)])
        client.post("/tables/customers/fields", {"type": "text", "key": "code", "label": "code"})
        rows = client.everything("customers", "name")
        for start in range(0, ROWS, 1000):
            part = [{"id": row["id"], "values": {"code": row["values"]["name"]}} for row in rows[start : start + 1000]]
            client.patch("/tables/customers/records", {"records": part})
    server.stop()
    outcomes: set[tuple[str, bool]] = set()
    for turn in range(TURNS):
        server.start()
        with closing(Client(server.port, token, "small")) as client:
            there = fields(client)
            kind, change = next_change(turn, there)
            known = there.get(kind)

            def ask(kind: str = kind, change: tuple[str, str, Any] = change) -> None:
                with closing(Client(server.port, token, "small")) as other:
                    try:
                        other.send(change[0], change[1], json.dumps(change[2]).encode())
                    except (OSError, http.client.HTTPException, Refused):
                        return

            asking = threading.Thread(target=ask)
            asking.start()
            asking.join(chance.uniform(0.02, 1.2))
            server.kill()
            asking.join()
        server.start()
        with closing(Client(server.port, token, "small")) as client:
            after = fields(client)
            done = after.get(kind) != known
            outcomes.add((kind, done))
            names = [str(n) for n in range(ROWS)]
            assert values(client, "name") == names
            assert [str(value) for value in values(client, "code")] == names
            if "twice" in after:
                formula = after["twice"]["settings"]["formula"]
                wanted = [f"{name}{name}" if "name" in formula else "6" for name in names]
                assert [str(value) for value in values(client, "twice")] == wanted
        server.stop()
        server.command("check", "small")
    assert len(outcomes) > 1, "every change had the same end: nothing was killed in its middle"


def next_change(turn: int, there: dict[str, Any]) -> tuple[str, tuple[str, str, Any]]:
    """The field and the request of the next change, whatever became of those before."""
    base = "/tables/customers/fields"
    if turn % 2:
        other = "number" if there["code"]["type"] == "text" else "text"
        options = {"scale": 0} if other == "number" else {}
        return "code", ("POST", f"{base}/code/convert", {"type": other, "options": options})
    if "twice" not in there:
        made = {"type": "formula", "key": "twice", "label": "twice", "options": {"formula": "name & name"}}
        return "twice", ("POST", base, made)
    formula = "2 * 3" if "name" in there["twice"]["settings"]["formula"] else "name & name"
    return "twice", ("PATCH", f"{base}/twice", {"options": {"formula": formula}})

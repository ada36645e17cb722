"""Answers that get lost: whoever repeats a request with its Idempotency-Key does its work once (reliability: API retry)."""

from __future__ import annotations

import json
import random
import socket
import struct
import time
from contextlib import closing

import pytest

from support.client import Client, Refused
from support.serving import Server


def cut(server: Server, token: str, key: str, body: bytes, wait: float) -> None:
    """Send a request and hang up without reading, after `wait` seconds."""
    head = (
        "POST /api/v1/workspaces/small/tables/customers/records HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(head.encode() + body)
        time.sleep(wait)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not close


def patiently(client: Client, body: bytes, key: str) -> bytes:
    """The answer to a request whose lost twin may still be worked on: then the server says so, and one asks again."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return client.send("POST", "/tables/customers/records", body, key=key)
        except Refused as refused:
            if "idempotency.in_flight" not in str(refused) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def repeated(server: Server, requests: int) -> None:
    server.start()
    token = server.command("token", "create", "--workspace", "small", "--account", "writer")
    chance = random.Random(20261128)
    ids: dict[str, int] = {}
    with closing(Client(server.port, token, "small")) as client:
        for number in range(requests):
            key, body = f"try-{number}", json.dumps({"records": [{"values": {"name": f"客户 {number}"}}]}).encode()
            for _ in range(chance.randint(0, 2)):
                cut(server, token, key, body, chance.choice((0, 0, 0.002, 0.01)))
            answers = [patiently(client, body, key) for _ in range(chance.randint(1, 2))]
            found = {json.loads(answer)["records"][0]["id"] for answer in answers}
            assert len(found) == 1
            ids[key] = found.pop()
        records = client.everything("customers", "name")
    assert sorted(record["id"] for record in records) == sorted(ids.values())
    assert len({record["values"]["name"] for record in records}) == requests
    server.stop()


def test_a_request_repeated_after_a_lost_answer_is_done_once(server: Server) -> None:
    repeated(server, 60)


@pytest.mark.proof
@pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True)
def test_three_hundred_requests_with_lost_answers_are_each_done_once(server: Server) -> None:
    repeated(server, 300)

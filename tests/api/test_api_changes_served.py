"""Live updates of a real server: with several processes each sees the others' changes, and open streams do not keep it up."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from gezi.core.settings import Settings
from support.serving import Server
from support.visitors import PASSWORD

BASE = "/api/v1"
TRAVEL = f"{BASE}/workspaces/travel"


class Guest:
    """Ann, over connections of her own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers = {"Content-Type": "application/json"}
        self._open: list[HTTPConnection] = []
        answer = self.ask("POST", f"{BASE}/session", {"account": "ann", "password": PASSWORD})
        self.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        self.headers["X-CSRF-Token"] = json.loads(answer.read())["csrf"]

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._open.append(connection)
        body = None if document is None else json.dumps(document)
        connection.request(method, path, body, {**self.headers, **headers})
        return connection.getresponse()

    def leave(self) -> None:
        for connection in self._open:
            connection.close()


def until(stream: HTTPResponse, name: str) -> dict[str, Any]:
    """The data of the next event of this name."""
    event = ""
    for line in stream:
        if line.startswith(b"event: "):
            event = line[7:].strip().decode()
        if line.startswith(b"data: ") and event == name:
            return json.loads(line[6:])
    raise EOFError(name)


def test_every_process_tells_of_every_change_and_a_stopping_server_ends_its_streams(
    settings: Settings, tmp_path: Path
) -> None:
    workers = {"GEZI_WORKERS": "2"} if settings.on_postgresql else {}
    server = Server(tmp_path, settings.database_url, **workers)
    server.start()
    try:
        ann = Guest(server.port)
        streams = [ann.ask("GET", f"{TRAVEL}/changes", Accept="text/event-stream") for _ in range(5)]
        for stream in streams:
            assert until(stream, "ready")["changes"] == []
        rows = {"records": [{"values": {"title": "a"}}]}
        made = json.loads(ann.ask("POST", f"{TRAVEL}/tables/trips/records", rows).read())
        id_ = made["records"][0]["id"]
        for stream in streams:
            assert until(stream, "changes")["changes"] == [
                {"table": "trips", "id": id_, "version": 1, "kind": "create"}
            ]
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 15
        assert [stream.read().strip() for stream in streams] == [b""] * 5
        ann.leave()
    finally:
        server.stop()

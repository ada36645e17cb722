"""People at a real server, over connections of their own; and what they read of a stream."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Self

from .visitors import BASE, PASSWORD


class Guest:
    """Somebody who is signed in. Every question has a connection of its own, so that streams can stay open."""

    def __init__(self, port: int, account: str = "ann", headers: dict[str, str] | None = None) -> None:
        self.port = port
        self._open: list[HTTPConnection] = []
        self.headers = headers or {"Content-Type": "application/json"}
        if headers is None:
            answer = self.ask("POST", f"{BASE}/session", {"account": account, "password": PASSWORD})
            self.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
            self.headers["X-CSRF-Token"] = json.loads(answer.read())["csrf"]

    def at(self, port: int) -> Guest:
        """The same session at another server."""
        return Guest(port, headers=dict(self.headers))

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._open.append(connection)
        body = None if document is None else json.dumps(document)
        connection.request(method, path, body, {**self.headers, **headers})
        return connection.getresponse()

    def leave(self) -> None:
        for connection in self._open:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


def until(stream: HTTPResponse, name: str) -> dict[str, Any]:
    """The data of the next event of this name."""
    event = ""
    for line in stream:
        if line.startswith(b"event: "):
            event = line[7:].strip().decode()
        if line.startswith(b"data: ") and event == name:
            return json.loads(line[6:])
    raise EOFError(name)

"""A program that speaks to the API: one keep-alive connection of the standard library, a token, nothing else."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.parse import urlencode


class Refused(RuntimeError):
    """The server answered with an error."""


_KEPT = 60  #: seconds of silence after which the server may hang up (its keep-alive is 75)


class Client:
    def __init__(self, port: int, token: str, workspace: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self._base = f"/api/v1/workspaces/{workspace}"
        self._heard = time.monotonic()

    def send(
        self, method: str, path: str, body: bytes | None = None, media: str = "application/json", key: str = ""
    ) -> bytes:
        """One request, with an Idempotency-Key if one is given; the answer's body, unread, so that the client costs little."""
        headers = self._headers if body is None else {**self._headers, "Content-Type": media}
        headers = {**headers, "Idempotency-Key": key} if key else headers
        if time.monotonic() - self._heard > _KEPT:
            self._connection.close()  # the next request opens it again
        self._connection.request(method, self._base + path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._heard = time.monotonic()
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {content[:500].decode(errors='replace')}")
        return content

    def get(self, path: str, **query: object) -> bytes:
        return self.send("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, document: object) -> Any:
        return json.loads(self.send("POST", path, json.dumps(document).encode()))

    def patch(self, path: str, document: object) -> Any:
        return json.loads(self.send("PATCH", path, json.dumps(document).encode()))

    def create(self, table: str, rows: list[dict[str, object]]) -> Any:
        return self.post(f"/tables/{table}/records", {"records": [{"values": row} for row in rows]})

    def values(self, table: str, record: int) -> dict[str, Any]:
        """What is stored in a record."""
        return json.loads(self.get(f"/tables/{table}/records/{record}"))["values"]

    def everything(self, table: str, fields: str) -> list[dict[str, Any]]:
        """Every record of a table, page by page."""
        found: list[dict[str, Any]] = []
        query: dict[str, object] = {"limit": 1000, "fields": fields}
        while True:
            page = json.loads(self.get(f"/tables/{table}/records", **query))
            found += page["records"]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    def close(self) -> None:
        self._connection.close()

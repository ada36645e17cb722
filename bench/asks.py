"""Requests that are made again and again: how each is sent, to a server or inside of a process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Ask:
    """A request of a workspace: with a query in the address, or with a document."""

    path: str
    query: Mapping[str, str] | None = None
    document: Mapping[str, Any] | None = None
    seldom: bool = False  #: whether it takes so long that a tenth of the calls must do

    @property
    def method(self) -> str:
        return "GET" if self.document is None else "POST"

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def body(self) -> bytes | None:
        return None if self.document is None else json.dumps(self.document).encode()


def records(table: str, **query: str) -> Ask:
    """A page of a table."""
    return Ask(f"/tables/{table}/records", query)

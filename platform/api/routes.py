"""Routes as data: address, method, who may call, what is read and what is answered. Flask rules and OpenAPI come from these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Request
from marshmallow import Schema

from ..core.errors import Message
from .params import Param


class Permission(Enum):
    """Who may call a route at all. What they may do with the data behind it is decided by the policy."""

    PUBLIC = "anybody"
    SIGNED_IN = "an account, by session or token"
    PERSON = "an account, by session only"
    WORKSPACE = "a member of the workspace in the address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method at one address."""

    method: str
    path: str  #: with `{name}` places; `{ws}` is the workspace of WORKSPACE routes
    handle: Callable[[Any], Any]  #: takes the `Call` that the permission promises; answers a document or a response
    permission: Permission
    summary: str
    tag: str
    status: int = 200
    body: Schema | None = None
    upload: Mapping[str, object] | None = None  #: properties of a multipart body, for OpenAPI
    guard: Callable[[Request], bool] | None = None  #: who fails it is told that there is nothing here (404)
    query: tuple[Param, ...] = ()
    headers: tuple[Param, ...] = ()  #: that the route reads itself, for OpenAPI
    answer: Mapping[str, object] | None = None  #: JSON Schema of the answer
    job: bool = False  #: what takes long is answered 202 with a job
    media: str | tuple[str, ...] = "application/json"
    refuses: tuple[Message, ...] = ()  #: refusals that its method and address do not lead one to expect
    harmless: bool = False  #: a POST that only asks: an Idempotency-Key is of no account
    hidden: bool = False  #: not part of the documented API
    reads: bool = False  #: changes nothing, though its method may; an administrator may call it in somebody else's view
    by_scope: bool = False  #: answers by the scopes of tables alone, so that a token for single tables may call it
    anything: bool = False  #: whatever stands in the query string is none of our business (pages)

    @property
    def endpoint(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def happens_once(self) -> bool:
        """Whether a second request with the same Idempotency-Key is answered as the first, and does nothing."""
        return self.method == "POST" and self.permission is not Permission.PUBLIC and not self.harmless

    @property
    def rule(self) -> str:
        """The address as Flask writes it."""
        return re.sub(r"\{(\w+(?::\w+)?)\}", r"<\1>", self.path)


class UndeclaredPermission(TypeError):
    """A route says nothing about who may call it; the server does not start."""


@dataclass(slots=True)
class Resource:
    """The routes of one resource, in the order in which they are documented."""

    tag: str
    routes: list[Route] = field(default_factory=list)

    def __iter__(self) -> Iterator[Route]:
        return iter(self.routes)

    def get(self, path: str, **declared: Any) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        return self._on("GET", path, declared)

    def post(self, path: str, **declared: Any) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        return self._on("POST", path, declared)

    def put(self, path: str, **declared: Any) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        return self._on("PUT", path, declared)

    def patch(self, path: str, **declared: Any) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        return self._on("PATCH", path, declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        return self._on("DELETE", path, declared)

    def _on(
        self, method: str, path: str, declared: dict[str, Any]
    ) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        if not isinstance(declared.get("permission"), Permission):
            raise UndeclaredPermission(f"{method} {path}")

        def note(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
            self.routes.append(Route(method=method, path=path, handle=handle, tag=self.tag, **declared))
            return handle

        return note

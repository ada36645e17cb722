"""Two installations that are asked the same: one on SQLite, one on PostgreSQL. Their answers are equal, byte for byte."""

from __future__ import annotations

import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from gezi.accounts import people
from gezi.api.admission import admit
from gezi.api.app import build
from gezi.api.services import Services
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.core.settings import Settings
from gezi.exchange import imports
from gezi.exchange.imports import read_options
from gezi.tables.computed import check

from ..databases import Cluster
from ..masters import Master, laid_out
from ..visitors import PASSWORD, Visitor, program
from . import stalls

WORKSPACE = "market"
PEOPLE = {"ann": None, "cli": "clerks", "vic": "visitors"}  #: account → role group; ann administers
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  #: Sunday, 10:00 in Shanghai
BASE = f"/workspaces/{WORKSPACE}"
_CHANGE = re.compile(r'\{"id":\d+,"at":')  #: PostgreSQL counts changes that were rolled back, SQLite does not


@dataclass
class House:
    """One of the two. Batches have random names; they are known by the order in which they turned up."""

    services: Services
    tokens: Mapping[str, str]
    batches: list[str] = field(default_factory=list)
    _visitors: dict[str, Visitor] = field(default_factory=dict)

    @cached_property
    def app(self) -> Flask:
        return build(self.services)

    def send(self, who: str, method: str, path: str, **request: Any) -> TestResponse:
        if who not in self._visitors:
            self._visitors[who] = program(self.app, self.tokens[who])
        return self._visitors[who].send(method, BASE + self._named(path), **request)

    def _named(self, path: str) -> str:
        for place, batch in reversed([*enumerate(self.batches)]):
            path = path.replace(f"batch-{place}.", batch)
        return path

    def plain(self, content: bytes) -> bytes:
        """An answer without what is random in it."""
        text = content.decode()
        for place, batch in enumerate(self.batches):
            if batch in text:
                text = text.replace(batch, f"batch-{place}.")
        return _CHANGE.sub('{"id":0,"at":', text).encode()

    def note(self, answer: Any) -> None:
        batch = answer.get("batch") if isinstance(answer, dict) else None
        if batch and batch not in self.batches:
            self.batches.append(batch)


@dataclass(frozen=True)
class Answer:
    """What both said."""

    status: int
    json: Any
    content: bytes


@dataclass
class Pair:
    """The same request to both houses."""

    houses: tuple[House, ...]
    clock: FixedClock
    folder: Path

    def send(self, who: str, method: str, path: str, **request: Any) -> Answer:
        answers = [house.send(who, method, path, **request) for house in self.houses]
        for house, answer in zip(self.houses, answers, strict=True):
            assert answer.status_code < 500, answer.data[:1000]
            house.note(answer.json if answer.mimetype == "application/json" else None)
        contents = [house.plain(answer.data) for house, answer in zip(self.houses, answers, strict=True)]
        statuses = [answer.status_code for answer in answers]
        assert len(set(statuses)) == 1, (method, path, request, contents)
        if answers[0].mimetype != "application/json":
            assert len(set(contents)) == 1, (method, path, request)
            return Answer(statuses[0], None, contents[0])
        shown = [_comparable(path, content) for content in contents]
        for other in shown[1:]:
            if other != shown[0]:
                print(shown[0], other, sep="\n")
            assert other == shown[0], (method, path, request)
        return Answer(statuses[0], orjson.loads(contents[0]), contents[0])

    def get(self, who: str, path: str, **query: Any) -> Answer:
        return self.send(who, "GET", path, query_string={k: v for k, v in query.items() if v is not None} or None)

    def post(self, who: str, path: str, body: Any) -> Answer:
        return self.send(who, "POST", path, json=body)

    def patch(self, who: str, path: str, body: Any) -> Answer:
        return self.send(who, "PATCH", path, json=body)

    def delete(self, who: str, path: str, body: Any) -> Answer:
        return self.send(who, "DELETE", path, json=body)

    def pages(self, who: str, path: str, **query: Any) -> list[Any]:
        """Every record of a list, page by page; each house follows its own cursors."""
        found: list[list[Any]] = []
        for house in self.houses:
            records: list[Any] = []
            cursor: str | None = None
            while True:
                asked = {k: v for k, v in (query | {"cursor": cursor}).items() if v is not None}
                answer = house.send(who, "GET", path, query_string=asked)
                assert answer.status_code == 200, answer.data[:1000]
                page: Any = answer.json
                records += page["records"]
                cursor = page["next"]
                if cursor is None:
                    break
            found.append(records)
        for other in found[1:]:
            assert other == found[0], (path, query)
        return found[0]

    def bring(self, table: str, text: str, **options: Any) -> Any:
        """Import a CSV text; what came of it."""
        path = self.folder / "rows.csv"
        path.write_text(text, encoding="utf-8")
        found = []
        for house in self.houses:
            workspaces = house.services.workspaces
            ctx = workspaces.context(SYSTEM, Source.IMPORT)
            workspace = workspaces.open(WORKSPACE)
            tally = imports.run(workspaces, workspace, ctx, table, path, read_options(options)).dump("en")
            house.note(tally)
            found.append(tally | {"batch": None})
        for other in found[1:]:
            assert other == found[0], (table, text, options)
        return found[0]

    def proven(self) -> None:
        """`gezi check` has nothing to say of either."""
        for house in self.houses:
            workspaces = house.services.workspaces
            with workspaces.open(WORKSPACE).read(workspaces.context(SYSTEM, Source.API)) as tx:
                assert [str(finding) for finding in check.run(tx)] == []


def _comparable(path: str, content: bytes) -> Any:
    """Cursors are signed with a key of each workspace or count changes, and PostgreSQL keeps the labels of a field in an
    order of its own; everything else is compared byte for byte."""
    document = orjson.loads(content)
    if "/fields" in path or "/schema" in path:
        return document
    if isinstance(document, dict) and document.get("next"):
        document["next"] = "…"
        return orjson.dumps(document)
    return content


def _furnish(settings: Settings) -> dict[str, str]:
    clock = FixedClock(START)
    services = Services.open(settings, clock)
    with services.control.write() as control:
        made = {name: people.create(control, name, name.title(), PASSWORD, now=clock.now()) for name in PEOPLE}
    services.workspaces.create(WORKSPACE, "Market")
    admit(services, WORKSPACE, made["ann"], administrator=True)
    workspace = services.workspaces.open(WORKSPACE)
    with workspace.write(services.workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        stalls.build(tx)
    for name, group in PEOPLE.items():
        if group:
            admit(services, WORKSPACE, made[name], [group])
    app = build(services)
    tokens: dict[str, str] = {}
    for name in PEOPLE:
        visitor = Visitor(app)
        session: Any = visitor.post("/session", {"account": name, "password": PASSWORD}).json
        visitor.headers["X-CSRF-Token"] = session["csrf"]
        made_token: Any = visitor.post("/me/tokens", {"name": "script", "workspace": WORKSPACE}).json
        tokens[name] = made_token["token"]
    services.close()
    return tokens


def masters(run: Path, cluster: Cluster | None) -> list[Master]:
    """The furnished installations that pairs are copied from, made by whoever of the run comes first."""

    def lay_out(settings: Settings, folder: Path) -> None:
        (folder / "tokens").write_bytes(orjson.dumps(_furnish(settings)))

    return [laid_out(run, "market", on, lay_out) for on in ([None] if cluster is None else [None, cluster])]


@contextmanager
def opened(made: list[Master], folder: Path) -> Generator[Pair]:
    """Copies of the masters in `folder`, open until the end of the block."""
    clock = FixedClock(START)
    with ExitStack() as stack:
        houses: list[House] = []
        for place, master in enumerate(made):
            data = folder / f"house-{place}"
            stack.callback(shutil.rmtree, data, ignore_errors=True)
            services = Services.open(stack.enter_context(master.copied(data)), clock)
            stack.callback(services.close)
            houses.append(House(services, orjson.loads((master.folder / "tokens").read_bytes())))
        yield Pair(tuple(houses), clock, folder)

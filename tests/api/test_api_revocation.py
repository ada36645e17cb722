"""Work that outlasts its request stops when whoever began it is shut out while it runs (attacks: revocation)."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from gezi.accounts import people
from gezi.accounts.people import AccountState
from gezi.api import restructuring
from gezi.api.services import Services
from gezi.exchange.imports import running
from gezi.exchange.jobs import Handle
from gezi.tables.labour import Labour
from support.servers import wait_for
from support.visitors import Browser, Visitor, program

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"
ALL = {name: {} for name in ("view", "create", "import")}


class Gate:
    """Imports go row by row and stand still after the second until the gate is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def pass_(self) -> None:
        self.reached.set()
        assert self.opened.wait(60)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made, progress = Gate(), Handle.progress

    def held(handle: Handle, done: int, total: int | None) -> bool:
        if done == 2:
            made.pass_()
        return progress(handle, done, total)

    monkeypatch.setattr(running, "BATCH", 1)
    monkeypatch.setattr(Handle, "progress", held)
    yield made
    made.opened.set()


@pytest.fixture
def ned(ann: Browser, browser: Callable[..., Browser]) -> Browser:
    """May import trips."""
    given = ann.patch(f"{TRAVEL}/roles/everyone/rights", {"tables": {"trips": {"actions": ALL}}})
    assert given.status_code == 200, given.json
    return browser("ned")


def begin(who: Visitor, gate: Gate) -> str:
    sheet = io.BytesIO("标题\n一\n二\n三\n四\n".encode())
    answer = who.send("POST", f"{TRIPS}/imports", data={"file": (sheet, "trips.csv")})
    assert answer.status_code == 202, answer.json
    assert gate.reached.wait(60)
    return answer.json["job"]["id"]


def ended(who: Visitor, gate: Gate, job: str) -> tuple[str, list[str]]:
    gate.opened.set()
    path = f"{TRAVEL}/jobs/{job}"
    wait_for(lambda: who.get(path).json["job"]["state"] not in ("queued", "running"))
    told = who.get(path).json["job"]
    return told["state"], [error["code"] for error in told["errors"]]


def kept(ann: Browser) -> int:
    return ann.get(f"{TRIPS}/records", count="true").json["count"]


def left_behind(services: Services) -> list[Any]:
    return list((services.settings.data / "imports").glob("*.upload"))


def test_an_import_stops_when_its_token_is_deleted(ann: Browser, app: Flask, services: Services, gate: Gate) -> None:
    made = ann.post("/me/tokens", {"name": "script", "workspace": "travel"}).json
    job = begin(program(app, made["token"]), gate)
    assert ann.delete(f"/me/tokens/{made['id']}").status_code == 204
    assert ended(ann, gate, job) == ("failed", ["job.no_longer_admitted"])
    assert (kept(ann), left_behind(services)) == (2, [])


def leaves(ann: Browser, _: Services, ned: int) -> None:
    assert ann.patch(f"{TRAVEL}/members/{ned}", {"state": "left"}).status_code == 200


def loses_the_right(ann: Browser, _: Services, ned: int) -> None:
    fewer = {"view": {}, "create": {}, "import": None}
    given = ann.patch(f"{TRAVEL}/roles/everyone/rights", {"tables": {"trips": {"actions": fewer}}})
    assert given.status_code == 200, given.json


def is_switched_off(_: Browser, services: Services, ned: int) -> None:
    with services.control.write() as control:
        account = people.find_by_name(control, "ned")
        assert account is not None
        people.set_state(control, account.id, AccountState.DISABLED)
    services.identities.forget()


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (leaves, "job.no_longer_admitted"),
        (loses_the_right, "permission.no_import"),
        (is_switched_off, "job.no_longer_admitted"),
    ],
)
def test_an_import_stops_when_its_member(
    ann: Browser, ned: Browser, services: Services, gate: Gate, happens: Callable[..., None], code: str
) -> None:
    member = ned.get(f"{TRAVEL}/me").json["id"]
    job = begin(ned, gate)
    happens(ann, services, member)
    assert ended(ann, gate, job) == ("failed", [code])
    assert (kept(ann), left_behind(services)) == (2, [])


def test_an_import_goes_on_when_its_member_signs_out(ann: Browser, ned: Browser, gate: Gate) -> None:
    job = begin(ned, gate)
    assert ned.delete("/session").status_code == 204
    assert ended(ann, gate, job) == ("done", [])
    assert kept(ann) == 4


def test_a_change_of_the_structure_stops_when_its_token_is_deleted(
    ann: Browser, app: Flask, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Labour.say

    def held(labour: Labour) -> None:
        if labour.report is not None and not labour.done:
            gate.pass_()
        told(labour)

    monkeypatch.setattr(restructuring, "MANY", 1)
    monkeypatch.setattr(Labour, "say", held)
    rows = [{"values": {"title": str(n), "price": str(n)}} for n in range(3)]
    assert ann.post(f"{TRIPS}/records", {"records": rows}).status_code == 201
    made = ann.post("/me/tokens", {"name": "script", "workspace": "travel"}).json
    twice = {"type": "formula", "key": "twice", "label": "twice", "options": {"formula": "price * 2"}}
    begun = program(app, made["token"]).post(f"{TRIPS}/fields", twice)
    assert begun.status_code == 202, begun.json
    assert gate.reached.wait(60)
    assert ann.delete(f"/me/tokens/{made['id']}").status_code == 204
    assert ended(ann, gate, begun.json["job"]["id"]) == ("failed", ["job.no_longer_admitted"])
    (trips,) = [one for one in ann.get(f"{TRAVEL}/tables").json["tables"] if one["key"] == "trips"]
    assert "twice" not in [field["key"] for field in trips["fields"]]

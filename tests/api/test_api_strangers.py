"""Every route of the application, asked by those whom it is not for; the routes are taken from the application itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from gezi.api.routes import Permission, Route
from support.visitors import Browser

PLACES = {
    "{ws}": "travel", "{table}": "trips", "{id}": "1", "{field}": "price", "{view}": "all", "{button}": "press",
    "{role}": "admin", "{batch}": "x", "{job}": "1", "{file}": "1", "{dashboard}": "board", "{approval}": "one",
    "{key}": "x", "{timer}": "x", "{run}": "1", "{alias}": "x", "{delivery}": "1", "{kind}": "locks", "{template}": "crm",
}  # fmt: skip


def routes(app: Flask) -> list[Route]:
    found: list[Route] = [r for r in app.extensions["gezi.routes"].values() if r.permission is Permission.WORKSPACE]
    assert len(found) > 60
    return found


def address(route: Route, **other: str) -> str:
    path = route.path
    for name, value in {**PLACES, **{f"{{{key}}}": value for key, value in other.items()}}.items():
        path = path.replace(name, value)
    assert "{" not in path, f"{route.path}: say here what stands in its places"
    return path


def ask(visitor: Browser, route: Route, **other: str) -> tuple[int, bytes]:
    body: dict[str, Any] = {} if route.method == "GET" else {"json": {}}
    answer = visitor.send(route.method, address(route, **other), **body)
    return answer.status_code, answer.get_data()


@pytest.fixture
def trip(ann: Browser) -> str:
    """A row that only the administrator may see."""
    made = ann.post("/workspaces/travel/tables/trips/records", {"records": [{"values": {"title": "Secret"}}]})
    return str(made.json["records"][0]["id"])


def test_nobody_gets_in_without_signing_in(app: Flask, browser: Callable[..., Browser], trip: str) -> None:
    anonymous = browser()
    assert {ask(anonymous, route, id=trip)[0] for route in routes(app)} == {401}


def test_a_workspace_of_others_is_like_one_that_is_not_there(
    app: Flask, browser: Callable[..., Browser], trip: str
) -> None:
    eve = browser("eve")  # who administers another one
    for route in routes(app):
        closed, missing = ask(eve, route, id=trip), ask(eve, route, id=trip, ws="nowhere")
        assert closed[0] == 404, route.endpoint
        assert closed == missing, route.endpoint


def test_a_table_out_of_sight_is_like_one_that_is_not_there(
    app: Flask, browser: Callable[..., Browser], trip: str
) -> None:
    ned = browser("ned")  # who may see nothing
    for route in routes(app):
        if "{table}" in route.path:
            status, closed = ask(ned, route, id=trip)
            assert status >= 400, route.endpoint
            assert (status, closed) == (
                (missing := ask(ned, route, id=trip, table="nowhere"))[0],
                missing[1].replace(b"nowhere", b"trips"),
            ), route.endpoint


def test_a_row_out_of_sight_is_like_one_that_is_not_there(
    app: Flask, ann: Browser, browser: Callable[..., Browser], trip: str
) -> None:
    ned = browser("ned")
    rows = {"field": "title", "op": "!=", "value": "Secret"}
    actions = {name: {"rows": rows} for name in ("view", "edit", "delete", "create", "export", "print")}
    given = ann.patch("/workspaces/travel/roles/everyone/rights", {"tables": {"trips": {"actions": actions}}})
    assert given.status_code == 200
    for route in routes(app):
        if "{table}" in route.path and "{id}" in route.path:
            hidden, missing = ask(ned, route, id=trip), ask(ned, route, id="4711")
            assert hidden[0] >= 400, route.endpoint
            assert hidden == missing, route.endpoint


def test_an_ordinary_member_changes_nothing_by_guessing(app: Flask, browser: Callable[..., Browser], trip: str) -> None:
    """What succeeds with an empty body, for somebody without any right, is listed here."""
    ned = browser("ned")
    fine = {
        route.endpoint.replace("/api/v1/workspaces/{ws}", "")
        for route in routes(app)
        if ask(ned, route, id=trip)[0] < 300
    }
    own = {"POST /notifications/read", "PATCH /notifications/settings"}  # everybody's own
    assert {endpoint for endpoint in fine if not endpoint.startswith("GET")} == own

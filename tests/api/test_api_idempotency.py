"""Requests that are sent twice under one key: done once, answered twice alike, refusals included; on every POST."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gezi.api.idempotency import KEPT
from gezi.api.services import Services
from gezi.core import models
from gezi.core.clock import FixedClock
from gezi.tables.workspaces import Workspace
from support.visitors import Browser, refused

WS = "/workspaces/travel"
TRIPS = f"{WS}/tables/trips/records"
ROW = {"values": {"title": "x"}}
KEY = {"Idempotency-Key": "5d2f6c1e"}


def count(ann: Browser) -> int:
    return ann.get(TRIPS, count="true").json["count"]


def test_a_post_sent_twice_with_one_key_happens_once(ann: Browser) -> None:
    first = ann.post(TRIPS, {"records": [ROW]}, headers=KEY)
    second = ann.post(TRIPS, {"records": [ROW]}, headers=KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert ("Idempotency-Replayed" in first.headers, second.headers["Idempotency-Replayed"]) == (False, "true")
    assert count(ann) == 1


def test_a_refusal_is_repeated_too_though_it_could_be_done_by_now(ann: Browser) -> None:
    city = {"records": [{"values": {"name": "大理"}}]}
    (made,) = ann.post(f"{WS}/tables/cities/records", city).json["records"]
    first = ann.post(f"{WS}/tables/cities/records", city, headers=KEY)
    assert refused(first, 422) == ["value.not_unique"]
    ann.delete(f"{WS}/tables/cities/records", {"ids": [made["id"]]})
    again = ann.post(f"{WS}/tables/cities/records", city, headers=KEY)
    assert refused(again, 422) == ["value.not_unique"]
    assert again.json == first.json
    assert ann.post(f"{WS}/tables/cities/records", city, headers={"Idempotency-Key": "new"}).status_code == 201


def test_a_key_is_not_shared_between_requests_nor_people(ann: Browser, browser: Callable[..., Browser]) -> None:
    assert ann.post(TRIPS, {"records": [ROW]}, headers=KEY).status_code == 201
    other = {"records": [{"values": {"title": "another"}}]}
    assert refused(ann.post(TRIPS, other, headers=KEY), 422) == ["idempotency.reused"]
    refused(browser("ned").post(TRIPS, {"records": [ROW]}, headers=KEY), 404)
    assert ann.post(TRIPS, {"records": [ROW]}, headers=KEY).status_code == 201  # the other body changed nothing
    for bad in ("x" * 201, "中", "a\tb"):
        refused(ann.post(TRIPS, {"records": [ROW]}, headers={"Idempotency-Key": bad}), 400)


def test_the_second_of_two_at_once_is_told_to_wait(ann: Browser, browser: Callable[..., Browser], app: Any) -> None:
    late, inside, go = browser("ann"), threading.Event(), threading.Event()
    route = app.extensions["gezi.routes"]["POST /api/v1/workspaces/{ws}/tables/{table}/records"]
    handle = route.handle

    def slowly(call: Any) -> Any:
        inside.set()
        assert go.wait(30)
        return handle(call)

    object.__setattr__(route, "handle", slowly)
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(ann.post(TRIPS, {"records": [ROW]}, headers=KEY)))
    try:
        thread.start()
        assert inside.wait(30)
        assert refused(late.post(TRIPS, {"records": [ROW]}, headers=KEY), 409) == ["idempotency.in_flight"]
    finally:
        go.set()
        thread.join(30)
        object.__setattr__(route, "handle", handle)
    assert answers[0].status_code == 201
    assert late.post(TRIPS, {"records": [ROW]}, headers=KEY).json == answers[0].json


def _file(content: bytes) -> dict[str, Any]:
    return {"data": {"file": (io.BytesIO(content), "a.csv")}, "content_type": "multipart/form-data"}


@pytest.mark.parametrize(
    ("path", "body", "other"),
    [
        ("/workspaces", {"key": "new", "name": "N"}, {"key": "new2", "name": "N"}),
        (f"{WS}/tables", {"label": "A"}, {"label": "B"}),
        (f"{WS}/tables/trips/fields", {"type": "text", "label": "A"}, {"type": "text", "label": "B"}),
        (f"{WS}/tables/trips/fields/kind/convert", {"type": "text"}, {"type": "long_text"}),
        (f"{WS}/tables/trips/views", {"label": "A"}, {"label": "B"}),
        (f"{WS}/trash/restore", {"items": [{"table": "trips", "id": 1}]}, {"items": [{"table": "trips", "id": 2}]}),
        (f"{WS}/attachments", b"one", b"two"),
        (f"{WS}/tables/cities/imports", b"name\nA\n", b"name\nB\n"),
    ],
)
def test_every_post_takes_a_key(ann: Browser, path: str, body: Any, other: Any) -> None:
    def send(given: Any) -> Any:
        how = _file(given) if isinstance(given, bytes) else {"json": given}
        return ann.send("POST", path, headers=KEY, **how)

    first, second = send(body), send(body)
    assert second.status_code == first.status_code
    assert second.headers["Idempotency-Replayed"] == "true"
    if path.endswith("imports"):  # the job goes on meanwhile
        assert second.json["job"]["id"] == first.json["job"]["id"]
    else:
        assert second.json == first.json
    assert refused(send(other), 422) == ["idempotency.reused"]


def test_the_secret_of_a_token_is_shown_once_though_it_was_asked_for_twice(ann: Browser, services: Services) -> None:
    body = {"name": "script", "workspace": "travel"}
    first, second = (ann.post("/me/tokens", body, headers=KEY) for _ in range(2))
    assert second.json == {"id": first.json["id"], "token": None}
    assert len(ann.get("/me/tokens").json["tokens"]) == 1
    with services.control.read() as control:
        kept = control.execute(sa.select(models.account_idempotency)).all()
    assert first.json["token"] not in str(kept)


def test_a_question_has_no_effect_and_is_asked_anew(ann: Browser) -> None:
    path = f"{TRIPS}/aggregate"
    assert ann.post(path, {"group_by": []}, headers=KEY).json["rows"][0]["values"] == {"count": 0}
    ann.post(TRIPS, {"records": [ROW]})
    assert ann.post(path, {"group_by": []}, headers=KEY).json["rows"][0]["values"] == {"count": 1}


def test_keys_are_kept_two_days_and_then_forgotten(ann: Browser, services: Services, clock: FixedClock) -> None:
    def keys() -> set[str]:
        workspace: Workspace = services.workspaces.open("travel")
        with workspace.database.read() as connection:
            return set(connection.execute(sa.select(models.idempotency.c.key)).scalars())

    ann.post(TRIPS, {"records": [ROW]}, headers={"Idempotency-Key": "old"})
    clock.advance(KEPT)
    ann.sign_in("ann")
    ann.post(TRIPS, {"records": [ROW]}, headers={"Idempotency-Key": "second"})
    assert keys() == {"old", "second"}
    clock.advance(timedelta(hours=2))
    ann.post(TRIPS, {"records": [ROW]}, headers={"Idempotency-Key": "third"})
    assert keys() == {"second", "third"}

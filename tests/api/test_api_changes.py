"""Live updates over HTTP: ids and versions, only of rows that one may view, while one may be there (reliability 4.5)."""

# pyright: reportOptionalSubscript=false, reportPrivateUsage=false, reportArgumentType=false, reportAttributeAccessIssue=false
# pyright: reportGeneralTypeIssues=false, reportDeprecated=false
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from gezi.api import streams
from gezi.api.services import Services
from gezi.core.context import SYSTEM, Source
from gezi.fields.conditions import Or, Variable
from gezi.fields.conditions import Test as Cell
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables.system import CREATED_BY
from support.visitors import Browser, Visitor, program, refused

TRAVEL = "/workspaces/travel"
CHANGES = f"{TRAVEL}/changes"
TRIPS = f"{TRAVEL}/tables/trips/records"


class Stream:
    """An open stream of events, read one at a time."""

    def __init__(self, who: Visitor, path: str = CHANGES, **headers: str) -> None:
        self.answer = who.send("GET", path, headers={"Accept": "text/event-stream", **headers})
        self._parts = iter(self.answer.response) if self.answer.status_code == 200 else iter(())

    def next(self) -> dict[str, str]:
        """The lines of the next event, by name; of a sign of life only its id. `StopIteration` at the end."""
        lines = next(self._parts).decode().strip().split("\n")
        pairs = [line.split(": ", 1) for line in lines if not line.startswith(":")]
        return {one[0]: one[-1] for one in pairs}

    def changes(self) -> list[tuple[str, int | None, int | None, str]]:
        event = self.next()
        assert event["event"] == "changes", event
        return listed(json.loads(event["data"]))

    def over(self) -> bool:
        return next(self._parts, None) is None

    def close(self) -> None:
        self.answer.close()


@contextmanager
def streaming(who: Visitor, path: str = CHANGES, **headers: str) -> Iterator[Stream]:
    stream = Stream(who, path, **headers)
    try:
        yield stream
    finally:
        stream.close()


def listed(news: dict[str, Any]) -> list[tuple[str, int | None, int | None, str]]:
    assert all(set(one) == {"table", "id", "version", "kind"} for one in news["changes"])
    return [(one["table"], one["id"], one["version"], one["kind"]) for one in news["changes"]]


def make(who: Visitor, *names: str, **values: Any) -> list[int]:
    answer = who.post(TRIPS, {"records": [{"values": {"title": title, **values}} for title in names]})
    assert answer.status_code == 201, answer.json
    return [record["id"] for record in answer.json["records"]]


def change(who: Visitor, id_: int, **values: Any) -> None:
    assert who.patch(TRIPS, {"records": [{"id": id_, "values": values}]}).status_code == 200


@pytest.fixture
def ned(services: Services, browser: Any) -> Browser:
    """Sees the trips that he made himself, and those by rail."""
    with services.workspaces.open("travel").write(services.workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        group = roles.add(tx.connection, "own", {"zh-CN": "自己的", "en": "Own"})
        member = next(one for one in tx.members.values() if one.name == "Ned")
        roles.put_in(tx.connection, group.id, member.id)
        trips = tx.catalogue.table("trips")
        kind = trips.by_key["kind"]
        rail = next(choice.id for choice in kind.choices if choice.key == "rail")
        own = Cell((CREATED_BY.id,), "=", Variable("@me"), "member")
        by_rail = Cell((kind.id,), "=", rail, "option")
        grants.allow(tx.connection, group.id, trips.id, [Action.VIEW, Action.CREATE], Or((own, by_rail)))
        tx.reload()
    return browser("ned")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams look about twenty times a second."""
    from gezi.api import identities
    from gezi.api.resources import changes

    monkeypatch.setattr(changes, "LOOK", 0.05)
    monkeypatch.setattr(changes, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(identities, "REMEMBERED", 0.0)


def test_asked_without_since_only_the_present_is_answered(ann: Browser) -> None:
    make(ann, "a")
    answer = ann.get(CHANGES)
    assert (answer.status_code, answer.json["changes"], answer.json["resync"]) == (200, [], False)
    assert answer.json["last"] > 0


def test_what_is_new_is_told_by_id_and_version_once(ann: Browser) -> None:
    since = ann.get(CHANGES).json["last"]
    one, two = make(ann, "a", "b")
    change(ann, one, title="c")
    news = ann.get(CHANGES, since=since).json
    assert listed(news) == [("trips", one, 2, "create"), ("trips", two, 1, "create")]
    change(ann, one, title="d")
    ann.delete(TRIPS, {"ids": [two]})
    later = ann.get(CHANGES, since=news["last"]).json
    assert listed(later) == [("trips", one, 3, "update"), ("trips", two, 1, "delete")]
    assert ann.get(CHANGES, since=later["last"]).json == {**later, "changes": []}


def test_a_row_that_came_and_went_meanwhile_is_not_told_of(ann: Browser) -> None:
    since = ann.get(CHANGES).json["last"]
    ann.delete(TRIPS, {"ids": make(ann, "a")})
    assert ann.get(CHANGES, since=since).json["changes"] == []


def test_no_id_of_a_row_outside_ones_scope_is_told(ann: Browser, ned: Browser) -> None:
    since = ned.get(CHANGES).json["last"]
    hidden = make(ann, "a", "b", kind="air")
    (own,) = make(ned, "n")
    (rail,) = make(ann, "r", kind="rail")
    change(ann, hidden[0], title="c")
    ann.delete(TRIPS, {"ids": [hidden[1]]})
    assert listed(ned.get(CHANGES, since=since).json) == [("trips", own, 1, "create"), ("trips", rail, 1, "create")]
    middle = ned.get(CHANGES).json["last"]
    ann.delete(TRIPS, {"ids": [hidden[0], own]})
    assert listed(ned.get(CHANGES, since=middle).json) == [("trips", own, 1, "delete")]


def test_a_row_that_leaves_ones_sight_is_told_as_deleted_and_one_that_comes_into_it_as_changed(
    ann: Browser, ned: Browser
) -> None:
    (rail,) = make(ann, "r", kind="rail")
    (air,) = make(ann, "a", kind="air")
    since = ned.get(CHANGES).json["last"]
    change(ann, rail, kind="air")
    change(ann, air, kind="rail")
    assert listed(ned.get(CHANGES, since=since).json) == [("trips", air, 2, "update"), ("trips", rail, 2, "delete")]
    middle = ned.get(CHANGES).json["last"]
    change(ann, rail, title="x")
    assert ned.get(CHANGES, since=middle).json["changes"] == []


def test_a_table_that_one_may_not_view_does_not_exist(ann: Browser, ned: Browser) -> None:
    since = ned.get(CHANGES).json["last"]
    ann.post(f"{TRAVEL}/tables/cities/records", {"records": [{"values": {"name": "北京"}}]})
    assert ned.get(CHANGES, since=since).json["changes"] == []


def test_a_mark_that_cannot_be_from_here_asks_for_everything_to_be_read_again(ann: Browser) -> None:
    assert ann.get(CHANGES, since=999_999).json["resync"] is True


def test_more_rows_than_can_be_named_are_told_as_their_table(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from gezi.tables.changes import live

    monkeypatch.setattr(live, "MOST_ROWS", 3)
    since = ann.get(CHANGES).json["last"]
    make(ann, "a", "b", "c", "d")
    assert listed(ann.get(CHANGES, since=since).json) == [("trips", None, None, "reload")]


def test_a_stream_says_where_it_begins_and_then_what_is_new(ann: Browser) -> None:
    with streaming(ann) as stream:
        assert stream.answer.mimetype == "text/event-stream"
        assert stream.answer.headers["X-Accel-Buffering"] == "no"
        assert stream.answer.headers["Cache-Control"] == "no-store"
        ready = stream.next()
        assert (ready["event"], ready["retry"]) == ("ready", "3000")
        (id_,) = make(ann, "a")
        assert stream.changes() == [("trips", id_, 1, "create")]
        change(ann, id_, title="b")
        assert stream.changes() == [("trips", id_, 2, "update")]


@pytest.mark.usefixtures("hasty")
def test_a_stream_sees_an_id_of_a_visible_row_and_never_one_outside_the_scope(
    ann: Browser, ned: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.0)
    with streaming(ned) as stream:
        stream.next()
        make(ann, "a", kind="air")
        alive = stream.next()
        assert (alive["event"], alive["data"]) == ("alive", "{}")  # a sign of life, nothing else
        (rail,) = make(ann, "r", kind="rail")
        event = stream.next()
        while event["event"] == "alive":
            event = stream.next()
        assert listed(json.loads(event["data"])) == [("trips", rail, 1, "create")]


def test_a_stream_goes_on_where_the_browser_left_off(ann: Browser) -> None:
    with streaming(ann) as stream:
        last = stream.next()["id"]
    one, two = make(ann, "a", "b")
    with streaming(ann, **{"Last-Event-ID": last}) as stream:
        event = stream.next()
        assert listed(json.loads(event["data"])) == [("trips", one, 1, "create"), ("trips", two, 1, "create")]
    with streaming(ann, f"{CHANGES}?since={last}", **{"Last-Event-ID": event["id"]}) as stream:
        assert stream.next()["event"] == "ready"
    with streaming(ann, **{"Last-Event-ID": "9" * 17}) as stream:
        assert stream.next()["event"] == "resync"
    assert refused(ann.send("GET", CHANGES, headers={"Accept": "text/event-stream", "Last-Event-ID": "x"}), 400)


def test_whoever_asks_for_anything_gets_an_answer_and_not_a_stream(ann: Browser) -> None:
    answer = ann.send("GET", CHANGES, headers={"Accept": "*/*"})
    assert answer.mimetype == "application/json"


@pytest.mark.usefixtures("hasty")
def test_a_stream_ends_with_its_session(ann: Browser, browser: Any) -> None:
    other = browser("ann")
    with streaming(ann) as stream:
        stream.next()
        assert ann.delete("/session").status_code == 204
        make(other, "secret")
        assert stream.over()


@pytest.mark.usefixtures("hasty")
def test_a_stream_ends_with_its_token(ann: Browser, app: Flask) -> None:
    made = ann.post("/me/tokens", {"name": "script", "workspace": "travel"}).json
    with streaming(program(app, made["token"])) as stream:
        stream.next()
        assert ann.delete(f"/me/tokens/{made['id']}").status_code == 204
        make(ann, "secret")
        assert stream.over()


@pytest.mark.usefixtures("hasty")
def test_a_right_that_is_taken_away_is_missed_in_an_open_stream(
    ann: Browser, ned: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.0)
    with streaming(ned) as stream:
        stream.next()
        with services.workspaces.open("travel").write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
            group = roles.find(tx.connection, "own")
            assert group is not None
            grants.withdraw(tx.connection, group.id, tx.catalogue.table("trips").id)
            tx.reload()
        make(ann, "r", kind="rail")
        told = [json.loads(stream.next().get("data", "{}")) for _ in range(4)]
        assert [one for one in told if one.get("changes")] == []


@pytest.mark.usefixtures("hasty")
def test_an_open_stream_tells_that_the_structure_is_new(ann: Browser) -> None:
    with streaming(ann) as stream:
        before = json.loads(stream.next()["data"])["structure"]
        made = ann.post(f"{TRAVEL}/tables/trips/fields", {"type": "text", "key": "note", "label": "备注"})
        assert made.status_code == 201, made.json
        news = json.loads(stream.next()["data"])
        assert (news["changes"], news["structure"] > before) == ([], True)


def test_streams_are_counted_and_their_places_given_back(ann: Browser, services: Services) -> None:
    with streaming(ann) as first:
        first.next()
        more = [Stream(ann) for _ in range(streams.MOST_OF_ACCOUNT - 1)]
        answer = ann.send("GET", CHANGES, headers={"Accept": "text/event-stream"})
        assert refused(answer, 429) == ["streams.too_many"]
        assert int(answer.headers["Retry-After"]) > 0
        assert ann.get(CHANGES).status_code == 200  # asking from time to time goes on
        for stream in more:
            stream.close()
        assert len(services.streams) == 1
    assert len(services.streams) == 0


def test_a_process_has_so_many_streams_and_no_more(ann: Browser, monkeypatch: pytest.MonkeyPatch, browser: Any) -> None:
    monkeypatch.setattr(streams, "MOST", 2)
    with streaming(ann), streaming(ann):
        assert refused(browser("ned").send("GET", CHANGES, headers={"Accept": "text/event-stream"}), 429)


def test_a_waiting_stream_holds_no_connection(ann: Browser, services: Services) -> None:
    with streaming(ann) as stream:
        stream.next()
        databases = [services.control, services.workspaces.open("travel").database]
        pools = {engine.pool for database in databases for engine in (database._reader, database._writer)}
        assert [pool.checkedout() for pool in pools] == [0] * len(pools)  # type: ignore[attr-defined]


def test_streams_end_when_the_server_stops(ann: Browser, services: Services) -> None:
    with streaming(ann) as stream:
        stream.next()
        services.streams.close()
        assert stream.over()
    assert len(services.streams) == 0


def test_a_stranger_gets_none(browser: Any) -> None:
    assert refused(browser().send("GET", CHANGES, headers={"Accept": "text/event-stream"}), 401)
    eve = browser("eve")
    assert refused(eve.send("GET", CHANGES, headers={"Accept": "text/event-stream"}), 404)


@pytest.mark.usefixtures("hasty")
def test_a_stream_of_a_token_for_some_tables_hears_of_no_other_and_ends_when_its_owner_leaves(
    ann: Browser, ned: Browser, app: Flask
) -> None:
    made = ned.post("/me/tokens", {"name": "script", "workspace": "travel", "tables": ["trips"], "reads": True}).json
    me = ned.get(f"{TRAVEL}/me").json["id"]
    said = {"tables": {"cities": {"actions": {"view": {"rows": None}}}}}
    assert ann.patch(f"{TRAVEL}/roles/own/rights", said).status_code == 200
    with streaming(program(app, made["token"])) as stream:
        stream.next()
        ann.post(f"{TRAVEL}/tables/cities/records", {"records": [{"values": {"name": "Hangzhou"}}]})
        (trip,) = make(ann, "r", kind="rail")
        assert stream.changes() == [("trips", trip, 1, "create")]
        assert ann.patch(f"{TRAVEL}/members/{me}", {"state": "left"}).status_code == 200
        make(ann, "secret")
        assert stream.over()

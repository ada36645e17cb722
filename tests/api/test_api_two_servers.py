"""Two servers over one PostgreSQL database with a Redis between them: what one is told, the other knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from gezi.core.settings import Settings
from support.databases import Cluster
from support.guests import BASE, Guest, until
from support.servers import OwnRedis, wait_for
from support.serving import Server

TRAVEL = f"{BASE}/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"


@dataclass
class Pair:
    """Two servers, with their Redis and their database."""

    one: Server
    two: Server
    redis: OwnRedis
    database_url: str


@pytest.fixture(scope="module")
def pair(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    from .conftest import furnish

    folder = tmp_path_factory.mktemp("pair")
    with ExitStack() as stack:
        url = stack.enter_context(cluster.database())
        furnish(Settings(data=folder / "data", database_url=url))
        redis = OwnRedis(folder)
        redis.start()
        stack.callback(redis.stop)
        servers: list[Server] = []
        for name in ("one", "two"):
            home = folder / name
            home.mkdir()
            server = Server(home, url, GEZI_DATA=str(folder / "data"), GEZI_REDIS_URL=redis.url, GEZI_RATE_LIMIT="600")
            stack.callback(server.stop)
            server.start()
            servers.append(server)
        yield Pair(servers[0], servers[1], redis, url)


@pytest.fixture
def ann(pair: Pair) -> Iterator[tuple[Guest, Guest]]:
    """Ann at one server, and at the other with the same session."""
    with ExitStack() as stack:
        one = stack.enter_context(Guest(pair.one.port))
        yield one, stack.enter_context(one.at(pair.two.port))


def stream(guest: Guest, **headers: str) -> HTTPResponse:
    return guest.ask("GET", f"{TRAVEL}/changes", Accept="text/event-stream", **headers)


def make(guest: Guest, **values: Any) -> int:
    answer = guest.ask("POST", f"{TRIPS}/records", {"records": [{"values": values}]})
    assert answer.status == 201, answer.read()
    return json.loads(answer.read())["records"][0]["id"]


def told(at: HTTPResponse) -> list[tuple[str, int | None, str]]:
    """The next rows that a stream tells of."""
    while not (changes := until(at, "changes")["changes"]):
        pass
    return [(one["table"], one["id"], one["kind"]) for one in changes]


def test_a_write_at_one_server_is_told_by_the_other_only_to_those_who_may_see_it_and_is_taken_up_again(
    pair: Pair, ann: tuple[Guest, Guest]
) -> None:
    here, there = ann
    with Guest(pair.two.port, "ned") as ned:
        streams = stream(there), stream(ned)
        begin = min([until(one, "ready")["last"] for one in streams])
        trip = make(here, title="a")
        assert told(streams[0]) == [("trips", trip, "create")]
        again = stream(there, **{"Last-Event-ID": str(begin)})
        assert told(again) == [("trips", trip, "create")]
        assert json.loads(ned.ask("GET", f"{TRAVEL}/changes?since={begin}").read())["changes"] == []  # no rights at all


def test_what_goes_over_redis_are_numbers_alone(pair: Pair, ann: tuple[Guest, Guest]) -> None:
    with pair.redis.client() as client, client.pubsub() as ear:
        (channel,) = client.pubsub_channels("gezi:*")
        ear.subscribe(channel)
        wait_for(lambda: client.pubsub_numsub(channel)[0][1] == 3)
        make(ann[0], title="secret")
        message = None
        while message is None or message["type"] != "message" or b"travel" not in message["data"]:
            message = ear.get_message(timeout=1)
        said = json.loads(message["data"])
        assert (said["place"], set(said)) == ("travel", {"from", "place", "last", "structure"})
        assert b"secret" not in message["data"]
        assert [key for key in client.keys("*") if b"secret" in key or b"ann" in key] == []


def test_a_field_made_at_one_server_can_be_used_at_the_other(ann: tuple[Guest, Guest]) -> None:
    here, there = ann
    following = stream(there)
    before = until(following, "ready")["structure"]
    make(there, title="warm")
    made = here.ask("POST", f"{TRIPS}/fields", {"type": "text", "key": "note", "label": "备注"})
    assert made.status == 201, made.read()
    structure = before
    while structure == before:
        structure = until(following, "changes")["structure"]
    assert structure > before
    described = json.loads(there.ask("GET", f"{TRAVEL}/tables").read())["tables"]
    assert "note" in [field["key"] for one in described if one["key"] == "trips" for field in one["fields"]]
    trip = make(there, title="b", note="n")
    assert json.loads(here.ask("GET", f"{TRIPS}/records/{trip}").read())["values"]["note"] == "n"
    assert here.ask("PATCH", f"{TRIPS}/fields/note", {"key": "remark"}).status == 200

    def read() -> dict[str, Any]:
        return json.loads(there.ask("GET", f"{TRIPS}/records/{trip}").read())["values"]

    wait_for(lambda: read().get("remark") == "n")  # as soon as it has heard of it
    assert "note" not in read()


def test_a_session_that_ends_at_one_server_has_ended_at_the_other(pair: Pair) -> None:
    with Guest(pair.one.port) as here, here.at(pair.two.port) as there:
        following = stream(there)
        until(following, "ready")
        assert there.ask("GET", f"{BASE}/me").status == 200
        assert here.ask("DELETE", f"{BASE}/session").status == 204
        wait_for(lambda: there.ask("GET", f"{BASE}/me").status == 401)
        assert b"event: changes" not in following.read()  # and with it its stream


def test_requests_at_both_servers_are_counted_together(pair: Pair, ann: tuple[Guest, Guest]) -> None:
    with pair.redis.client() as client:
        assert ann[0].ask("GET", f"{BASE}/me").status == 200
        buckets = [key for key in client.scan_iter("gezi:count:*") if client.type(key) == b"hash"]
        for bucket in buckets:  # what the one server counted, now empty, and no time passes for it
            client.hset(bucket, mapping={"left": "0", "at": "4000000000000"})
        assert [guest.ask("GET", f"{BASE}/me").status for guest in ann] == [429, 429]
        client.delete(*buckets)
        assert [guest.ask("GET", f"{BASE}/me").status for guest in ann] == [200, 200]


def test_without_redis_streams_go_on_and_with_it_they_hear_again(pair: Pair, ann: tuple[Guest, Guest]) -> None:
    here, there = ann
    following = stream(there)
    until(following, "ready")
    pair.redis.stop()
    trip = make(here, title="c")
    assert told(following) == [("trips", trip, "create")]
    pair.redis.start()
    with pair.redis.client() as client:
        wait_for(lambda: [client.pubsub_numsub(name)[0][1] for name in client.pubsub_channels("gezi:*")] == [2])
    trip = make(here, title="d")
    assert told(following) == [("trips", trip, "create")]


def test_the_same_request_sent_to_both_servers_happens_once(pair: Pair, ann: tuple[Guest, Guest]) -> None:
    rows = {"records": [{"values": {"title": "once"}}]}
    answers = [guest.ask("POST", f"{TRIPS}/records", rows, **{"Idempotency-Key": "k1"}) for guest in ann]
    assert [answer.status for answer in answers] == [201, 201]
    first, second = (json.loads(answer.read()) for answer in answers)
    assert first == second
    name = sa.make_url(pair.database_url)
    with psycopg.connect(name.render_as_string(hide_password=False)) as connection:
        found = connection.execute("SELECT count(*) FROM ws_travel.idempotency WHERE key = 'k1'").fetchone()
    assert found == (1,)

"""Tokens limited to reading, or to some tables: on every route no more than that, whoever their owner is (attacks: tenancy)."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask

from gezi.api.routes import Permission
from support.visitors import Browser, Visitor, problems, program, refused

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"
CITIES = f"{TRAVEL}/tables/cities"


def limited(app: Flask, ann: Browser, **limits: object) -> Visitor:
    made = ann.post("/me/tokens", {"name": "script", "workspace": "travel", **limits})
    assert made.status_code == 201, made.json
    return program(app, made.json["token"])


@pytest.fixture
def ids(ann: Browser) -> tuple[int, int]:
    """A city, and a trip to it."""
    city = ann.post(f"{CITIES}/records", {"records": [{"values": {"name": "Hangzhou"}}]}).json["records"][0]["id"]
    values = {"title": "West Lake", "city": city}
    return city, ann.post(f"{TRIPS}/records", {"records": [{"values": values}]}).json["records"][0]["id"]


def test_a_token_says_what_it_is_limited_to(ann: Browser, app: Flask) -> None:
    limited(app, ann)
    limited(app, ann, reads=True, tables=["trips"])
    whole, narrow = ann.get("/me/tokens").json["tokens"]
    assert (whole["reads"], whole["tables"]) == (False, None)
    assert (narrow["reads"], narrow["tables"]) == (True, ["trips"])


def test_a_token_cannot_be_made_for_tables_out_of_sight(ann: Browser, browser) -> None:
    wanted = {"name": "script", "workspace": "travel", "tables": ["trips", "absent", "gone"]}
    assert problems(ann.post("/me/tokens", wanted)) == [(None, "tables", "table.not_found")] * 2
    ned = browser("ned")  # a newcomer, to whom no table is granted
    assert refused(ned.post("/me/tokens", {**wanted, "tables": ["trips"]}), 404) == ["table.not_found"]
    assert refused(ned.post("/me/tokens", {**wanted, "workspace": "other"}), 404) == ["workspace.unknown"]
    for bad in ([], "trips", [1], [None]):
        refused(ann.post("/me/tokens", {**wanted, "tables": bad}), 400)


def test_a_token_for_reading_is_refused_every_route_that_changes_something(
    ann: Browser, app: Flask, ids: tuple[int, int]
) -> None:
    script = limited(app, ann, reads=True)
    assert script.get(f"{TRIPS}/records").json["records"][0]["id"] == ids[1]
    assert script.get(f"{TRIPS}/records/{ids[1]}").json["allowed"] == {"edit": False, "delete": False}
    grouping = {"group_by": [], "measures": [{"op": "count"}]}
    assert script.post(f"{TRIPS}/records/aggregate", grouping).status_code == 200
    tried = 0
    for route in app.extensions["gezi.routes"].values():
        if route.permission is not Permission.WORKSPACE or route.method == "GET" or route.reads:
            continue
        path = re.sub(r"\{\w+\}", "1", route.path.replace("{ws}", "travel").replace("{table}", "trips"))
        assert refused(script.send(route.method, path, json={}), 403) == ["token.reads"], route.endpoint
        tried += 1
    assert tried > 60
    assert ann.get(f"{TRIPS}/records", count="true").json["count"] == 1


def test_a_token_for_some_tables_is_refused_what_goes_beyond_them(ann: Browser, app: Flask) -> None:
    script = limited(app, ann, tables=["trips"])
    for route in app.extensions["gezi.routes"].values():
        if route.permission is not Permission.WORKSPACE or "{table}" in route.path or route.by_scope:
            continue
        path = re.sub(r"\{\w+\}", "1", route.path.replace("{ws}", "travel"))
        assert refused(script.send(route.method, path, json={}), 403) == ["token.for_tables"], route.endpoint
    for method, path in (("POST", "/me/tokens"), ("GET", "/me/tokens"), ("POST", "/workspaces")):
        assert refused(script.send(method, path, json={}), 403) == ["auth.token_not_enough"]


def test_a_token_for_some_tables_finds_no_other_table_whoever_its_owner_is(
    ann: Browser, app: Flask, ids: tuple[int, int]
) -> None:
    city, trip = ids
    file = ann.send("POST", f"{TRAVEL}/attachments", data={"file": (io.BytesIO(b"x"), "x.txt")}).json["id"]
    attached = {"records": [{"id": trip, "values": {"papers": [file]}}]}
    assert ann.patch(f"{TRIPS}/records", attached).status_code == 200
    script = limited(app, ann, tables=["cities"])
    assert [table["key"] for table in script.get(f"{TRAVEL}/tables").json["tables"]] == ["cities"]
    assert script.get(f"{CITIES}/records/{city}").status_code == 200
    assert script.patch(f"{CITIES}/records/{city}", {"values": {"name": "Suzhou"}}).status_code == 200
    hits = {hit["table"]["key"] for hit in ann.get(f"{TRAVEL}/search", q="West").json["results"]}
    assert (hits, script.get(f"{TRAVEL}/search", q="West").json["results"]) == ({"trips"}, [])
    asked = 0
    for route in app.extensions["gezi.routes"].values():
        if route.permission is not Permission.WORKSPACE or "{table}" not in route.path or route.method != "GET":
            continue
        given = {"ws": "travel", "table": "trips", "id": trip, "file": file}
        path = re.sub(r"\{(\w+)\}", lambda place, given=given: str(given.get(place[1], "x")), route.path)
        answer = script.get(path, **({"field": "title"} if path.endswith(("/explain", "/candidates")) else {}))
        assert answer.status_code in (403, 404), (route.endpoint, answer.status_code)
        assert b"West Lake" not in answer.get_data()
        asked += 1
    assert asked > 10
    assert refused(script.post(f"{TRIPS}/records", {"records": [{"values": {"title": "x"}}]}), 404) == [
        "table.not_found"
    ]


def test_a_token_for_some_tables_may_not_change_their_structure(ann: Browser, app: Flask) -> None:
    script = limited(app, ann, tables=["trips"])
    field = {"key": "note", "type": "text", "label": {"zh-CN": "备注"}}
    refused(script.post(f"{TRIPS}/fields", field), 403)
    refused(script.get(f"{TRIPS}/rights"), 403)
    refused(script.send("GET", f"{TRIPS}/records", headers={"X-View-As": "roles:"}), 403)


def test_links_to_a_table_that_a_token_is_not_for_tell_nothing_of_it(
    ann: Browser, app: Flask, ids: tuple[int, int]
) -> None:
    city, trip = ids
    whole, narrow = limited(app, ann), limited(app, ann, tables=["trips"])
    seen = [one.get(f"{TRIPS}/records/{trip}").json["values"]["city"] for one in (whole, narrow, whole)]
    assert seen == [{"id": city, "label": label} for label in ("Hangzhou", f"#{city}", "Hangzhou")]


def test_a_repeated_request_of_a_limited_token_is_never_answered_with_its_owners_answer(
    ann: Browser, app: Flask, ids: tuple[int, int]
) -> None:
    body = {"records": [{"values": {"title": "again"}}]}
    key = {"Idempotency-Key": "one"}
    assert program(app, _whole(ann)).send("POST", f"{TRIPS}/records", json=body, headers=key).status_code == 201
    narrow = limited(app, ann, tables=["cities"])
    assert refused(narrow.send("POST", f"{TRIPS}/records", json=body, headers=key), 404) == ["table.not_found"]


def test_an_explanation_knows_what_the_token_that_asks_is_for(
    ann: Browser, app: Flask, ids: tuple[int, int], browser
) -> None:
    def why(script: Visitor, table: str = "trips", **asked: object) -> tuple[bool, str, str | None]:
        found = script.get(f"{TRAVEL}/permissions/explain", table=table, record=ids[1], **asked).json
        return found["allowed"], found["decisive"]["code"], found["hint"] and found["hint"]["code"]

    reader, narrow = limited(app, ann, reads=True), limited(app, ann, tables=["trips"])
    assert why(reader) == (True, "admin", None)
    assert why(reader, action="edit", field="title") == (False, "token_reads", "token")
    assert why(limited(app, ann), action="edit", field="title") == (True, "admin", None)
    assert why(narrow, action="edit") == (True, "admin", None)
    assert refused(narrow.get(f"{TRAVEL}/permissions/explain", table="cities"), 404) == ["table.not_found"]
    other = browser("ned").get(f"{TRAVEL}/me").json["id"]
    about = narrow.get(f"{TRAVEL}/permissions/explain", table="trips", member=other)
    assert refused(about, 403) == ["permission.not_about_others"]


def test_what_the_gate_refuses_to_a_token_is_in_the_log(ann: Browser, app: Flask) -> None:
    reader, narrow = limited(app, ann, reads=True), limited(app, ann, tables=["trips"])
    for _ in range(2):
        refused(reader.post(f"{TRIPS}/records", {"records": [{"values": {}}]}), 403)
    refused(narrow.get(f"{TRAVEL}/roles"), 403)
    refused(reader.get("/me/tokens"), 403)  # for persons alone
    entries = ann.get(f"{TRAVEL}/audit").json["entries"]
    noted = [each["details"] for each in entries if each["action"] == "permission.refused"]
    assert [(each["route"], each["codes"]) for each in noted] == [
        ("GET /api/v1/me/tokens", ["auth.token_not_enough"]),
        ("GET /api/v1/workspaces/{ws}/roles", ["token.for_tables"]),
        ("POST /api/v1/workspaces/{ws}/tables/{table}/records", ["token.reads"]),
    ]
    listed = {each["prefix"] for each in ann.get("/me/tokens").json["tokens"]}
    assert {each["token"] for each in noted} == listed


def _whole(ann: Browser) -> str:
    return ann.post("/me/tokens", {"name": "whole", "workspace": "travel"}).json["token"]

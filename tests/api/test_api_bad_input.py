"""Bad input of every sort is refused whole, with the right status and place of each problem, and is never a fault of ours."""

from __future__ import annotations

import json

import pytest

from support.visitors import Browser, problems, refused

TRIPS = "/workspaces/travel/tables/trips/records"
CITIES = "/workspaces/travel/tables/cities/records"
ROW = {"values": {"title": "x"}}


def create(who: Browser, address: str, *rows: dict) -> list[dict]:
    answer = who.post(address, {"records": [{"values": row} for row in rows]})
    assert answer.status_code == 201, answer.data
    return answer.json["records"]


# -- bad queries -----------------------------------------------------------------------------------------------------

BAD_QUERIES = {
    "limit": ["0", "-1", "1001", "1e9", "1.0", "NaN", "abc", "１０", "9" * 400, "+1", " 1", "0x10", "true"],
    "offset": ["-1", "10000001", "9223372036854775808", "NaN", "1;drop"],
    "count": ["1", "yes", "TRUE", "NaN"],
    "cursor": ["x", "eyJ", "a.b", "9" * 30_000, "\x00", "../.."],
    "sort": [
        "nothing",
        "name;drop table x--",
        "(case when (select 1) then 1 else 2 end)",
        "__class__",
        "title,title",
        "title,-title",
        "-",
        ",",
        "--title",
        "title desc",
        "papers",
        "id; --",
        "\U0001f600",
        "x" * 900,
    ],
    "fields": ["nothing", "title,nothing", ",", "title,,price", "*", "title;drop"],
    "view": ["nothing", "x' or 1=1--"],
    "page": ["1"],
    "per_page": ["NaN"],
    "$where": ["1"],
    "filter": [
        "{",
        "[]",
        "null",
        "1",
        '"title"',
        "{}",
        '{"field":"nothing","op":"=","value":1}',
        '{"field":"title"}',
        '{"field":"title","op":"like","value":"x"}',
        '{"field":"title","op":"=","value":{"x":1}}',
        '{"field":"title","op":"=","value":["x"]}',
        '{"field":"title","op":"=","extra":1,"value":"x"}',
        '{"field":["title"],"op":"=","value":"x"}',
        '{"field":"title","op":["="],"value":"x"}',
        '{"field":"price","op":"=","value":"abc"}',
        '{"field":"price","op":"=","value":NaN}',
        '{"field":"price","op":"=","value":1e400}',
        '{"field":"price","op":"=","value":' + "9" * 500 + "}",
        '{"field":"price","op":"between","value":["1"]}',
        '{"field":"price","op":"in","value":"1"}',
        '{"field":"on","op":"=","value":"2026-02-30"}',
        '{"field":"on","op":"=","value":{"relative":"someday"}}',
        '{"field":"on","op":"=","value":{"relative":"last_n_days","n":"x"}}',
        '{"field":"on","op":"=","value":{"relative":"last_n_days","n":99999999999}}',
        '{"field":"kind","op":"=","value":"nothing"}',
        '{"field":"city","op":"=","value":"x"}',
        '{"field":"title.name","op":"=","value":"x"}',
        '{"field":"city.nothing","op":"=","value":"x"}',
        '{"field":"__class__","op":"=","value":"x"}',
        '{"and":{}}',
        '{"and":[1]}',
        '{"not":[]}',
        '{"and":[],"or":[]}',
        "[" * 100_000,
        '{"not":' * 63 + "{}" + "}" * 63,
        '{"a":1,"a":2}',
    ],
}


@pytest.mark.parametrize("name", BAD_QUERIES)
def test_a_query_that_cannot_be_meant_is_refused(ann: Browser, name: str) -> None:
    create(ann, TRIPS, {"title": "a"})
    for text in BAD_QUERIES[name]:
        answer = ann.get(TRIPS, **{name: text})
        assert answer.status_code == 400, (name, text[:100], answer.status_code, answer.data[:300])
        problems(answer)


def test_a_parameter_given_twice_is_refused(ann: Browser) -> None:
    answer = ann.send("GET", f"{TRIPS}?limit=1&limit=2")
    assert refused(answer, 400) == ["query.repeated"]


def test_a_cursor_of_another_query_or_with_one_bit_changed_is_refused(ann: Browser) -> None:
    create(ann, CITIES, *({"name": f"c{n}"} for n in range(3)))
    cursor = ann.get(CITIES, limit=1).json["next"]
    assert ann.get(CITIES, limit=1, cursor=cursor).status_code == 200
    for place in range(0, len(cursor), 7):
        flipped = cursor[:place] + chr(ord(cursor[place]) ^ 1) + cursor[place + 1 :]
        assert ann.get(CITIES, limit=1, cursor=flipped).status_code == 400, place
    refused(ann.get(CITIES, limit=1, sort="-name", cursor=cursor), 400)
    refused(ann.get(TRIPS, limit=1, cursor=cursor), 400)


def test_wildcards_in_a_search_are_letters(ann: Browser) -> None:
    create(ann, CITIES, {"name": "100%"}, {"name": "a_b"}, {"name": "back\\slash"}, {"name": "plain"})
    for words, names in (("%", ["100%"]), ("_", ["a_b"]), ("\\", ["back\\slash"]), ("' or 1=1 --", [])):
        assert [r["values"]["name"] for r in ann.get(CITIES, q=words).json["records"]] == names, words
        filter_ = json.dumps({"field": "name", "op": "contains", "value": words})
        assert [r["values"]["name"] for r in ann.get(CITIES, filter=filter_).json["records"]] == names, words


# -- bad bodies ------------------------------------------------------------------------------------------------------

BAD_BODIES = [
    [],
    "x",
    1,
    None,
    True,
    {},
    {"records": {}},
    {"records": "x"},
    {"records": None},
    {"records": []},
    {"records": [1]},
    {"records": [[]]},
    {"records": [None]},
    {"records": [{}]},
    {"records": [{"values": []}]},
    {"records": [{"values": None}]},
    {"records": [{"values": "x"}]},
    {"records": [{**ROW, "id": 1}]},
    {"records": [{**ROW, "workspace_id": 1}]},
    {"records": [ROW], "extra": 1},
    {"values": {"title": "x"}},
]


def test_a_body_of_another_shape_is_refused(ann: Browser) -> None:
    for body in BAD_BODIES:
        answer = ann.send("POST", TRIPS, data=json.dumps(body), content_type="application/json")
        assert answer.status_code == 400, (body, answer.data)
        problems(answer)
    assert ann.get(TRIPS, count="true").json["count"] == 0


BAD_ROWS = [
    {"id": 0, "values": {}},
    {"id": -1, "values": {}},
    {"id": "1", "values": {}},
    {"id": 1.5, "values": {}},
    {"id": True, "values": {}},
    {"id": 2**63, "values": {}},
    {"id": None, "values": {}},
    {"id": [1], "values": {}},
    {"values": {}},
    {"id": 1},
    {"id": 1, "version": 0, "values": {}},
    {"id": 1, "version": "1", "values": {}},
    {"id": 1, "version": None, "values": {}},
]


def test_ids_and_versions_are_whole_numbers(ann: Browser) -> None:
    for row in BAD_ROWS:
        answer = ann.patch(TRIPS, {"records": [row]})
        assert answer.status_code == 400, (row, answer.data)
        problems(answer)


def test_more_than_a_thousand_rows_are_too_many(ann: Browser) -> None:
    assert refused(ann.post(TRIPS, {"records": [ROW] * 1_001}), 413) == ["records.too_many"]
    assert refused(ann.delete(TRIPS, {"ids": list(range(1, 1_002))}), 413) == ["records.too_many"]


def test_a_body_past_16_mib_is_too_large(ann: Browser) -> None:
    big = b'{"records":[{"values":{"title":"' + b"x" * (17 * 1024 * 1024) + b'"}}]}'
    assert refused(ann.send("POST", TRIPS, data=big, content_type="application/json"), 413) == ["request.too_large"]


BAD_VALUES = {
    "price": [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "1e999999999",
        "9" * 5_000,
        "1_000",
        "0x10",
        "１２a",
        True,
        [],
        {},
        ["1", {"isRaw": True}],
        2**63,
        "92233720368547758.08",
    ],
    "title": [None, "", "   ", "x\x00y", "\ud800", [], {}, {"isRaw": True}, "x" * 100_000],
    "on": ["2026-02-30", "yesterday", "0000-00-00", "2026-11-21; drop", 99999999999, True, [], {}, "9" * 5_000],
    "kind": ["nothing", 1, True, {}, ["rail", "air"], "x' or 1=1--"],
    "city": [0, -1, 99, 2**63, "x", True, {}, {"id": "x"}, [1, 2], 1.5],
    "papers": ["x", 99, [99], [{"id": 99}], {}, [True], [{"id": 1, "size": "x"}]],
    "nothing": ["x"],
    "version": [1],
    "id": [1],
    "created_by": [1],
    "created_at": ["2026-01-01T00:00:00Z"],
    "__class__": ["x"],
}


@pytest.mark.parametrize("key", BAD_VALUES)
def test_a_value_that_a_field_does_not_take_is_422_at_its_place(ann: Browser, key: str) -> None:
    for value in BAD_VALUES[key]:
        values = {"title": "x", key: value}
        body = json.dumps({"records": [ROW, {"values": values}]})
        answer = ann.send("POST", TRIPS, data=body, content_type="application/json")
        assert answer.status_code == 422, (key, repr(value)[:80], answer.status_code, answer.data[:300])
        places = {(row, field) for row, field, _ in problems(answer)}
        assert places == {(1, key)}, (key, repr(value)[:80])
    assert ann.get(TRIPS, count="true").json["count"] == 0


def test_all_problems_of_all_rows_come_together_and_nothing_is_saved(ann: Browser) -> None:
    rows = [{"title": "ok"}, {"price": "abc", "on": "x"}, {"title": "x", "nothing": 1}]
    answer = ann.post(TRIPS, {"records": [{"values": row} for row in rows]})
    assert answer.status_code == 422
    assert {(row, field) for row, field, _ in problems(answer)} == {
        (1, "title"),
        (1, "price"),
        (1, "on"),
        (2, "nothing"),
    }
    assert ann.get(TRIPS, count="true").json["count"] == 0


def test_a_stale_version_and_a_row_that_is_not_there_are_told_apart(ann: Browser) -> None:
    one, two = create(ann, TRIPS, {"title": "a"}, {"title": "b"})
    ann.patch(TRIPS, {"records": [{"id": one["id"], "values": {"title": "a2"}}]})
    stale = {"id": one["id"], "version": 1, "values": {"title": "a3"}}
    fresh = {"id": two["id"], "version": 1, "values": {"title": "b2"}}
    gone = {"id": 999, "values": {"title": "x"}}
    bad = {"id": two["id"], "values": {"price": "abc"}}
    assert problems(ann.patch(TRIPS, {"records": [fresh, stale]})) == [(1, "title", "record.stale")]
    assert ann.patch(TRIPS, {"records": [fresh, stale]}).status_code == 409
    assert ann.patch(TRIPS, {"records": [stale, gone]}).status_code == 404
    assert ann.patch(TRIPS, {"records": [bad, stale]}).status_code == 409
    assert ann.patch(TRIPS, {"records": [bad, gone]}).status_code == 404
    assert ann.get(f"{TRIPS}/{two['id']}").json["version"] == 1


def test_an_address_that_cannot_be_a_record_is_404(ann: Browser) -> None:
    for id_ in ("0", "-1", "x", "1.0", "９", "9" * 5_000, "9223372036854775808", "1 or 1=1", "%00", "1e3"):
        for below in ("", "/history", "/explain?field=title", "/candidates?field=city", "/attachments/1"):
            refused(ann.send("GET", f"{TRIPS}/{id_}{below}"), 404)


def test_a_record_of_one_table_is_not_there_under_another(ann: Browser) -> None:
    create(ann, CITIES, *({"name": f"c{n}"} for n in range(5)))
    refused(ann.get(f"{TRIPS}/3"), 404)
    refused(ann.patch(TRIPS, {"records": [{"id": 3, "values": {"title": "x"}}]}), 404)
    refused(ann.delete(TRIPS, {"ids": [3]}), 404)


BAD_AGGREGATES = [
    {"group_by": "kind"},
    {"group_by": [1]},
    {"group_by": [{"field": "on"}] * 30},
    {"group_by": [{"field": "on", "bucket": "century"}]},
    {"group_by": [{"field": "on", "bucket": 1}]},
    {"group_by": [{"bucket": "month"}]},
    {"group_by": ["nothing"]},
    {"measures": [{"op": "if(1=2,sleep(1),sleep(3)) and sum", "field": "price"}]},
    {"measures": [{"op": "sum"}]},
    {"measures": [{"op": "sum", "field": "title"}]},
    {"measures": [{"op": "sum", "field": "nothing"}]},
    {"measures": []},
    {"measures": [{"field": "price"}]},
    {"filter": {"field": "nothing", "op": "=", "value": 1}},
    {"filter": []},
    {"limit": 0},
    {"limit": 10**9},
    {"sort": "nothing"},
    {"having": "1=1"},
]


def test_an_aggregate_that_cannot_be_meant_is_refused(ann: Browser) -> None:
    for body in BAD_AGGREGATES:
        answer = ann.post(f"{TRIPS}/aggregate", body)
        assert answer.status_code == 400, (body, answer.data)
        problems(answer)


def test_only_computed_values_are_explained(ann: Browser) -> None:
    (trip,) = create(ann, TRIPS, {"title": "a"})
    assert refused(ann.get(f"{TRIPS}/{trip['id']}/explain", field="title"), 422) == ["explain.not_computed"]
    refused(ann.get(f"{TRIPS}/{trip['id']}/explain", field="nothing"), 400)
    refused(ann.get(f"{TRIPS}/{trip['id']}/explain"), 400)


def test_a_notification_that_cannot_be_is_refused(ann: Browser) -> None:
    for ids in ([2**63], [-(2**63) - 1], [0], [True], ["1"], [None], {}, "1"):
        refused(ann.post("/workspaces/travel/notifications/read", {"ids": ids}), 400)

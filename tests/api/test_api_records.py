"""Records over HTTP: shapes, statuses, and bad input of every sort, which is refused whole and never a fault of ours."""

from __future__ import annotations

import json

import pytest

from support.visitors import Browser, problems, refused

TRIPS = "/workspaces/travel/tables/trips/records"
CITIES = "/workspaces/travel/tables/cities/records"


def create(who: Browser, address: str, *rows: dict) -> list[dict]:
    answer = who.post(address, {"records": [{"values": row} for row in rows]})
    assert answer.status_code == 201, answer.data
    return answer.json["records"]


def test_a_record_is_created_read_changed_and_deleted(ann: Browser) -> None:
    (city,) = create(ann, CITIES, {"name": "大理"})
    (trip,) = create(
        ann,
        TRIPS,
        {"title": "秋游", "price": "51.26", "weight": 3, "on": "2026-11-21", "city": city["id"], "kind": "rail"},
    )
    assert trip["version"] == 1
    values = trip["values"]
    assert values["price"] == "51.26"
    assert values["city"] == {"id": city["id"], "label": "大理"}
    assert (values["kind"], values["on"], values["papers"]) == ("rail", "2026-11-21", [])
    assert values["created_by"]["label"] == "Ann"

    read = ann.get(f"{TRIPS}/{trip['id']}")
    assert read.json["allowed"] == {"edit": True, "delete": True}
    assert read.json["values"] == values

    changed = ann.patch(TRIPS, {"records": [{"id": trip["id"], "version": 1, "values": {"price": "60"}}]})
    assert changed.status_code == 200
    assert changed.json["records"][0]["version"] == 2
    assert changed.json["records"][0]["values"]["price"] == "60.00"

    history = ann.get(f"{TRIPS}/{trip['id']}/history").json
    assert [change["kind"] for change in history["changes"]] == ["update", "create"]
    latest = history["changes"][0]
    assert latest["actor"]["label"] == "Ann"
    assert latest["source"] == "ui"
    assert latest["batch"] == changed.json["batch"]
    assert latest["cells"] == [{"field": "price", "label": "价格", "before": "51.26", "after": "60.00"}]
    first = {cell["field"]: cell["after"] for cell in history["changes"][1]["cells"]}
    assert first["city"] == {"id": city["id"], "label": "大理"}

    deleted = ann.delete(TRIPS, {"ids": [trip["id"]]})
    assert deleted.json == {"deleted": [trip["id"]], "batch": deleted.json["batch"]}
    assert refused(ann.get(f"{TRIPS}/{trip['id']}"), 404) == ["record.not_found"]


def test_lists_page_by_cursor_and_count(ann: Browser) -> None:
    create(ann, CITIES, *({"name": f"城{n:02}"} for n in range(25)))
    seen: list[str] = []
    cursor = None
    while True:
        page = ann.get(CITIES, limit=10, sort="name", count="true", **({"cursor": cursor} if cursor else {})).json
        assert page["count"] == 25
        seen += [record["values"]["name"] for record in page["records"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"城{n:02}" for n in range(25)]
    assert "count" not in ann.get(CITIES).json
    assert len(ann.get(CITIES, offset=20).json["records"]) == 5
    found = ann.get(CITIES, filter=json.dumps({"field": "name", "op": "=", "value": "城07"}), fields="name").json
    assert [record["values"] for record in found["records"]] == [{"name": "城07"}]


def test_groups_are_counted_and_summed(ann: Browser) -> None:
    create(
        ann,
        TRIPS,
        {"title": "a", "price": "1.10", "kind": "rail"},
        {"title": "b", "price": "2.20", "kind": "rail"},
        {"title": "c", "price": "4", "kind": "air"},
    )
    rows = ann.post(
        f"{TRIPS}/aggregate", {"group_by": ["kind"], "measures": [{"op": "count"}, {"op": "sum", "field": "price"}]}
    ).json["rows"]
    assert {row["group"]["kind"]: row["values"] for row in rows} == {
        "rail": {"count": 2, "sum_price": "3.30"},
        "air": {"count": 1, "sum_price": "4.00"},
    }
    assert {row["labels"]["kind"] for row in rows} == {"铁路", "航空"}
    (whole,) = ann.post(f"{TRIPS}/aggregate", {"group_by": []}).json["rows"]
    assert whole["values"] == {"count": 3}


def test_pickers_offer_rows_by_name(ann: Browser) -> None:
    made = create(ann, CITIES, {"name": "大理"}, {"name": "丽江"})
    (trip,) = create(ann, TRIPS, {"title": "秋游"})
    for path in (f"{TRIPS[:-8]}/candidates", f"{TRIPS}/{trip['id']}/candidates"):
        answer = ann.get(path, field="city", q="大")
        assert answer.json == {"candidates": [{"id": made[0]["id"], "label": "大理"}]}
        refused(ann.get(path), 400)
        refused(ann.get(path, field="title"), 400)


def test_a_newcomer_sees_no_table(browser) -> None:
    ned = browser("ned")
    assert ned.get("/workspaces/travel/tables").json == {"tables": []}
    assert ned.get("/workspaces/travel/navigation").json == {"groups": [], "home": None}
    for method, path, body in (
        ("GET", TRIPS, None),
        ("POST", TRIPS, {"records": [{"values": {"title": "x"}}]}),
        ("GET", f"{TRIPS}/1", None),
        ("GET", TRIPS.replace("trips/records", "trips/export"), None),
    ):
        answer = ned.send(method, path, **({"json": body} if body else {}))
        assert refused(answer, 404) == ["table.not_found"]


def test_the_schema_speaks_the_callers_language(ann: Browser) -> None:
    tables = ann.get("/workspaces/travel/tables").json["tables"]
    assert [table["label"] for table in tables] == ["城市", "行程"]
    english = ann.send("GET", "/workspaces/travel/tables", headers={"Accept-Language": "en"}).json["tables"]
    assert [table["label"] for table in english] == ["Cities", "Trips"]
    trips = {field["key"]: field for field in english[1]["fields"]}
    rail = trips["kind"]["options"][0]
    assert (rail["key"], rail["label"], rail["color"], rail["archived"]) == ("rail", "Rail", "gray", False)
    assert trips["city"]["settings"]["table"] == "cities"
    navigation = ann.get("/workspaces/travel/navigation").json
    assert [item["key"] for group in navigation["groups"] for item in group["items"]] == ["cities", "trips"]


def test_me_is_the_member_behind_the_caller(ann: Browser) -> None:
    me = ann.get("/workspaces/travel/me").json
    assert (me["name"], me["admin"], me["timezone"], me["today"]) == ("Ann", True, "Asia/Shanghai", "2026-11-22")
    assert [role["key"] for role in me["roles"]] == ["admin"]
    assert me["departments"] == []
    members = ann.get("/workspaces/travel/members").json["members"]
    assert [(member["name"], member["state"]) for member in members] == [("Ann", "active"), ("Ned", "active")]


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

ROW = {"values": {"title": "x"}}
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
    assert problems(ann.patch(TRIPS, {"records": [fresh, stale]})) == [(1, None, "record.stale")]
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


# -- idempotency -----------------------------------------------------------------------------------------------------


def test_a_post_sent_twice_with_one_key_happens_once(ann: Browser) -> None:
    key = {"Idempotency-Key": "5d2f6c1e"}
    first = ann.post(TRIPS, {"records": [ROW]}, headers=key)
    second = ann.post(TRIPS, {"records": [ROW]}, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert ann.get(TRIPS, count="true").json["count"] == 1


def test_a_refused_request_leaves_its_key_free(ann: Browser) -> None:
    key = {"Idempotency-Key": "again"}
    assert ann.post(TRIPS, {"records": [{"values": {}}]}, headers=key).status_code == 422
    assert ann.post(TRIPS, {"records": [ROW]}, headers=key).status_code == 201


def test_a_key_is_not_shared_between_requests_nor_people(ann: Browser, browser) -> None:
    key = {"Idempotency-Key": "mine"}
    assert ann.post(TRIPS, {"records": [ROW]}, headers=key).status_code == 201
    other = {"records": [{"values": {"title": "another"}}]}
    assert refused(ann.post(TRIPS, other, headers=key), 422) == ["idempotency.reused"]
    refused(browser("ned").post(TRIPS, {"records": [ROW]}, headers=key), 404)
    for bad in ("x" * 201, "中"):
        refused(ann.post(TRIPS, {"records": [ROW]}, headers={"Idempotency-Key": bad}), 400)

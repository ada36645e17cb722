"""Records over HTTP: shapes, pages, groups, languages, and requests that are sent twice."""

from __future__ import annotations

import json

from support.visitors import Browser, refused

TRIPS = "/workspaces/travel/tables/trips/records"
CITIES = "/workspaces/travel/tables/cities/records"
ROW = {"values": {"title": "x"}}


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


def test_a_picker_of_a_look_up_offers_what_its_values_point_to(ann: Browser) -> None:
    tables = "/workspaces/travel/tables"
    twin = {"type": "relation", "key": "twin", "label": "友城", "options": {"table": "cities"}}
    seen = {"type": "lookup", "key": "twin", "label": "友城", "options": {"relation": "city", "field": "twin"}}
    for table, field in (("cities", twin), ("trips", seen)):
        assert ann.post(f"{tables}/{table}/fields", field).status_code == 201
    made = create(ann, CITIES, {"name": "大理"}, {"name": "丽江"})
    answer = ann.get(f"{tables}/trips/candidates", field="twin", q="大")
    assert answer.json == {"candidates": [{"id": made[0]["id"], "label": "大理"}]}


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
    assert (me["departments"], me["department_table"]) == ([], None)
    members = ann.get("/workspaces/travel/members").json["members"]
    assert [(member["name"], member["state"]) for member in members] == [("Ann", "active"), ("Ned", "active")]

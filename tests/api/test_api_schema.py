"""The structure over HTTP: who may, statuses, and that nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.visitors import Answer, Browser, refused

TABLES = "/workspaces/travel/tables"
TRIPS = f"{TABLES}/trips"


def keys(who: Browser, table: str = "trips") -> list[str]:
    (found,) = [each for each in who.get(TABLES).json["tables"] if each["key"] == table]
    return [field["key"] for field in found["fields"]]


def test_a_table_is_made_changed_deleted_and_restored(ann: Browser) -> None:
    made = ann.post(TABLES, {"label": {"zh-CN": "酒店", "en": "Hotels"}, "icon": "shop"})
    assert made.status_code == 201, made.data
    assert (made.json["table"]["key"], made.json["table"]["primary"]) == ("hotels", "name")
    changed = ann.patch(f"{TABLES}/hotels", {"label": "旅馆", "help": "住过的"})
    assert (changed.json["table"]["label"], changed.json["table"]["help"]) == ("旅馆", "住过的")
    assert changed.json["table"] == ann.get(TABLES).json["tables"][-1], "described alike, however it is asked for"
    entry = ann.delete(f"{TABLES}/hotels", {}).json["trash"]
    assert refused(ann.get(f"{TABLES}/hotels/records"), 404) == ["table.not_found"]
    assert [item["label"] for item in ann.get("/workspaces/travel/schema/trash").json["trash"]] == ["旅馆"]
    assert ann.post("/workspaces/travel/schema/trash/restore", {"id": entry}).json == {"table": "hotels", "field": None}
    assert ann.get(f"{TABLES}/hotels/records").status_code == 200
    assert refused(ann.delete(f"{TABLES}/cities", {}), 409) == ["schema.pointed_at"]
    inns = ann.post(TABLES, {"label": {"en": "Inns"}, "key": "inns"}).json["table"]
    assert inns["label"] == "Inns", "said in one language alone, it is called so in the other"


def test_a_field_is_made_changed_deleted_and_restored(ann: Browser) -> None:
    body = {"type": "option", "label": "天气", "key": "weather", "after": "title", "choices": [{"label": "晴"}]}
    made = ann.post(f"{TRIPS}/fields", body)
    assert made.status_code == 201, made.data
    assert made.json["field"]["options"][0]["label"] == "晴"
    assert keys(ann)[:2] == ["title", "weather"]
    changed = ann.patch(f"{TRIPS}/fields/weather", {"required": True, "help": "出发当天"})
    assert (changed.json["field"]["required"], changed.json["field"]["help"]) == (True, "出发当天")
    assert ann.get(f"{TRIPS}/fields/weather/uses").json == {"uses": [], "of_template": False}
    entry = ann.delete(f"{TRIPS}/fields/weather", {}).json["trash"]
    assert "weather" not in keys(ann)
    ann.post("/workspaces/travel/schema/trash/restore", {"id": entry})
    assert "weather" in keys(ann)


def test_a_new_field_shows_in_the_view_that_it_is_added_to_wherever_it_is_put(ann: Browser) -> None:
    view = ann.post(f"{TRIPS}/views", {"label": "名称", "fields": ["title"], "shared": True}).json["key"]
    for body in ({"key": "last"}, {"key": "second", "after": "title"}):
        made = ann.post(f"{TRIPS}/fields", {"type": "text", "label": "x", "view": view, **body})
        assert made.status_code == 201, made.data
    (trips,) = [each for each in ann.get(TABLES).json["tables"] if each["key"] == "trips"]
    assert [each["fields"] for each in trips["views"] if each["key"] == view] == [["title", "second", "last"]]


def test_a_table_becomes_a_tree_whose_rows_are_saved_as_one_document(ann: Browser) -> None:
    ann.post(TABLES, {"label": {"en": "Stops", "zh-CN": "站点"}, "key": "stops"})
    for body in (
        {"type": "relation", "key": "trip", "label": "trip", "options": {"table": "trips"}},
        {"type": "relation", "key": "above", "label": "above", "options": {"table": "stops"}},
        {"type": "number", "key": "place", "label": "place", "options": {"scale": 0}},
    ):
        assert ann.post(f"{TABLES}/stops/fields", body).status_code == 201
    shape = {"parent": "trip", "tree": "above", "order": "place"}
    made = ann.patch(f"{TABLES}/stops", shape).json["table"]
    assert (made["parent"], made["tree"], made["order"]) == ({"table": "trips", "field": "trip"}, "above", "place")
    level = {"type": "formula", "key": "level", "label": "level"}
    level["options"] = {"formula": "coalesce(above.level, 0) + 1", "result": {"type": "number"}}
    assert ann.post(f"{TABLES}/stops/fields", level).status_code == 201
    ann.post(
        f"{TRIPS}/fields",
        {"type": "subtable", "key": "stops", "label": "stops", "options": {"table": "stops", "field": "trip"}},
    )
    lines = [{"values": {"name": "town", "above": {"line": 1}}}, {"values": {"name": "land"}}]
    trip = ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": "t", "stops": lines}}]}).json["records"][0]
    found = ann.get(f"{TRIPS}/records/{trip['id']}").json["values"]["stops"]
    assert [(row["values"]["name"], row["values"]["level"]) for row in found] == [("land", "1"), ("town", "2")]
    depth = {"formula": "COALESCE(above.深度, 0) + 1"}
    typed = ann.post(f"{TABLES}/stops/formula/preview", {**depth, "label": "深度"}).json
    assert (typed["problems"], typed["kind"]) == ([], "number"), "it reads itself in the row above"
    made = ann.post(f"{TABLES}/stops/fields", {"type": "formula", "label": "深度", "options": depth})
    assert made.json["field"]["value_type"] == "number", made.data
    assert refused(ann.delete(f"{TABLES}/stops/fields/above", {}), 409) == ["schema.in_use"]
    assert refused(ann.patch(f"{TABLES}/stops", {"tree": "name"}), 422) == ["schema.bad_options"]


def test_an_answer_that_was_lost_is_given_again(ann: Browser) -> None:
    body = {"type": "text", "label": "Note"}
    twice = [ann.post(f"{TRIPS}/fields", body, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert twice[0].json == twice[1].json
    assert keys(ann).count("note") == 1


def test_a_field_is_converted(ann: Browser) -> None:
    ann.post(f"{TRIPS}/fields", {"type": "text", "label": "Off"})
    ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": t, "off": t}} for t in ("85%", "0.85", "面议")]})
    asked = {"type": "percent", "dry_run": True}
    preview = ann.post(f"{TRIPS}/fields/off/convert", asked).json["preview"]
    assert (preview["converted"], preview["ambiguous"], preview["unparseable"]) == (1, 1, 1)
    assert refused(ann.post(f"{TRIPS}/fields/off/convert", {"type": "percent"}), 409) == ["schema.unresolved"]
    for part in ({"choices": True}, {"choices": "x"}, {"options": 1}, {"options": "x"}, {"options": [1]}):
        wrong = ann.post(f"{TRIPS}/fields/off/convert", {"type": "option", **part})
        assert refused(wrong, 422) == ["schema.bad_change"], part
    done = ann.post(f"{TRIPS}/fields/off/convert", {"type": "percent", "resolutions": {"0.85": "85"}})
    assert done.json["field"]["type"] == "percent"


def test_a_formula_is_checked_while_it_is_typed(ann: Browser) -> None:
    assert ann.post(f"{TRIPS}/formula", {"formula": "price * 2"}).json == {"type": "number"}
    assert refused(ann.post(f"{TRIPS}/formula", {"formula": "price *"}), 422) == ["schema.bad_formula"]


def test_who_may_not_build_is_told_so(browser: Callable[..., Browser]) -> None:
    ned = browser("ned")
    assert refused(ned.post(TABLES, {"label": "x"}), 403) == ["schema.forbidden"]
    assert refused(ned.get("/workspaces/travel/schema/trash"), 403) == ["schema.forbidden"]


def test_bad_input_is_refused_whole(ann: Browser) -> None:
    before = keys(ann)
    bad: list[tuple[str, str, Any, int]] = [
        ("POST", f"{TRIPS}/fields", {"type": "text"}, 422),
        ("POST", f"{TRIPS}/fields", {"label": "x"}, 400),
        ("POST", f"{TRIPS}/fields", {"type": "what", "label": "x"}, 422),
        ("POST", f"{TRIPS}/fields", {"type": "text", "label": 3}, 422),
        ("POST", f"{TRIPS}/fields", {"type": "text", "label": "x", "choices": 3}, 422),
        ("POST", f"{TRIPS}/fields", {"type": "text", "label": "x", "key": "title"}, 409),
        ("POST", f"{TRIPS}/fields", {"type": "text", "label": "x", "after": "nowhere"}, 404),
        ("POST", f"{TRIPS}/fields", {"type": "relation", "label": "x", "options": {"table": []}}, 422),
        ("POST", f"{TRIPS}/fields", {"type": "relation", "label": "x", "options": {"table": "cities"}}, 409),
        ("PATCH", f"{TRIPS}/fields/nowhere", {"label": "x"}, 404),
        ("PATCH", f"{TRIPS}/fields/created_at", {"label": "x"}, 404),
        ("PATCH", f"{TRIPS}/fields/title", {"type": "number"}, 400),
        ("PATCH", f"{TRIPS}/fields/title", {"label": ""}, 422),
        ("PATCH", f"{TRIPS}/fields/weight", {"options": {"scale": 99}}, 422),
        ("PATCH", f"{TABLES}/nowhere", {"label": "x"}, 404),
        ("PATCH", f"{TABLES}/trips", {"primary": "nowhere"}, 404),
        ("DELETE", f"{TRIPS}/fields/title", {}, 409),
        ("POST", f"{TRIPS}/fields/price/convert", {"type": "relation"}, 409),
        ("POST", f"{TRIPS}/fields/city/convert", {"type": "text"}, 409),
        ("POST", "/workspaces/travel/schema/trash/restore", {"id": 999}, 404),
    ]
    found = [(method, path, ann.send(method, path, json=body).status_code) for method, path, body, _ in bad]
    assert found == [(method, path, status) for method, path, _, status in bad]
    assert keys(ann) == before


def test_a_relation_takes_only_what_its_filter_lets_through_once_a_builder_says_so(ann: Browser) -> None:
    city, offices = {"table": "cities"}, f"{TABLES}/offices"
    ann.post(TABLES, {"label": "offices", "key": "offices"})
    ann.post(f"{offices}/fields", {"type": "relation", "key": "city", "label": "city", "options": city})
    ann.post(f"{TRIPS}/fields", {"type": "relation", "key": "town", "label": "town", "options": city, "confirm": True})
    desk = {"type": "relation", "key": "desk", "label": "desk", "options": {"table": "offices"}}
    of_town = {"field": "city", "op": "=", "value": "@row.town"}
    made = ann.post(f"{TRIPS}/fields", {**desk, "options": {**desk["options"], "filter": of_town}})
    assert made.json["field"]["settings"]["filter"] == of_town, made.data
    towns = ann.post(f"{TABLES}/cities/records", {"records": [{"values": {"name": n}} for n in ("A", "B")]}).json
    a, b = (row["id"] for row in towns["records"])
    rows = [{"values": {"name": name, "city": town}} for name, town in (("north", a), ("south", b))]
    north, south = (row["id"] for row in ann.post(f"{offices}/records", {"records": rows}).json["records"])

    def write(desk: int) -> Answer:
        return ann.post(f"{TRIPS}/records", {"records": [{"values": {"title": "t", "town": a, "desk": desk}}]})

    trip = write(north).json["records"][0]["id"]
    picked = ann.get(f"{TRIPS}/records/{trip}/candidates?field=desk").json["candidates"]
    assert [each["label"] for each in picked] == ["north"]
    assert refused(write(south), 422) == ["value.not_a_candidate"]
    assert refused(ann.patch(f"{TRIPS}/fields/desk", {"options": {"filter": {**of_town, "value": "@row.title"}}}), 400)
    assert refused(ann.delete(f"{TRIPS}/fields/town", {}), 409) == ["schema.in_use"]
    assert ann.patch(f"{TRIPS}/fields/desk", {"options": {"filter": None}}).status_code == 200
    assert write(south).status_code == 201


def test_a_formula_calls_fields_by_their_labels_and_goes_on_yielding_what_it_did(ann: Browser) -> None:
    for label in ("出发地", "目的地", "目的地"):
        assert ann.post(f"{TRIPS}/fields", {"type": "number", "label": label}).status_code == 201
    typed = {"formula": "{出发地} * 2", "result": {"type": "money"}}
    made = ann.post(f"{TRIPS}/fields", {"type": "formula", "key": "twice", "label": "twice", "options": typed}).json
    assert made["field"]["settings"]["formula"] == "chu_fa_di * 2"
    changed = ann.patch(f"{TRIPS}/fields/twice", {"options": {"formula": "出发地 * 3"}}).json["field"]
    assert (changed["value_type"], changed["settings"]["formula"]) == ("money", "chu_fa_di * 3")
    assert ann.patch(f"{TRIPS}/fields/twice", {"options": {"formula": '"x"'}}).json["field"]["value_type"] == "text"
    two = ann.post(f"{TRIPS}/formula", {"formula": "目的地 + 1"})
    assert refused(two, 422) == ["schema.bad_formula"], "two fields are called so"

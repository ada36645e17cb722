"""Two people on one record: entity tags, conditions, versions, and edits of different fields that are merged (RFC 9110)."""

from __future__ import annotations

from typing import Any

import pytest

from support.visitors import Browser, problems, refused

TRIPS = "/workspaces/travel/tables/trips/records"


@pytest.fixture
def trip(ann: Browser) -> int:
    row = {"values": {"title": "秋游", "price": "51.26", "weight": "3"}}
    return ann.post(TRIPS, {"records": [row]}).json["records"][0]["id"]


def tag(ann: Browser, trip: int) -> str:
    return ann.get(f"{TRIPS}/{trip}").headers["ETag"]


def change(ann: Browser, trip: int, version: int | None = None, /, **values: Any) -> Any:
    row = {"id": trip, "values": values} | ({} if version is None else {"version": version})
    return ann.patch(TRIPS, {"records": [row]})


def test_a_record_that_the_caller_has_already_is_not_sent_again(ann: Browser, trip: int) -> None:
    first = ann.get(f"{TRIPS}/{trip}")
    for condition in (first.headers["ETag"], f'"x", W/{first.headers["ETag"]}', "*"):
        again = ann.send("GET", f"{TRIPS}/{trip}", headers={"If-None-Match": condition})
        assert (again.status_code, again.data) == (304, b""), condition
        assert again.headers["ETag"] == first.headers["ETag"]
    change(ann, trip, title="冬游")
    fresh = ann.send("GET", f"{TRIPS}/{trip}", headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != first.headers["ETag"]


def test_the_tag_is_of_the_answer_so_another_language_has_another(ann: Browser, trip: int) -> None:
    change(ann, trip, kind="rail")
    ann.post("/workspaces/travel/tables/trips/records", {"records": [{"values": {"title": "x"}}]})
    answer = ann.get(f"{TRIPS}/{trip}")
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["ETag"].startswith(f'"{trip}-2-')


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_write_under_if_match_happens_only_to_the_version_it_names(ann: Browser, trip: int, method: str) -> None:
    old = tag(ann, trip)
    change(ann, trip, price="60")
    body = {"json": {"values": {"title": "冬游"}}} if method == "PATCH" else {}
    for condition in (old, f"W/{tag(ann, trip)}", f'"{trip}-1"', '"-"'):
        late = ann.send(method, f"{TRIPS}/{trip}", headers={"If-Match": condition}, **body)
        assert refused(late, 412) == ["record.changed_meanwhile"], condition
        current = late.json["errors"][0]["current"]
        assert (current["id"], current["version"], current["values"]["price"]) == (trip, 2, "60.00")
    done = ann.send(method, f"{TRIPS}/{trip}", headers={"If-Match": f"{old}, {tag(ann, trip)}"}, **body)
    assert done.status_code == 200
    if method == "PATCH":
        assert (done.json["version"], done.json["values"]["title"]) == (3, "冬游")
        assert done.headers["ETag"] == tag(ann, trip)
        assert ann.send("PATCH", f"{TRIPS}/{trip}", headers={"If-Match": "*"}, **body).status_code == 200
    else:
        assert done.json["deleted"] == [trip]
        assert refused(ann.send("DELETE", f"{TRIPS}/{trip}", headers={"If-Match": "*"}), 404)


def test_the_list_takes_if_match_for_one_record_alone(ann: Browser, trip: int) -> None:
    old = tag(ann, trip)
    one = {"records": [{"id": trip, "values": {"title": "a"}}]}
    assert ann.patch(TRIPS, one, headers={"If-Match": old}).status_code == 200
    assert refused(ann.patch(TRIPS, one, headers={"If-Match": old}), 412)
    assert refused(ann.delete(TRIPS, {"ids": [trip]}, headers={"If-Match": old}), 412)
    two = {"ids": [trip, trip + 1]}
    assert refused(ann.delete(TRIPS, two, headers={"If-Match": old}), 400) == ["precondition.needs_one"]


@pytest.mark.parametrize("condition", ["x", '"x', '"x" "y"', '"x",,"y"', "W/x", "", '*, "x"'])
def test_a_condition_that_is_no_list_of_tags_is_refused(ann: Browser, trip: int, condition: str) -> None:
    answer = ann.send("PATCH", f"{TRIPS}/{trip}", headers={"If-Match": condition}, json={"values": {}})
    assert refused(answer, 400) == ["precondition.malformed"]


def test_edits_of_different_fields_are_merged(ann: Browser, trip: int) -> None:
    assert change(ann, trip, 1, price="60").status_code == 200
    merged = change(ann, trip, 1, title="冬游", weight="4")
    assert merged.status_code == 200
    record = merged.json["records"][0]
    assert record["version"] == 3
    assert [record["values"][key] for key in ("title", "price", "weight")] == ["冬游", "60.00", "4"]


def test_an_edit_of_the_same_field_is_refused_with_what_is_there_now(ann: Browser, trip: int) -> None:
    change(ann, trip, 1, price="60", weight="5")
    late = change(ann, trip, 1, price="70", weight="6", title="冬游")
    assert late.status_code == 409
    assert sorted(problems(late)) == [(0, "price", "record.stale"), (0, "weight", "record.stale")]
    told = {error["field"]: error["current"] for error in late.json["errors"]}
    assert told == {"price": {"version": 2, "value": "60.00"}, "weight": {"version": 2, "value": "5"}}
    assert ann.get(f"{TRIPS}/{trip}").json["values"]["title"] == "秋游"


def test_who_wants_what_is_there_already_or_what_came_back_has_no_conflict(ann: Browser, trip: int) -> None:
    change(ann, trip, 1, price="60")
    assert change(ann, trip, 1, price="60.00", title="a").status_code == 200
    change(ann, trip, price="51.26")
    assert change(ann, trip, 1, price="70").status_code == 200


def test_a_version_that_there_never_was_is_stale(ann: Browser, trip: int) -> None:
    late = change(ann, trip, 7, price="60")
    assert refused(late, 409) == ["record.stale"]
    assert late.json["errors"][0]["current"] == {"version": 1}

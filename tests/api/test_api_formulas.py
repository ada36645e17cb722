"""Formulas while they are written: tried on a record, wrong places named, nothing saved, nothing told beyond rights."""

from __future__ import annotations

from collections.abc import Callable

from support.visitors import Browser, refused

PREVIEW = "/workspaces/travel/tables/trips/formula/preview"
FUNCTIONS = "/workspaces/travel/formulas/functions"
TRIPS = "/workspaces/travel/tables/trips/records"


def test_a_draft_is_tried_on_a_record_and_saves_nothing(ann: Browser) -> None:
    rows = [{"values": {"title": "A", "price": "10.05", "kind": "rail"}}, {"values": {"title": "B", "price": "2"}}]
    ids = [record["id"] for record in ann.post(TRIPS, {"records": rows}).json["records"]]
    found = ann.post(PREVIEW, {"formula": "round(price * 85% * 3, 2)"}).json
    assert (found["kind"], found["value"], found["record"]["label"]) == ("number", "25.63", "A")
    found = ann.post(PREVIEW, {"formula": "price / 0", "record": ids[1]}).json
    assert (found["record"]["label"], found["value"]) == ("B", "")
    assert ann.post(PREVIEW, {"formula": "kind"}).json["value"] == "铁路"
    assert ann.post(PREVIEW, {"formula": "sqrt(-price)"}).json["value"] == {"error": "formula.not_a_number"}
    assert refused(ann.post(PREVIEW, {"formula": "price", "record": 99}), 404) == ["record.not_found"]
    assert ann.get(f"{TRIPS}/{ids[0]}").json["version"] == 1


def test_every_problem_has_its_place(ann: Browser) -> None:
    found = ann.post(PREVIEW, {"formula": "prise + roun(1)"}).json
    assert found["value"] is None
    assert [(each["start"], each["end"]) for each in found["problems"]] == [(0, 5)]
    found = ann.post(PREVIEW, {"formula": "price + roun(1) + today(2)"}).json
    assert [each["start"] for each in found["problems"]] == [8, 18]


def test_only_those_who_build_may_try_formulas(browser: Callable[..., Browser]) -> None:
    assert browser("ned").post(PREVIEW, {"formula": "1"}).status_code in (403, 404)


def test_functions_come_with_help_in_the_language_of_the_caller(ann: Browser) -> None:
    listed = ann.send("GET", FUNCTIONS, headers={"Accept-Language": "en"}).json["functions"]
    (tier,) = [each for each in listed if each["name"] == "TIER"]
    assert tier["usage"] == "TIER(from, price, quantity, mode)"
    assert tier["examples"][0]["result"] == "900"

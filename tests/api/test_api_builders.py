"""Who builds, and administers nothing, gains no rights by what they build: neither rows out of their sight, nor fields that are
closed to them, nor another word on who may see what (attacks: oracles, privilege)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.ruling import said
from support.visitors import Browser, refused

TRAVEL = "/workspaces/travel"
TRIPS = f"{TRAVEL}/tables/trips"
CITIES = f"{TRAVEL}/tables/cities"
LIGHT = {"field": "weight", "op": "<", "value": "10"}
TITLED = {"field": "title", "op": "contains", "value": "secret"}
BEYOND = ["rights.beyond_author"]


@pytest.fixture
def mia(ann: Browser, browser: Callable[..., Browser]) -> Browser:
    """A builder who sees every city, and of the trips, which she may edit, the light one alone; the other goes to the city."""
    ned = browser("ned")
    ann.post(f"{TRAVEL}/roles", {"key": "makers", "label": said("makers"), "builder": True})
    ann.patch(f"{TRAVEL}/roles/makers/members", {"add": [ned.get(f"{TRAVEL}/me").json["id"]]})
    rows = {"actions": {"view": {"rows": LIGHT}, "edit": {"rows": LIGHT}, "create": {}}}
    tables = {"trips": rows, "cities": {"actions": {"view": {}, "edit": {}}}}
    assert ann.patch(f"{TRAVEL}/roles/makers/rights", {"tables": tables}).status_code == 200
    city = ann.post(f"{CITIES}/records", {"records": [{"values": {"name": "Bern"}}]}).json["records"][0]["id"]
    trips = [{"title": title, "weight": weight, "city": city} for title, weight in (("walk", "1"), ("secret", "90"))]
    made = ann.post(f"{TRIPS}/records", {"records": [{"values": values} for values in trips]})
    assert made.status_code == 201
    return ned


def _rollup(scope: str) -> dict[str, Any]:
    options = {"path": ["trips.city"], "aggregate": "count", "where": TITLED, "scope": scope}
    return {"type": "rollup", "key": f"by_{scope}", "label": "x", "options": options}


def _approval(**parts: Any) -> dict[str, Any]:
    state = {"submit": "planned", "approve": "done", "reject": "planned", "withdraw": "planned"}
    return {"table": "trips", "key": "nod", "label": said("nod"), "state": "status", "on": state, **parts}


def test_no_definition_of_a_builder_reaches_rows_out_of_their_sight(ann: Browser, mia: Browser) -> None:
    assert refused(mia.post(f"{CITIES}/fields", _rollup("system")), 403) == BEYOND
    assert mia.post(f"{CITIES}/fields", _rollup("viewer")).status_code == 201  # shows nobody more than they see
    made = ann.post(f"{CITIES}/fields", _rollup("system"))
    assert made.status_code == 201
    assert refused(mia.patch(f"{CITIES}/fields/by_system", {"options": {"where": LIGHT}}), 403) == BEYOND
    # Trials of a rule count what the builder sees; a conversion and a key would read every row.
    rule = {"message": said("no"), "field": "title", "severity": "warn", "must": {"not": TITLED}}
    for who, asked, count in ((mia, 1, 0), (ann, 2, 1)):
        tried = who.post(f"{TRIPS}/rules/validations/try", {"rule": rule}).json
        assert (tried["asked"], tried["count"]) == (asked, count)
    to_option = {"type": "option", "dry_run": True}
    assert refused(mia.post(f"{TRIPS}/fields/title/convert", to_option), 403) == BEYOND
    assert refused(mia.patch(f"{TRIPS}/fields/title", {"unique": True}), 403) == BEYOND
    # What a check for duplicates shows of a row that is alike, it shows whoever makes one (S15).
    alike = {"message": said("{found}"), "duplicates": {"fields": ["title"], "show": ["title", "weight"]}}
    path = f"{TRIPS}/rules/validations/alike"
    assert refused(mia.put(path, {"rule": alike}), 403) == BEYOND
    assert mia.put(path, {"rule": {**alike, "duplicates": {"fields": ["title"]}}}).status_code == 200
    # Why somebody may do something with a row tells of the row.
    about = {"table": "trips", "action": "view", "record": 2, "member": 1}
    assert refused(mia.get(f"{TRAVEL}/permissions/explain", **about), 404) == ["record.not_found"]
    assert ann.get(f"{TRAVEL}/permissions/explain", **about).status_code == 200


def test_buttons_and_approvals_of_a_builder_do_no_more_than_they_may(ann: Browser, mia: Browser) -> None:
    press = {"table": "trips", "key": "heavier", "label": said("x"), "right": "view", "system": True}
    press["do"] = [{"set": {"weight": {"value": "5"}}}]
    assert refused(mia.post(f"{TRAVEL}/actions/buttons", {"definition": press}), 403) == BEYOND
    assert ann.post(f"{TRAVEL}/actions/buttons", {"definition": press}).status_code == 201
    button = f"{TRAVEL}/actions/buttons/trips/heavier"
    assert mia.put(button, {"definition": {**press, "label": said("y")}}).status_code == 200
    assert refused(mia.put(button, {"definition": {**press, "roles": ["makers"]}}), 403) == BEYOND
    # Nor by the way back: what an administrator has narrowed since stays narrow.
    assert ann.put(button, {"definition": {**press, "roles": ["admin"]}}).status_code == 200
    narrowed = mia.get(f"{TRAVEL}/config-log").json["entries"][0]["id"]
    assert refused(mia.post(f"{TRAVEL}/config-log/{narrowed}/revert", {"reason": "x"}), 403) == BEYOND
    # Whom an approval asks may see the record.
    state = {"type": "option", "key": "status", "label": "x", "choices": []}
    state["choices"] = [{"key": key, "label": key} for key in ("planned", "done")]
    assert ann.post(f"{TRIPS}/fields", state).status_code == 201
    asked = _approval(stages=[{"key": "one", "label": said("one"), "approvers": [{"role": "makers"}]}])
    asked["fallback"] = "makers"
    path, body = f"{TRAVEL}/actions/approvals", {"definition": asked}
    assert refused(mia.post(path, body), 403) == BEYOND
    assert ann.post(path, body).status_code == 201
    assert mia.put(f"{path}/nod", {"definition": {**asked, "label": said("other")}}).status_code == 200


def test_what_rights_are_decided_by_is_changed_by_administrators_alone(ann: Browser, mia: Browser) -> None:
    for key, formula in (("base", "weight < 10"), ("open", "base")):
        field = {"type": "formula", "key": key, "label": key, "options": {"formula": formula}}
        assert ann.post(f"{TRIPS}/fields", field).status_code == 201
    rows = {"view": {"rows": {"field": "open", "op": "=", "value": True}}}
    assert ann.patch(f"{TRAVEL}/roles/makers/rights", {"tables": {"trips": {"actions": rows}}}).status_code == 200
    for key in ("base", "open"):
        change = {"options": {"formula": "1 = 1"}}
        assert refused(mia.patch(f"{TRIPS}/fields/{key}", change), 403) == ["rights.decided_by"]
    assert refused(mia.patch(f"{TRIPS}/fields/weight", {"default": {"value": "1"}}), 403) == ["rights.decided_by"]
    assert mia.patch(f"{TRIPS}/fields/open", {"label": "x"}).status_code == 200
    assert ann.patch(f"{TRIPS}/fields/open", {"options": {"formula": "1 = 1"}}).status_code == 200


def test_record_types_tell_nothing_of_a_field_that_is_hidden(ann: Browser, mia: Browser) -> None:
    choices = [{"key": key, "label": key} for key in ("red", "blue")]
    for key in ("sort", "veiled"):
        made = ann.post(f"{TRIPS}/fields", {"type": "option", "key": key, "label": key, "choices": choices})
        assert made.status_code == 201
    assert ann.patch(f"{TRIPS}/records/1", {"values": {"veiled": "blue"}}).status_code == 200
    hide = {"trips": {"fields": {"veiled": {"read": False}}}}
    assert ann.patch(f"{TRAVEL}/roles/makers/rights", {"tables": hide}).status_code == 200
    types = {"field": "sort", "types": [{"key": "red", "options": {"veiled": ["red"]}}, {"key": "blue"}]}
    assert refused(mia.patch(TRIPS, {"record_types": types}), 403) == ["rights.not_for_author"]
    assert ann.patch(TRIPS, {"record_types": types}).status_code == 200
    answer = mia.patch(f"{TRIPS}/records/1", {"values": {"sort": "red"}})
    assert refused(answer, 422)
    (error,) = answer.json["errors"]
    assert error["field"] is None
    assert "veiled" not in error["message"]
    assert "blue" not in error["message"]


def test_a_choice_that_is_in_use_tells_a_builder_of_the_rows_in_their_sight_alone(ann: Browser, mia: Browser) -> None:
    choices = [{"key": key, "label": key} for key in ("red", "blue", "kept")]
    made = ann.post(f"{TRIPS}/fields", {"type": "option", "key": "sort", "label": "sort", "choices": choices})
    assert made.status_code == 201
    for record, choice in ((1, "red"), (2, "red")):
        assert ann.patch(f"{TRIPS}/records/{record}", {"values": {"sort": choice}}).status_code == 200
    third = {"title": "heavy", "weight": "91", "sort": "blue"}
    assert ann.post(f"{TRIPS}/records", {"records": [{"values": third}]}).status_code == 201

    def told(who: Browser) -> list[str]:
        answer = who.patch(f"{TRIPS}/fields/sort", {"choices": choices[2:]}, headers={"Accept-Language": "en"})
        assert refused(answer, 409) == ["schema.choice_in_use"] * 2
        return [error["message"].partition("(")[2].partition(")")[0] for error in answer.json["errors"]]

    assert told(ann) == ["2 records", "1 records"]
    assert told(mia) == ["1 records and others that you do not see", "records that you do not see"]


def test_what_an_automation_signs_with_is_for_its_owner_and_administrators(ann: Browser, mia: Browser) -> None:
    tell = {"notify": {"to": [{"role": "admin"}], "text": {"zh-CN": "x", "en": "x"}}}
    flow = {"key": "hers", "label": said("hers"), "table": "trips", "trigger": {"on": "incoming"}, "do": [tell]}
    for who, key in ((ann, "hers"), (mia, "own")):
        assert who.post(f"{TRAVEL}/automations", {"definition": {**flow, "key": key}}).status_code == 201
    assert refused(mia.post(f"{TRAVEL}/automations/hers/secret"), 403) == ["automation.not_keeper"]
    assert refused(mia.post(f"{TRAVEL}/automations/hers/incoming", {"signed": True}), 403) == ["automation.not_keeper"]
    for who, key in ((ann, "hers"), (ann, "own"), (mia, "own")):
        assert who.post(f"{TRAVEL}/automations/{key}/secret").status_code == 200
        assert who.post(f"{TRAVEL}/automations/{key}/incoming", {"signed": True}).status_code == 201

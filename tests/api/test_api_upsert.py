"""Records created or changed by a key of the caller's own (E26)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.api.services import Services
from gezi.core.context import SYSTEM, Source
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from support.visitors import Browser, problems, refused

CITIES = "/workspaces/travel/tables/cities/records"
TRIPS = "/workspaces/travel/tables/trips/records"


@pytest.fixture(autouse=True)
def population(ann: Browser) -> None:
    """A second field of cities, so that there is something to change."""
    field = {"type": "number", "key": "people", "label": "人口"}
    assert ann.post("/workspaces/travel/tables/cities/fields", field).status_code == 201


def put(ann: Browser, *rows: dict[str, Any], key: str = "name", table: str = CITIES) -> Any:
    return ann.send("PUT", table, json={"key": key, "records": [{"values": row} for row in rows]})


def test_rows_that_are_there_are_changed_and_the_others_made(ann: Browser) -> None:
    (dali,) = put(ann, {"name": "大理", "people": "1"}).json["records"]
    answer = put(ann, {"name": "丽江", "people": "5"}, {"name": "大理", "people": "2"}, {"name": "昆明"})
    assert answer.status_code == 200
    told = [(row["outcome"], row["version"], row["values"]["people"]) for row in answer.json["records"]]
    assert told == [("created", 1, "5"), ("updated", 2, "2"), ("created", 1, None)]
    assert answer.json["records"][1]["id"] == dali["id"]
    assert ann.get(CITIES, count="true").json["count"] == 3


def test_the_same_again_changes_nothing(ann: Browser) -> None:
    rows = [{"name": "大理", "people": "1"}, {"name": "Lijiang", "people": "2"}]
    first = put(ann, *rows).json["records"]
    again = put(ann, *rows).json["records"]
    assert [row["outcome"] for row in again] == ["unchanged", "unchanged"]
    assert [(row["id"], row["version"]) for row in again] == [(row["id"], 1) for row in first]
    (other,) = put(ann, {"name": "ＬＩＪＩＡＮＧ", "people": "3"}).json["records"]  # keys are compared as uniqueness is
    assert (other["outcome"], other["id"]) == ("updated", first[1]["id"])


def test_all_problems_come_together_and_nothing_is_written(ann: Browser) -> None:
    put(ann, {"name": "大理", "people": "1"})
    answer = put(ann, {"name": "大理", "people": "x"}, {"name": "丽江", "people": "2"}, {"name": "昆明", "people": "y"})
    assert answer.status_code == 422
    assert [(row, field) for row, field, _ in problems(answer)] == [(0, "people"), (2, "people")]
    assert ann.get(CITIES, count="true").json["count"] == 1


def test_a_key_given_twice_refuses_every_row_that_has_it_and_every_row_needs_one(ann: Browser) -> None:
    answer = put(ann, {"name": "大理"}, {"name": "丽江"}, {"name": " 大理"}, {"people": "1"}, {"name": None})
    assert answer.status_code == 422
    twice, missing = "records.key_twice", "value.required"
    assert problems(answer) == [
        (0, "name", twice),
        (2, "name", twice),
        (3, "name", missing),
        (4, "name", missing),
    ]


def test_only_a_unique_field_is_a_key(ann: Browser) -> None:
    for key in ("people", "nothing", "created_at"):
        assert refused(put(ann, {"name": "大理"}, key=key), 422) == ["records.not_a_key"]
    assert refused(put(ann, {"title": "x"}, key="title", table=TRIPS), 422) == ["records.not_a_key"]
    refused(put(ann), 400)
    refused(put(ann, *({"name": f"{n}"} for n in range(1_001))), 413)


@pytest.mark.parametrize(
    ("given", "made", "changed"), [({Action.CREATE}, 201, 403), ({Action.EDIT}, 403, 200), (set(), 403, 403)]
)
def test_making_and_changing_each_need_their_right(
    ann: Browser, browser: Any, services: Services, given: set[Action], made: int, changed: int
) -> None:
    put(ann, {"name": "大理", "people": "1"})
    with services.workspaces.open("travel").write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        guide = roles.add(tx.connection, "guide", {"zh-CN": "导游", "en": "Guide"})
        grants.allow(tx.connection, guide.id, tx.catalogue.table("cities").id, {Action.VIEW, *given})
        roles.put_in(tx.connection, guide.id, next(one.id for one in tx.members.values() if one.name == "Ned"))
        tx.reload()
    ned = browser("ned")
    assert put(ned, {"name": "丽江", "people": "2"}).status_code == (200 if made == 201 else made)
    assert put(ned, {"name": "大理", "people": "3"}).status_code == changed


def test_a_key_is_matched_only_where_its_value_may_be_read(ann: Browser, browser: Any) -> None:
    """Who guesses a masked key learns that it is taken, as from any unique field, and changes nothing."""
    put(ann, {"name": "大理", "people": "1"}, {"name": "丽江", "people": "50"})
    small = {"field": "people", "op": "<", "value": "10"}
    rights = {
        "actions": {name: {"rows": None} for name in ("view", "create", "edit")},
        "fields": {"name": {"read": True, "edit": True, "give": True, "read_rows": small}},
    }
    given = ann.patch("/workspaces/travel/roles/everyone/rights", {"tables": {"cities": rights}})
    assert given.status_code == 200, given.json
    ned = browser("ned")
    assert ned.get(CITIES, sort="people").json["records"][1]["values"]["name"] is None
    assert put(ned, {"name": "大理", "people": "2"}).status_code == 200
    assert refused(put(ned, {"name": "丽江", "people": "3"}), 422) == ["value.not_unique"]
    assert [row["values"]["people"] for row in ann.get(CITIES, sort="people").json["records"]] == ["2", "50"]

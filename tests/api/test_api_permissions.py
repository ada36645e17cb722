"""Explanations of rights: the decision itself with its reasons, and nothing about what the asker may not see."""

from __future__ import annotations

import pytest

from gezi.accounts import people
from gezi.core.context import SYSTEM, Source
from gezi.fields.conditions import Test, Variable
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from support.visitors import Browser, refused

WHY = "/workspaces/travel/permissions/explain"
TRIPS = "/workspaces/travel/tables/trips/records"


@pytest.fixture
def ned(services, browser) -> Browser:
    """A guide: sees every trip, edits the trips of their own making."""
    workspace = services.workspaces.open("travel")
    with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        guide = roles.add(tx.connection, "guide", {"zh-CN": "导游", "en": "Guide"})
        trips = tx.catalogue.table("trips")
        mine = Test((trips.by_key["created_by"].id,), "=", Variable("@me"))
        grants.allow(tx.connection, guide.id, trips.id, {Action.VIEW, Action.CREATE})
        grants.allow(tx.connection, guide.id, trips.id, {Action.EDIT}, mine)
        member = next(one for one in tx.members.values() if one.name == "Ned")
        roles.put_in(tx.connection, guide.id, member.id)
        tx.reload()
    return browser("ned")


def create(who: Browser, title: str) -> int:
    return who.post(TRIPS, {"records": [{"values": {"title": title}}]}).json["records"][0]["id"]


def test_the_explanation_agrees_with_the_decision(ned: Browser, ann: Browser) -> None:
    his, hers = create(ned, "his"), create(ann, "hers")
    mine = ned.get(WHY, table="trips", record=his, action="edit").json
    assert mine["allowed"] is True
    said = {"code": "granted", "message": "角色组“导游”可以编辑这条记录", "role": "guide", "effect": "allow"}
    assert mine["reasons"][0] == said
    others = ned.get(WHY, table="trips", record=hers, action="edit").json
    assert others["allowed"] is False
    assert others["reasons"][0]["code"] == "rows_elsewhere"
    for record, allowed in ((his, True), (hers, False)):
        assert ned.get(f"{TRIPS}/{record}").json["allowed"]["edit"] is allowed
    assert ned.get(WHY, table="trips", action="delete").json["allowed"] is False
    assert ned.get(WHY, table="trips").json["allowed"] is True
    english = ned.send("GET", f"{WHY}?table=trips&action=delete", headers={"Accept-Language": "en"}).json
    assert "Guide" in english["reasons"][0]["message"]


def test_builders_may_ask_about_anybody(ned: Browser, ann: Browser) -> None:
    hers = create(ann, "hers")
    member = next(one["id"] for one in ann.get("/workspaces/travel/members").json["members"] if one["name"] == "Ned")
    assert ann.get(WHY, table="trips", record=hers, action="edit", member=member).json["allowed"] is False
    assert ann.get(WHY, table="cities", member=member).json["allowed"] is False
    refused(ann.get(WHY, table="trips", member=999), 404)
    refused(ann.get(WHY, table="trips", record=999), 404)


def test_nothing_is_told_of_what_the_asker_may_not_see(ned: Browser, ann: Browser) -> None:
    assert refused(ned.get(WHY, table="cities"), 404) == refused(ned.get(WHY, table="nothing"), 404)
    refused(ned.get(WHY, table="trips", record=999), 404)
    assert refused(ned.get(WHY, table="trips", member=1), 403) == ["permission.not_about_others"]
    for query in (
        {},
        {"table": "trips", "action": "own"},
        {"table": "trips", "record": "x"},
        {"table": "trips", "x": 1},
    ):
        refused(ned.get(WHY, **query), 400)


def test_a_right_that_is_taken_away_is_gone_with_the_next_request(services, ned: Browser) -> None:
    assert ned.get(TRIPS).status_code == 200
    workspace = services.workspaces.open("travel")
    with workspace.write(services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        guide = roles.find(tx.connection, "guide")
        assert guide is not None
        member = next(one for one in tx.members.values() if one.name == "Ned")
        roles.take_out(tx.connection, guide.id, member.id)
        tx.reload()
    refused(ned.get(TRIPS), 404)
    with services.control.read() as control:
        assert people.find_by_name(control, "ned") is not None

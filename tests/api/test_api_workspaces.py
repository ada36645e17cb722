"""Workspaces: which there are for whom, making one, and what is left when that fails."""

from __future__ import annotations

import copy

import pytest

from support.visitors import Browser, problems, refused

LABEL = {"zh-CN": "便签", "en": "Notes"}
TEMPLATE = {
    "format": 1,
    "key": "small",
    "version": "1.0.0",
    "name": LABEL,
    "navigation": [{"key": "all", "label": LABEL, "items": [{"kind": "dashboard", "key": "home"}]}],
    "tables": [
        {
            "key": "notes",
            "label": LABEL,
            "primary": "title",
            "fields": [
                {"key": "title", "type": "text", "label": LABEL},
                {"key": "count", "type": "number", "label": LABEL, "options": {"scale": 1}},
            ],
        }
    ],
    "roles": [{"key": "admin", "label": LABEL, "admin": True}, {"key": "staff", "label": LABEL}],
    "grants": [],
    "dashboards": [
        {
            "key": "home",
            "label": LABEL,
            "home_of": ["admin"],
            "cards": [
                {
                    "key": "sum",
                    "label": LABEL,
                    "type": "number",
                    "width": 1,
                    "table": "notes",
                    "measures": [{"op": "sum", "field": "count"}],
                    "filter": {"field": "count", "op": ">", "value": 1.5},
                }
            ],
        }
    ],
    "demo": {
        "accounts": [{"account": "amy", "name": "Amy", "roles": ["staff"]}],
        "records": [
            {
                "table": "notes",
                "rows": [
                    {"ref": "a", "values": {"title": "甲", "count": "2.5"}},
                    {"ref": "b", "values": {"title": "乙", "count": "1.5"}},
                ],
            }
        ],
    },
}


def test_everybody_sees_the_workspaces_they_may_enter(ann: Browser, browser) -> None:
    assert ann.get("/workspaces").json == {
        "workspaces": [{"key": "other", "name": "Other"}, {"key": "travel", "name": "Travel"}]
    }
    assert [entry["key"] for entry in browser("ned").get("/workspaces").json["workspaces"]] == ["travel"]


def test_whoever_makes_a_workspace_administers_it(browser) -> None:
    ned = browser("ned")
    answer = ned.post("/workspaces", {"key": "mine", "name": "我的"})
    assert (answer.status_code, answer.json) == (201, {"key": "mine", "name": "我的"})
    me = ned.get("/workspaces/mine/me").json
    assert (me["name"], me["admin"]) == ("Ned", True)
    assert ned.get("/workspaces/mine/tables").json == {"tables": []}
    refused(browser("eve").get("/workspaces/mine/me"), 404)


def test_a_workspace_can_begin_with_a_template_and_its_demo(ann: Browser) -> None:
    answer = ann.post("/workspaces", {"key": "small", "name": "小样", "template": TEMPLATE, "demo": True})
    assert answer.status_code == 201, answer.data
    navigation = ann.get("/workspaces/small/navigation").json
    assert navigation["home"] == "home"
    assert [group["key"] for group in navigation["groups"]] == ["all", "others"]
    assert ann.get("/workspaces/small/dashboards").json["dashboards"] == [
        {"key": "home", "label": "便签", "icon": None}
    ]
    (card,) = ann.get("/workspaces/small/dashboards/home").json["cards"]
    assert card["data"] == {"value": "2.5", "previous": None}
    refused(ann.get("/workspaces/small/dashboards/nothing"), 404)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"key": "travel", "name": "x"}, 409),
        ({"key": "Bad Key", "name": "x"}, 422),
        ({"key": "../x", "name": "x"}, 422),
        ({"key": "x" * 41, "name": "x"}, 422),
        ({"key": "fresh", "name": ""}, 422),
        ({"key": "fresh"}, 400),
        ({"key": "fresh", "name": "x", "owner": 1}, 400),
        ({"key": "fresh", "name": "x", "demo": "yes"}, 400),
        ({"key": "fresh", "name": "x", "demo": 1}, 400),
        ({"key": "fresh", "name": "x", "template": 1}, 400),
        ({"key": "fresh", "name": "x", "template": "nothing"}, 404),
        ({"key": "fresh", "name": "x", "template": "../crm"}, 404),
        ({"key": "fresh", "name": "x", "template": {}}, 422),
        ({"key": "fresh", "name": "x", "template": {"tables": [2**64]}}, 400),
        ({"key": "fresh", "name": "x", "template": {"format": 1, "tables": [[[]]]}}, 422),
    ],
    ids=str,
)
def test_a_workspace_that_cannot_be_made_leaves_nothing(ann: Browser, body: dict, status: int) -> None:
    answer = ann.post("/workspaces", body)
    assert answer.status_code == status, answer.data
    problems(answer)
    assert [entry["key"] for entry in ann.get("/workspaces").json["workspaces"]] == ["other", "travel"]


def test_after_a_failure_in_the_middle_the_key_is_free_again(ann: Browser, browser) -> None:
    broken = copy.deepcopy(TEMPLATE)
    broken["demo"]["records"][0]["rows"][1]["values"]["count"] = "much"
    answer = ann.post("/workspaces", {"key": "small", "name": "x", "template": broken, "demo": True})
    assert answer.status_code == 422
    refused(ann.get("/workspaces/small/me"), 404)
    eve = browser("eve")
    assert eve.post("/workspaces", {"key": "small", "name": "y", "template": TEMPLATE}).status_code == 201
    members = eve.get("/workspaces/small/members").json["members"]
    assert [member["name"] for member in members] == ["Eve"]

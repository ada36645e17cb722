"""What automations, buttons, approvals and timers name is in use: it stays, or its owner is told when it went (S95, S102)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.flows import Flows
from support.people import BASE, code

CAMPAIGNS = f"{BASE}/tables/campaigns"


def add_field(office: Flows, key: str, type_: str = "text", **more: Any) -> None:
    field = {"key": key, "label": {"zh-CN": key, "en": key}, "type": type_, **more}
    answer = office.admin.post(f"{CAMPAIGNS}/fields", field)
    assert answer.status_code == 201, answer.json


def uses(office: Flows, table: str, field: str) -> set[tuple[str, str, str]]:
    found = office.admin.get(f"{BASE}/tables/{table}/fields/{field}/uses").json["uses"]
    return {(each["kind"], each["table"], each["key"]) for each in found if each["blocking"]}


def test_a_field_that_an_automation_names_anywhere_is_not_deleted(office: Flows) -> None:
    names = ("a_trigger", "a_condition", "a_written", "a_read", "a_told", "a_when")
    for name in names:
        add_field(office, name)
    office.make(
        "naming",
        "campaigns",
        {"on": "updated", "fields": ["a_trigger"]},
        {"set": {"a_written": {"field": "a_read"}}, "when": {"field": "a_when", "op": "not_empty"}},
        {"notify": {"to": [{"field": "owner"}], "text": {"zh-CN": "{a_told}", "en": "x"}}},
        where={"field": "a_condition", "op": "empty"},
    )
    for name in names:
        assert uses(office, "campaigns", name) == {("automation", "campaigns", "naming")}, name
        answer = office.admin.delete(f"{CAMPAIGNS}/fields/{name}", {})
        assert code(answer) == (409, "schema.in_use"), answer.json
        assert "自动化 naming" in answer.json["errors"][0]["message"]
    office.admin.delete(f"{BASE}/automations/naming", {})
    for name in names:
        assert uses(office, "campaigns", name) == set()
        assert office.admin.delete(f"{CAMPAIGNS}/fields/{name}", {}).status_code == 200


def test_buttons_approvals_and_timers_of_the_template_are_in_the_uses_of_their_fields(office: Flows) -> None:
    assert {("button", "leads", "claim"), ("button", "customers", "claim")} <= uses(office, "pools", "daily_cap")
    assert ("approval", "orders", "order_approval") in uses(office, "orders", "status")
    assert ("approval", "orders", "order_approval") in uses(office, "customers", "department")
    assert ("timer", "customers", "recycle") in uses(office, "recycle_rules", "no_deal_days")
    assert ("timer", "customers", "recycle") in uses(office, "customer_followups", "followed_at")
    assert ("automation", "lead_followups", "first_followup") in uses(office, "leads", "status")


def test_a_choice_that_an_automation_compares_with_or_writes_is_not_dropped(office: Flows) -> None:
    choices = [{"key": key, "label": {"zh-CN": key, "en": key}} for key in ("red", "green", "blue")]
    add_field(office, "colour", "option", choices=choices)
    office.make(
        "paint",
        "campaigns",
        {"on": "created"},
        {"set": {"colour": {"value": "red"}}},
        where={"field": "colour", "op": "=", "value": "green"},
    )
    for kept, status in ((("red", "green"), 200), (("red",), 409), (("green",), 409)):
        left = [each for each in choices if each["key"] in kept]
        answer = office.admin.patch(f"{CAMPAIGNS}/fields/colour", {"choices": left})
        assert answer.status_code == status, answer.json
        if status == 409:
            assert "自动化 paint" in answer.json["errors"][0]["message"]


def test_a_run_that_waits_for_a_field_that_went_fails_with_its_name_and_its_owner_is_told(office: Flows) -> None:
    add_field(office, "passing")
    wait, put = {"wait": {"minutes": 30}}, {"set": {"passing": {"value": "x"}}}
    office.make("patient", "campaigns", {"on": "created"}, wait, put)
    office.people.create("marketing", "campaigns", name="等待")
    office.run()
    office.change("patient", do=[wait])  # the run keeps the definition that names the field
    assert office.admin.delete(f"{CAMPAIGNS}/fields/passing", {}).status_code == 200
    office.run(timedelta(hours=1))
    run = office.one(automation="patient")
    assert run["state"] == "failed"
    assert "passing" in run["error"]["message"]
    assert office.bell("admin", "patient") == [f"自动化“patient”：{run['error']['message']}"]


def test_a_table_that_another_ones_automation_writes_to_is_not_deleted(office: Flows) -> None:
    made = office.admin.post(f"{BASE}/tables", {"key": "diary", "label": {"zh-CN": "日志", "en": "Diary"}})
    assert made.status_code == 201, made.json
    tables = office.admin.get(f"{BASE}/tables").json["tables"]
    name = next(each["primary"] for each in tables if each["key"] == "diary")
    office.make("write", "campaigns", {"on": "created"}, {"create": "diary", "values": {name: {"field": "name"}}})
    answer = office.admin.delete(f"{BASE}/tables/diary", {})
    assert answer.status_code == 409
    assert "自动化 write" in answer.json["errors"][0]["message"]
    office.admin.delete(f"{BASE}/automations/write", {})
    assert office.admin.delete(f"{BASE}/tables/diary", {}).status_code == 200

"""Buttons and approvals changed in a running workspace: guarded by version, checked, written down, taken back (E14, E15)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from support.flows import Flows
from support.people import BASE, People, code

ACTIONS = f"{BASE}/actions"
CLAIM = f"{ACTIONS}/buttons/leads/claim"
ORDERS = f"{ACTIONS}/approvals/order_approval"


@pytest.fixture
def people(office: Flows) -> Iterator[People]:
    """A workspace that the tests of this file share; what each changes goes back to the template's."""
    yield office.people
    admin: Any = office.people.crm.visitor("admin")
    listed = admin.get(ACTIONS).json
    for kind in ("buttons", "approvals"):
        for each in listed[kind]:
            place = f"{each['table']}/{each['key']}" if kind == "buttons" else each["key"]
            if each["changed"]:
                assert admin.post(f"{ACTIONS}/{kind}/{place}/reset", {}).status_code == 200
            elif not each["template"]:
                assert admin.delete(f"{ACTIONS}/{kind}/{place}", {}).status_code == 204


@pytest.fixture
def admin(people: People) -> Any:
    return people.crm.visitor("admin")


_numbers = count()


def order_of(people: People, who: str) -> int:
    """A draft order of a customer of one's own."""
    customer = people.create(who, "customers", name=f"客户 {who} {next(_numbers)}")
    line = {"values": {"description": "服务", "price": "1000.00", "quantity": "2"}}
    return people.create(who, "orders", customer=customer, lines=[line])


def defined(admin: Any, path: str) -> Any:
    return admin.get(path).json


def test_a_button_is_changed_by_whoever_has_seen_its_present_version(people: People, admin: Any) -> None:
    before = defined(admin, CLAIM)
    assert (before["template"], before["changed"], before["used_by"]) == (True, False, [])
    wanted = {**before["definition"], "label": {"zh-CN": "认领", "en": "Take"}}
    body = {"definition": wanted, "version": before["version"], "reason": "统一叫法"}
    after = admin.put(CLAIM, body).json
    assert (after["version"], after["changed"]) == (before["version"] + 1, True)
    assert (after["label"]["zh-CN"], after["original"]) == ("认领", before["definition"])
    assert code(admin.put(CLAIM, body)) == (409, "action.stale")
    entry = admin.get(f"{BASE}/config-log", kind="button", object="leads.claim").json["entries"][0]
    assert entry["reason"] == "统一叫法"
    assert admin.post(f"{BASE}/config-log/{entry['id']}/revert", {}).status_code < 300
    back = defined(admin, CLAIM)
    assert (back["changed"], back["version"]) == (False, before["version"] + 2)


def test_only_who_builds_changes_buttons(people: People) -> None:
    sales: Any = people.crm.visitor("sales1")
    assert sales.get(CLAIM).status_code == 403
    assert sales.patch(CLAIM, {"enabled": False}).status_code == 403
    assert sales.post(f"{CLAIM}/try", {"record": 1}).status_code == 403


def test_everything_that_is_wrong_is_told_at_its_place_in_the_definition(admin: Any) -> None:
    definition = defined(admin, CLAIM)["definition"]
    shape = admin.put(CLAIM, {"definition": {**definition, "do": [{"set": {}}, {"jump": 1}], "right": "fly"}})
    assert shape.status_code == 422
    assert "right" in {each["field"] for each in shape.json["errors"]}
    names = {
        **definition,
        "when": {"field": "no_such", "op": "empty"},
        "roles": ["sales_rep", "nobody"],
        "do": [{"set": {"owner": {"variable": "@me"}, "nothing": {"value": 1}}}, {"submit": "order_approval"}],
    }
    answer = admin.put(CLAIM, {"definition": names})
    assert answer.status_code == 422
    fields = {each["field"] for each in answer.json["errors"]}
    assert {"when.field", "roles[1]", "do[0].set.nothing", "do[1].submit"} == fields
    assert defined(admin, CLAIM)["changed"] is False


@pytest.mark.parametrize(("op", "value"), [("=", {}), ("=", [[]]), ("in", ["new", {"field": "name"}])])
def test_what_can_be_no_option_is_refused_in_a_condition(admin: Any, op: str, value: object) -> None:
    definition = defined(admin, CLAIM)["definition"]
    answer = admin.put(CLAIM, {"definition": {**definition, "when": {"field": "status", "op": op, "value": value}}})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["errors"]} == {"when.value"}


def test_a_button_that_is_switched_off_is_not_offered_and_says_so_when_pressed(people: People, admin: Any) -> None:
    lead = people.create("sales1", "leads", name="停用")
    people.press("sales1", "leads", lead, "release", reason="试")
    assert admin.patch(CLAIM, {"enabled": False}).json["enabled"] is False
    assert "claim" not in people.offered("sales1", "leads", lead)
    tables = people.crm.visitor("sales1").get(f"{BASE}/tables").json["tables"]
    leads = next(each for each in tables if each["key"] == "leads")
    assert "claim" not in {each["key"] for each in leads["buttons"]}
    assert code(people.press("sales1", "leads", lead, "claim")) == (409, "button.off")
    assert admin.patch(CLAIM, {"enabled": True}).json["changed"] is False
    assert people.press("sales1", "leads", lead, "claim").status_code == 200


def test_a_button_is_made_named_by_an_automation_and_then_cannot_go(office: Flows, people: People, admin: Any) -> None:
    definition = {
        "key": "note_it", "table": "leads", "label": {"zh-CN": "记一笔", "en": "Note"},
        "do": [{"set": {"note": {"value": "记"}}}],
    }  # fmt: skip
    made = admin.post(f"{ACTIONS}/buttons", {"definition": definition})
    assert (made.status_code, made.json["version"], made.json["template"]) == (201, 1 + 1, False)
    assert code(admin.post(f"{ACTIONS}/buttons", {"definition": definition})) == (409, "action.taken")
    lead = people.create("sales1", "leads", name="新按钮")
    assert people.press("sales1", "leads", lead, "note_it").status_code == 200
    own = f"{ACTIONS}/buttons/leads/note_it"
    assert code(admin.put(own, {"definition": {**definition, "key": "other"}})) == (422, "action.key_fixed")
    document = {
        "key": "after_note", "table": "leads", "label": {"zh-CN": "记后", "en": "After"},
        "trigger": {"on": "button", "button": "note_it"}, "do": [{"set": {"note": {"value": "后"}}}],
    }  # fmt: skip
    assert admin.post(f"{BASE}/automations", {"definition": document}).status_code == 201
    assert [each["key"] for each in defined(admin, own)["used_by"]] == ["after_note"]
    assert code(admin.delete(own, {})) == (409, "action.in_use")
    assert admin.delete(f"{BASE}/automations/after_note", {}).status_code == 204
    assert code(admin.post(f"{own}/reset", {})) == (409, "action.no_original")
    assert admin.delete(own, {}).status_code == 204
    assert code(admin.delete(own, {})) == (404, "button.not_found")


def test_a_templates_button_that_was_deleted_comes_again_by_a_reset(admin: Any) -> None:
    assign = f"{ACTIONS}/buttons/leads/assign"
    before = defined(admin, assign)["definition"]
    assert admin.delete(assign, {"reason": "不用"}).status_code == 204
    assert [each["key"] for each in admin.get(ACTIONS).json["removed"]] == ["assign"]
    assert admin.post(f"{assign}/reset", {}).json["definition"] == before


def test_the_buttons_of_a_table_are_put_in_another_order(people: People, admin: Any) -> None:
    keys = [each["key"] for each in admin.get(ACTIONS).json["buttons"] if each["table"] == "leads"]
    assert code(admin.put(f"{ACTIONS}/order/leads", {"keys": keys[:-1]})) == (422, "action.order")
    assert admin.put(f"{ACTIONS}/order/leads", {"keys": keys[::-1]}).json["keys"] == keys[::-1]
    tables = admin.get(f"{BASE}/tables").json["tables"]
    shown = [each["key"] for each in next(t for t in tables if t["key"] == "leads")["buttons"]]
    assert shown == keys[::-1]
    assert admin.put(f"{ACTIONS}/order/leads", {"keys": keys}).status_code == 200


def test_a_round_that_is_under_way_keeps_the_definition_it_began_with(people: People, admin: Any) -> None:
    order = order_of(people, "sales3")
    assert people.press("sales3", "orders", order, "submit").status_code == 200
    before = defined(admin, ORDERS)
    assert before["open"] >= 1
    definition = before["definition"]
    state = {**definition, "on": {**definition["on"], "reject": "draft"}}
    assert code(admin.put(ORDERS, {"definition": state})) == (409, "approval.open_rounds")
    staged = {
        **{name: part for name, part in definition.items() if name != "approver"},
        "stages": [{"key": "money", "label": {"zh-CN": "财务", "en": "Finance"}, "approvers": [{"role": "finance"}]}],
        "fallback": "finance",
    }
    changed = admin.put(ORDERS, {"definition": staged})
    assert changed.status_code == 200, changed.json
    finance: Any = people.crm.visitor("finance")
    round_ = people.crm.visitor("sales3").get(f"{BASE}/tables/orders/records/{order}/approvals").json["approvals"][0]
    assert [stage["key"] for stage in round_["stages"]] == ["approval"]
    assert finance.post(f"{BASE}/approvals/{round_['id']}/decide", {"outcome": "approve"}).status_code in (403, 404)
    assert people.press("boss", "orders", order, "approve").status_code == 200
    later = order_of(people, "sales3")
    assert people.press("sales3", "orders", later, "submit").status_code == 200
    assert people.press("finance", "orders", later, "approve").status_code == 200


def test_an_approval_goes_only_when_nothing_names_it_and_nothing_waits(people: People, admin: Any) -> None:
    order = order_of(people, "sales3")
    assert people.press("sales3", "orders", order, "submit").status_code == 200
    answer = admin.delete(ORDERS, {})
    codes = [each["code"] for each in answer.json["errors"]]
    assert (answer.status_code, codes[-1], set(codes[:-1])) == (409, "approval.open_rounds", {"action.in_use"})
    assert admin.patch(ORDERS, {"enabled": False}).status_code == 200
    other = order_of(people, "sales3")
    assert code(people.press("sales3", "orders", other, "submit")) == (409, "approval.off")
    assert people.press("boss", "orders", order, "approve").status_code == 200  # what waits goes on to its end


def test_a_field_that_a_changed_button_names_cannot_go(people: People, admin: Any) -> None:
    made = admin.post(f"{BASE}/tables/leads/fields", {"key": "weather", "type": "text", "label": "天气"})
    assert made.status_code == 201, made.json
    definition = defined(admin, CLAIM)["definition"]
    named = {**definition, "do": [*definition["do"], {"set": {"weather": {"value": "晴"}}}]}
    assert admin.put(CLAIM, {"definition": named}).status_code == 200
    assert admin.delete(f"{BASE}/tables/leads/fields/weather", {}).status_code == 409
    assert admin.post(f"{CLAIM}/reset", {}).status_code == 200
    assert admin.delete(f"{BASE}/tables/leads/fields/weather", {}).status_code in (200, 204)


def test_a_trial_of_a_button_says_what_stands_against_it_and_what_it_would_write(people: People, admin: Any) -> None:
    lead = people.create("sales1", "leads", name="试用")
    one, other = people.member("sales1"), people.member("sales2")
    taken = admin.post(f"{CLAIM}/try", {"record": lead, "member": one}).json
    held = {check["name"]: check["holds"] for check in taken["checks"]}
    assert (taken["offered"], held["roles"], held["when"]) == (False, True, False)
    assert [each["code"] for each in taken["refused"]] == ["already_claimed"]
    assert (taken["changes"], taken["impact"]["updated"]) == ([], 0)
    unseen = admin.post(f"{CLAIM}/try", {"record": lead, "member": people.member("sales3")}).json
    assert {check["name"]: check["holds"] for check in unseen["checks"]}["visible"] is False
    people.press("sales1", "leads", lead, "release", reason="试")
    free = admin.post(f"{CLAIM}/try", {"record": lead, "member": other}).json
    assert (free["offered"], free["refused"], free["impact"]["updated"]) == (True, None, 1)
    assert free["changes"][0]["cells"]["owner"][1]["id"] == other
    assert people.values("admin", "leads", lead)["owner"] is None  # nothing of it stays
    draft = {**defined(admin, CLAIM)["definition"], "when": {"field": "name", "op": "=", "value": "别的"}}
    drafted = admin.post(f"{CLAIM}/try", {"record": lead, "member": other, "definition": draft}).json
    assert drafted["refused"][0]["code"] == "button.not_now"
    assert defined(admin, CLAIM)["changed"] is False
    release = admin.post(f"{ACTIONS}/buttons/leads/release/try", {"record": lead, "member": other}).json
    assert {"inputs", "when"} <= {check["name"] for check in release["checks"] if not check["holds"]}


def test_a_trial_of_an_approval_says_who_would_be_asked_and_why(people: People, admin: Any) -> None:
    order = order_of(people, "sales1")
    told = admin.post(f"{ORDERS}/try", {"record": order, "member": people.member("sales1")}).json
    (stage,) = told["stages"]
    assert (told["refused"], stage["applies"]) == (None, True)
    assert [each["member"]["id"] for each in stage["asked"]] == [people.member("manager")]
    assert "负责人" in stage["asked"][0]["reason"]
    itself = admin.post(f"{ORDERS}/try", {"record": order, "member": people.member("manager")}).json
    (asked,) = itself["stages"][0]["asked"]  # nobody decides on what they submit, and nobody is above the manager
    assert (asked["member"], asked["role"]["key"], asked["fallback"]) == (None, "management", True)
    assert "已跳过" in asked["reason"]
    assert people.values("admin", "orders", order)["status"] == "draft"
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    again = admin.post(f"{ORDERS}/try", {"record": order, "member": people.member("sales1")}).json
    assert again["open"]["round"] == 1
    assert again["refused"]

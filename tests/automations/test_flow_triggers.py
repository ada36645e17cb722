"""What sets automations off beside edits, and that demo ones keep to demo rows (E12, S70)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gezi.cli.commands import find
from gezi.core.errors import Refusal
from support.flows import Flows
from support.people import BASE


def tell(text: str, when: Any = None, **more: Any) -> dict[str, Any]:
    step: dict[str, Any] = {"notify": {"to": [{"role": "admin"}], "text": {"zh-CN": text, "en": "x"}, **more}}
    return step if when is None else {**step, "when": when}


def demo_row(office: Flows, table: str) -> int:
    """A row that the installation brought: the oldest."""
    return office.admin.get(f"{BASE}/tables/{table}/records", sort="created_at", limit="1").json["records"][0]["id"]


def test_a_deleted_row_sets_it_off_with_what_the_row_was(office: Flows) -> None:
    wanted = {"field": "budget", "op": ">=", "value": "100"}
    office.make("gone", "campaigns", {"on": "deleted"}, tell("{name} 已删除"), where=wanted)
    made = [
        office.people.create("marketing", "campaigns", name=name, budget=budget)
        for name, budget in (("大活动", "100"), ("小活动", "99"))
    ]
    answer = office.visitor("boss").delete(f"{BASE}/tables/campaigns/records", {"ids": made})
    assert answer.status_code == 200, answer.json
    office.run()
    run = office.one(automation="gone")
    assert (run["state"], run["record"], office.bell("admin", "gone")) == ("done", made[0], ["大活动 已删除"])


def test_a_relation_sets_it_off_when_it_leads_to_another_row_and_not_when_it_leads_nowhere(office: Flows) -> None:
    people = office.people
    office.make("joined", "leads", {"on": "linked", "field": "campaign"}, tell("{name} → {campaign}"))
    first, second = (people.create("marketing", "campaigns", name=name) for name in ("展会", "沙龙"))
    lead = people.create("boss", "leads", name="关联", campaign=first)
    for values in ({"note": "无关"}, {"campaign": None}, {"campaign": second}, {"campaign": second}):
        assert people.change("boss", "leads", lead, **values).status_code == 200
        office.run()
    assert len(office.runs(automation="joined")) == 2
    assert office.bell("admin", "joined") == ["关联 → 沙龙", "关联 → 展会"]


def test_a_button_sets_it_off_with_its_inputs_and_only_where_the_condition_holds(office: Flows) -> None:
    people = office.people
    office.make(
        "released",
        "leads",
        {"on": "button", "button": "release"},
        {"set": {"note": {"input": "reason"}}},
        where={"field": "company", "op": "not_empty"},
    )
    leads = [people.create("sales1", "leads", name="按钮", company=company) for company in ("飞鸟", None)]
    for lead in leads:
        assert people.press("sales1", "leads", lead, "release", reason="太忙").status_code == 200
    assert people.press("sales2", "leads", leads[0], "claim").status_code == 200
    office.run()
    assert [people.values("admin", "leads", lead)["note"] for lead in leads] == ["太忙", None]
    assert office.one(automation="released")["evidence"]["inputs"] == {"reason": "太忙"}


def test_an_approval_sets_it_off_with_the_outcome_that_it_names_or_any(office: Flows) -> None:
    people = office.people
    any_of = {"on": "approval", "approval": "order_approval"}
    office.make("approved", "orders", {**any_of, "outcome": "approved"}, tell("通过"))
    office.make("decided", "orders", any_of, tell("审批", key="{name}"))
    _, order = people.order_of("sales1")
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    assert people.press("manager", "orders", order, "reject", comment="再看看").status_code == 200
    office.run()
    assert office.runs(automation="approved") == []
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    assert people.press("manager", "orders", order, "approve").status_code == 200
    office.run()
    assert office.one(automation="approved")["evidence"]["outcome"] == "approved"
    outcomes = [
        office.admin.get(f"{BASE}/runs/{run['id']}").json["evidence"]["outcome"]
        for run in office.runs(automation="decided")
    ]
    assert outcomes == ["approved", "submitted", "rejected", "submitted"]


def test_a_schedule_has_no_record_and_its_steps_do_without_one(office: Flows) -> None:
    office.make(
        "morning",
        "campaigns",
        {"on": "schedule", "every": "day", "at": "09:00"},
        tell("早上好 {name}", when={"field": "name", "op": "empty"}),
        tell("没有记录", when={"field": "location", "op": "=", "value": "北京"}),
        {"find": "campaigns", "where": {"field": "name", "op": "=", "value": "定时"}, "as": "found"},
        {"each": "found", "do": [{"set": {"location": {"field": "name"}}}]},
        {"create": "campaigns", "values": {"name": {"value": "日报"}, "location": {"field": "name"}}},
    )
    record = office.people.create("marketing", "campaigns", name="定时")
    office.run(timedelta(days=1))
    run = office.one(automation="morning")
    assert (run["state"], run["record"]) == ("done", None), run
    assert office.bell("admin", "morning") == ["早上好 "]
    assert office.people.values("marketing", "campaigns", record)["location"] == "定时"


def test_a_demo_automation_reaches_no_real_row_by_any_step(office: Flows) -> None:
    people = office.people
    real = people.create("sales1", "customers", name="真实客户")
    contact = people.create("sales1", "contacts", name="真实联系人", customer=real)
    demo = demo_row(office, "campaigns")
    here = {"field": "name", "op": "=", "value": "真实客户"}
    find = {"find": "customers", "where": here, "as": "c"}
    steps = {
        "each": [find, {"each": "c", "do": [{"set": {"address": {"value": "x"}}}]}],
        "found": [find, {"update": "c", "set": {"address": {"value": "x"}}}],
        "beyond": [find, {"each": "c", "do": [{"update": "contacts.customer", "set": {"title": {"value": "x"}}}]}],
    }
    for key, do in steps.items():
        office.make(f"demo_{key}", "campaigns", {"on": "updated", "fields": ["location"]}, *do, demo=True)
    made = {"create": "campaigns", "values": {"name": {"value": "演示产生"}}}
    office.make("demo_make", "campaigns", {"on": "updated", "fields": ["location"]}, made, demo=True)
    assert people.change("boss", "campaigns", demo, location="北京").status_code == 200
    office.run()
    for key in steps:
        assert office.one(automation=f"demo_{key}")["error"]["code"] == "automation.not_demo", key
    assert people.values("sales1", "customers", real)["address"] is None
    assert people.values("sales1", "contacts", contact)["title"] is None
    new = people.find("admin", "campaigns", "name", "演示产生")
    assert people.change("boss", "campaigns", new, location="广州").status_code == 200  # it is a demo row itself
    office.run()
    assert len(office.runs(automation="demo_make", record=new, table="campaigns")) == 1
    own = people.create("marketing", "campaigns", name="真实活动")
    assert people.change("marketing", "campaigns", own, location="上海").status_code == 200
    office.run()
    assert office.runs(automation="demo_make", record=own, table="campaigns") == []


def test_a_sweep_as_at_an_instant_makes_up_for_what_was_missed_once_for_each_due_time(office: Flows) -> None:
    services = office.people.crm.services
    today = (office.clock.now() + timedelta(hours=8)).date()
    every = {"on": "schedule", "every": "day", "at": "09:00", "catch_up": "all"}
    office.make("daily", "campaigns", every, tell("日报"))
    office.make("ends", "campaigns", {"on": "date", "field": "end_date", "days": -1, "at": "09:00"}, tell("{name}"))
    for days in (1, 2, 3, 5):
        office.people.create(
            "marketing", "campaigns", name=f"{days} 天后结束", end_date=f"{today + timedelta(days=days)}"
        )

    def sweep(at: str) -> None:
        command = find("sweep")
        assert command is not None
        assert len(list(command(services, {"workspace": "crm", "at": at}))) == 1

    late = f"{today + timedelta(days=3)}T09:30"  # where the workspace is
    for at in (late, late, f"{today + timedelta(days=1)}T12:00:00+08:00"):
        sweep(at)
        dues = [run["state"] for run in office.runs(automation="daily")]
        assert dues == ["done"] * 3
        assert sorted(office.bell("admin", "ends")) == ["2 天后结束", "3 天后结束"]
    sweep(f"{today + timedelta(days=4)}T09:00")
    assert sorted(office.bell("admin", "ends")) == ["2 天后结束", "3 天后结束", "5 天后结束"]
    with pytest.raises(Refusal) as refused:
        sweep("gestern")
    assert refused.value.problems[0].code == "cli.bad_instant"

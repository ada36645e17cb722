"""Automations: what sets them off, what they do, whose rights they use, and what stops them (E12, S70, S99)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from gezi.api.background import Background
from gezi.automations.flows import sweeping, timing
from gezi.core.clock import FixedClock
from support.flows import Flows
from support.installations import Crm
from support.people import BASE, People, code


@pytest.fixture
def flows(crm: Crm, clock: FixedClock) -> Iterator[Flows]:
    before = clock.at
    yield Flows(People(crm), clock)
    clock.at = before


def test_the_first_follow_up_moves_a_new_lead_on_and_no_other(flows: Flows) -> None:
    people = flows.people
    lead = people.create("sales1", "leads", name="林一帆")
    for _ in range(2):
        people.create("sales1", "lead_followups", lead=lead, content="电话沟通")
    flows.run()
    assert people.values("sales1", "leads", lead)["status"] == "following"
    run, again = flows.runs(automation="first_followup")
    assert (run["state"], again["state"]) == ("done", "done")
    history = flows.visitor("sales1").get(f"{BASE}/tables/leads/records/{lead}/history").json["changes"]
    assert [each["source"] for each in history] == ["automation", "ui"]  # the second had nothing to do
    assert [each["run"] for each in history] == [None, None]  # runs are for those who build
    assert [each["undoable"] for each in history] == [False, True]  # and one's own changes for oneself
    path = f"{BASE}/tables/leads/records/{lead}/history"
    moved, made = flows.admin.get(path).json["changes"]
    named = {"id": moved["run"]["id"], "automation": "first_followup", "label": "首次跟进推进线索"}
    assert (moved["run"], made["run"], moved["undoable"]) == (named, None, True)
    assert flows.admin.post(f"{BASE}/batches/{moved['batch']}/undo").status_code == 200
    back, moved, _ = flows.admin.get(path).json["changes"]
    assert (back["undoes"], moved["undone_by"], moved["undoable"]) == (moved["batch"], back["batch"], False)
    assert flows.admin.post(f"{BASE}/batches/{back['batch']}/undo").status_code == 200  # done again
    people.change("sales1", "leads", lead, status="invalid")
    people.create("sales1", "lead_followups", lead=lead, content="再次沟通")
    flows.run()
    assert people.values("sales1", "leads", lead)["status"] == "invalid"


def test_steps_branch_go_over_related_rows_and_use_what_was_found_and_made(flows: Flows) -> None:
    people = flows.people
    answer = flows.make(
        "won",
        "opportunities",
        {"on": "becomes", "condition": {"field": "stage", "op": "=", "value": "won"}},
        {"find": "contacts", "match": {"customer": {"field": "customer"}}, "as": "people"},
        {
            "branch": [
                {
                    "when": {"field": "amount", "op": ">=", "value": "1000"},
                    "do": [
                        {"each": "people", "do": [{"set": {"title": {"origin": "name"}}}]},
                        {
                            "create": "customer_followups",
                            "values": {"customer": {"field": "customer"}, "content": {"value": "致谢"}},
                        },
                    ],
                },
                {"do": [{"set": {"win_reason": {"value": "小单"}}}]},
            ]
        },
    )
    assert answer.status_code == 201, answer.json
    customer = people.create("sales1", "customers", name="自动化客户")
    contacts = [people.create("sales1", "contacts", name=name, customer=customer) for name in ("甲", "乙")]
    large, small = (
        people.create("sales1", "opportunities", name=name, customer=customer, amount=amount)
        for name, amount in (("大单", "1000"), ("小单", "999.99"))
    )
    for each in (large, small):
        people.change("sales1", "opportunities", each, stage="won")
        people.change(
            "sales1", "opportunities", each, closed_at=None, stage="won"
        )  # it was won already: nothing begins
    flows.run()
    assert len(flows.runs(automation="won")) == 2
    assert [people.values("sales1", "contacts", each)["title"] for each in contacts] == ["大单", "大单"]
    assert people.values("sales1", "customers", customer)["followup_count"] == "1"
    assert people.values("sales1", "opportunities", small)["win_reason"] == "小单"
    steps = flows.one(automation="won", table="opportunities", record=large)["steps"]
    assert [(step["path"], step["kind"], step["state"]) for step in steps][:2] == [
        ("0", "find", "done"),
        ("1", "branch", "done"),
    ]
    assert {step["path"] for step in steps} == {
        "0",
        "1",
        "1.0.0",
        f"1.0.0.{contacts[0]}.0",
        f"1.0.0.{contacts[1]}.0",
        "1.0.1",
    }
    assert steps[0]["names"] == {"contacts": {str(contacts[0]): "甲", str(contacts[1]): "乙"}}


def test_an_automation_has_the_rights_of_its_owner_and_stops_with_them(flows: Flows) -> None:
    people, renamed = flows.people, {"on": "updated", "fields": ["name"]}
    document = ("note", "campaigns", renamed, {"create": "campaigns", "values": {"name": {"value": "另一个"}}})
    assert code(flows.make(*document, who="sales1")) == (403, "schema.forbidden")
    # customer success may build, but sees no campaigns of others and makes none
    tell = {"notify": {"to": [{"role": "customer_success"}], "text": {"zh-CN": "{name}", "en": "{name}"}}}
    for made in (document, ("leak", "campaigns", renamed, tell)):
        assert flows.make(*made, who="success").status_code == 201
    campaign = people.create("marketing", "campaigns", name="春季")
    people.change("marketing", "campaigns", campaign, name="夏季")
    flows.run()
    assert (flows.runs(), flows.bell("success")) == ([], [])
    people.change("admin", "campaigns", campaign, owner=people.member("success"))
    people.change("admin", "campaigns", campaign, name="秋季")
    flows.run()
    run = flows.one(automation="note")
    assert (run["state"], run["error"]["code"]) == ("failed", "permission.no_create"), run
    assert sorted(flows.bell("success")) == ["秋季", f"自动化“note”：{run['error']['message']}"]
    flows.admin.patch(
        f"{BASE}/automations/note", {"definition": flows.admin.get(f"{BASE}/automations/note").json["definition"]}
    )
    answer = flows.admin.post(f"{BASE}/runs/{run['id']}/retry", {})
    assert answer.status_code == 200
    flows.run()
    assert flows.one(automation="note")["state"] == "failed"  # still its owner's rights
    people.change("admin", "campaigns", campaign, owner=people.member("marketing"))
    assert flows.admin.post(f"{BASE}/runs/{run['id']}/retry", {}).status_code == 200
    flows.run()
    run = flows.one(automation="note")
    assert (run["state"], run["error"]["code"]) == ("stopped", "automation.out_of_sight")


def test_a_loop_is_warned_of_and_stopped(flows: Flows) -> None:
    people = flows.people
    flows.make(
        "one",
        "campaigns",
        {"on": "updated", "fields": ["budget"]},
        {"create": "campaigns", "values": {"name": {"value": "x"}}},
    )
    answer = flows.make("two", "campaigns", {"on": "created"}, {"set": {"budget": {"value": "1"}}})
    assert sorted(answer.json["cycles"][0]) == ["one", "two"]
    people.create("marketing", "campaigns", name="开始")
    flows.run()
    states = [run["state"] for run in flows.runs(limit=200)]
    assert (states.count("done"), states.count("stopped")) == (8, 1)
    assert len(flows.bell("admin")) == 1


def test_nothing_runs_for_a_table_that_nobody_listens_to(flows: Flows) -> None:
    people = flows.people
    people.create("admin", "industries", name="航天")
    assert not flows.background.queue.pending("crm")


def test_a_demo_automation_acts_on_demo_rows_and_touches_no_other(flows: Flows) -> None:
    people = flows.people
    own = people.create(
        "sales1", "opportunities", name="真实商机", customer=people.create("sales1", "customers", name="真实客户")
    )
    people.change("sales1", "opportunities", own, amount="10")
    wanted = '{"field": "stage", "op": "=", "value": "contact"}'
    demo = next(
        each["id"]
        for each in flows.visitor("boss").get(f"{BASE}/tables/opportunities/records", filter=wanted).json["records"]
        if each["id"] != own
    )
    people.change("boss", "opportunities", demo, amount="10.01")
    flows.run()
    assert people.values("boss", "opportunities", demo)["stage"] == "qualified"
    assert people.values("boss", "opportunities", own)["stage"] == "contact"
    assert [run["record"] for run in flows.runs(automation="demo_advance_opportunity")] == [demo]
    # made to reach out to a real row, it is refused
    customer = people.values("boss", "opportunities", own)["customer"]["id"]
    flows.make(
        "reach",
        "opportunities",
        {"on": "updated", "fields": ["customer"]},
        {"update": "customer", "set": {"address": {"value": "x"}}},
        demo=True,
    )
    people.change("boss", "opportunities", demo, customer=customer)
    flows.run()
    assert flows.one(automation="reach")["error"]["code"] == "automation.not_demo"


def test_a_template_s_automation_is_guarded_logged_and_can_be_taken_back(flows: Flows) -> None:
    path = f"{BASE}/automations/first_followup"
    assert code(flows.admin.patch(path, {"enabled": False})) == (409, "automation.confirm")
    off = flows.admin.patch(path, {"enabled": False, "confirm": True, "reason": "月底盘点"}).json
    assert (off["enabled"], off["changed"]) == (False, True)
    people = flows.people
    lead = people.create("sales1", "leads", name="林一帆")
    people.create("sales1", "lead_followups", lead=lead, content="电话沟通")
    flows.run()
    assert people.values("sales1", "leads", lead)["status"] == "new"
    changed = dict(
        flows.admin.get(path).json["definition"], do=[{"update": "lead", "set": {"status": {"value": "invalid"}}}]
    )
    told = flows.admin.patch(path, {"definition": changed, "confirm": True, "reason": "试验"}).json
    assert (told["version"], told["changed"]) == (2, True)
    assert told["original"]["do"] != told["definition"]["do"] == changed["do"]
    back = flows.admin.post(path + "/reset", {"reason": "恢复"}).json
    assert (back["version"], back["changed"], back["enabled"]) == (3, False, True)
    shy = flows.admin.patch(path, {"shadow": True, "confirm": True, "reason": "先看看"}).json
    assert (shy["changed"], shy["enabled"]) == (True, True)
    assert flows.admin.delete(path, {"confirm": True, "reason": "不要了"}).status_code == 204
    deleted, shaded = flows.admin.get(f"{BASE}/config-log", limit=2).json["entries"]
    assert (shaded["kind"], shaded["verb"], shaded["reason"]) == ("automation", "switch", "先看看")
    assert flows.admin.post(f"{BASE}/config-log/{deleted['id']}/revert", {"reason": "又要了"}).status_code == 200
    again = flows.admin.get(path).json
    assert (again["template"], again["changed"], again["owner"]) == (True, False, None)
    for part, owner in (({"label": {"zh-CN": "首跟", "en": "First"}}, None), ({"do": changed["do"]}, "贴客服")):
        body = {"definition": {**again["definition"], **part}, "confirm": True, "reason": "换个说法"}
        told = flows.visitor("success").patch(path, body).json
        assert (told["owner"] and told["owner"]["label"]) == owner  # with whose rights it does what it does now


def test_a_definition_that_names_what_is_not_there_is_refused_with_every_problem(flows: Flows) -> None:
    answer = flows.make(
        "bad",
        "leads",
        {"on": "updated", "fields": ["nothing"]},
        {"set": {"nope": {"value": 1}}},
        {"update": "never", "set": {"name": {"created": "x"}}},
        {"notify": {"to": [{"role": "nobody"}, {"member": 999_999}], "text": {"zh-CN": "好", "en": "Good"}}},
        where={"field": "gone", "op": "empty"},
    )
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == [
        "trigger.fields[0]",
        "if",
        "do[0].set.nope",
        "do[1].update",
        "do[2].notify.to[0]",
        "do[2].notify.to[1]",
    ]


def test_a_wait_is_a_row_and_goes_on_when_it_is_due(flows: Flows) -> None:
    people = flows.people
    flows.make(
        "later",
        "leads",
        {"on": "created"},
        {"wait": {"minutes": 60}},
        {"notify": {"to": [{"field": "owner"}], "text": {"zh-CN": "请跟进 {name}", "en": "{name}"}}},
    )
    people.create("sales1", "leads", name="林一帆")
    flows.run()
    assert flows.one(automation="later")["state"] == "waiting"
    flows.run(timedelta(minutes=59))
    assert flows.bell("sales1") == []
    flows.run(timedelta(minutes=1))
    flows.run()
    assert flows.bell("sales1") == ["请跟进 林一帆"]
    assert flows.one(automation="later")["state"] == "done"


def test_a_schedule_is_due_once_and_a_sweep_done_twice_changes_nothing(flows: Flows, crm: Crm) -> None:
    people = flows.people  # it is Sunday, 10:00 in Shanghai
    flows.make(
        "daily",
        "campaigns",
        {"on": "schedule", "every": "day", "at": "09:00"},
        {"create": "campaigns", "values": {"name": {"value": "日报"}}},
    )
    tell = {"notify": {"to": [{"field": "owner"}], "text": {"zh-CN": "{name} 明天结束", "en": "x"}}}
    flows.make("remind", "campaigns", {"on": "date", "field": "end_date", "days": -1, "at": "09:00"}, tell)
    for name, end in (("甲", "2026-11-25"), ("乙", "2026-11-26"), ("丙", "2026-11-27")):
        people.create("marketing", "campaigns", name=name, end_date=end)
    at = FixedClock(flows.clock.now() + timedelta(days=3))
    for _ in range(2):
        Background.of(crm.services.workspaces, at).run()
    named = flows.visitor("boss").get(f"{BASE}/tables/campaigns/records", q="日报", count="true").json
    assert named["count"] == 1  # three were missed; one catch-up
    assert len(flows.runs(automation="daily")) == 1
    assert flows.bell("marketing") == [
        "乙 明天结束",
        "甲 明天结束",
    ]  # of Tuesday and Wednesday; Thursday's is not due yet


def test_a_schedule_that_never_comes_is_refused_and_one_that_breaks_holds_up_no_other(
    flows: Flows, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = {"notify": {"to": [{"variable": "@me"}], "text": {"zh-CN": "到点", "en": "Now"}}}
    never = flows.make("never", "campaigns", {"on": "schedule", "cron": "0 0 30 2 *"}, tell)
    assert (code(never), never.json["errors"][0]["field"]) == ((422, "automation.never"), "trigger.cron")
    for key, at in (("broken", "09:00"), ("sound", "10:00")):
        assert flows.make(key, "campaigns", {"on": "schedule", "every": "day", "at": at}, tell).status_code == 201
    whole = timing.instants

    def breaking(trigger: Any, *window: Any) -> Any:
        if trigger["at"] == "09:00":
            raise ValueError(trigger)
        return whole(trigger, *window)

    monkeypatch.setattr(timing, "instants", breaking)
    flows.run(timedelta(days=1))
    assert [run["state"] for run in flows.runs(automation="sound")] == ["done"]
    assert flows.runs(automation="broken") == []
    assert len(flows.bell("admin", "broken")) == 1


def test_runs_that_were_over_long_ago_are_forgotten_and_those_that_wait_are_not(
    flows: Flows, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(days=90) == sweeping.KEPT
    monkeypatch.setattr(sweeping, "KEPT", timedelta(days=3))  # nobody stays signed in for ninety
    done = {"set": {"location": {"value": "完"}}}
    flows.make("brief", "campaigns", {"on": "created"}, done)
    flows.make("patient", "campaigns", {"on": "created"}, {"wait": {"minutes": 60 * 24 * 20}}, done)
    flows.people.create("admin", "campaigns", name="春季巡展")
    flows.run()
    over, waiting = (f"{BASE}/runs/{flows.one(automation=key)['id']}" for key in ("brief", "patient"))
    flows.run(timedelta(days=2))
    assert flows.admin.get(over).json["steps"]
    flows.run(timedelta(days=2))
    assert flows.admin.get(over).status_code == 404
    assert flows.admin.post(f"{waiting}/cancel", {}).json["state"] == "cancelled"
    flows.run(timedelta(days=1))
    assert flows.admin.get(waiting).json["state"] == "cancelled"  # it was over but a day ago


def test_a_trial_says_what_would_be_done_and_does_nothing(flows: Flows) -> None:
    people = flows.people
    lead = people.create("sales1", "leads", name="林一帆")
    followup = people.create("sales1", "lead_followups", lead=lead, content="电话沟通")
    tried = flows.admin.post(f"{BASE}/automations/first_followup/try", {"record": followup}).json
    assert tried["matches"] is True
    assert tried["changes"] == [
        {
            "table": "leads",
            "record": lead,
            "label": "林一帆",
            "kind": "update",
            "cells": {"status": ["new", "following"]},
        }
    ], tried
    assert [(step["path"], step["kind"], step["state"]) for step in tried["steps"]] == [("0", "update", "done")]
    assert tried["steps"][0]["output"]["values"] == {"status": "following"}
    replayed = flows.admin.post(f"{BASE}/automations/first_followup/replay", {"days": 1}).json
    assert replayed["matched"] >= 1
    assert {(change["record"], change["label"]) for run in replayed["runs"] for change in run["changes"]} >= {
        (lead, "林一帆")
    }
    assert people.values("sales1", "leads", lead)["status"] == "new"
    flows.run()
    why = flows.admin.get(f"{BASE}/automations/first_followup/why", record=followup).json
    assert {reason["name"]: reason["holds"] for reason in why["reasons"]}["enabled"] is True
    assert [run["state"] for run in why["runs"]] == ["done"]
    listed = {each["key"]: each for each in flows.admin.get(f"{BASE}/automations").json["automations"]}
    told = listed["first_followup"]
    assert (told["failed"], told["last_run"]["state"], told["last_run"]["id"]) == (0, "done", why["runs"][0]["id"])
    assert listed["demo_confirm_receipt"]["last_run"] is None


def test_two_people_claim_one_lead_and_one_is_told_that_it_is_taken(flows: Flows) -> None:
    people = flows.people
    lead = people.create("sales1", "leads", name="林一帆")
    people.press("sales1", "leads", lead, "release", reason="没有意向")
    for who in ("sales1", "sales2"):
        flows.visitor(who)  # signed in beforehand
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: people.press(who, "leads", lead, "claim"), ("sales1", "sales2")))
    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.json for answer in answers]
    assert {code(answer)[1] for answer in answers if answer.status_code == 409} == {"already_claimed"}

"""What can become of a run: tried in the shadow, cancelled, taken up again, stopped with its owner or by a budget (E12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gezi.automations.flows import runs, taking
from support.flows import Flows
from support.people import BASE, code

CREATED = {"on": "created"}
RENAMED = {"on": "updated", "fields": ["name"]}


def named(text: str) -> dict[str, Any]:
    return {"set": {"location": {"value": text}}}


def campaign(flows: Flows, name: str = "春季", **values: Any) -> int:
    return flows.people.create("marketing", "campaigns", name=name, **values)


def place(flows: Flows, record: int) -> Any:
    return flows.people.values("marketing", "campaigns", record)["location"]


def state(flows: Flows, key: str) -> str:
    return flows.one(automation=key)["state"]


def test_in_the_shadow_a_run_says_what_it_would_do_and_does_nothing(office: Flows) -> None:
    tell = {"notify": {"to": [{"field": "owner"}], "text": {"zh-CN": "{name}", "en": "x"}}}
    call = {"webhook": {"url": "https://example.com/hook"}}
    office.make("shy", "campaigns", CREATED, named("上海"), tell, call)
    assert office.change("shy", shadow=True)["shadow"] is True
    record = campaign(office)
    office.run()
    run = office.one(automation="shy")
    (step,) = run["steps"]
    assert (run["state"], run["shadow"], step["kind"]) == ("done", True, "shadow")
    cells = {"location": [None, "上海"]}
    assert step["output"]["changes"] == [{"table": "campaigns", "record": record, "kind": "update", "cells": cells}]
    assert [each["kind"] for each in step["output"]["sent"]] == ["notify", "webhook"]
    assert list(step["names"]["campaigns"]) == [str(record)]  # called by its name, not by its number
    assert (place(office, record), office.bell("marketing", "shy")) == (None, [])
    office.change("shy", shadow=False, do=[named("上海")])
    again = campaign(office)
    office.run()
    assert (place(office, record), place(office, again)) == (None, "上海")


def test_a_run_in_the_shadow_is_tried_with_the_definition_and_inputs_it_was_planned_with(office: Flows) -> None:
    office.make("sly", "leads", {"on": "button", "button": "release"}, {"set": {"note": {"input": "reason"}}})
    office.change("sly", shadow=True)
    lead = office.people.create("sales1", "leads", name="影子")
    office.people.press("sales1", "leads", lead, "release", reason="太忙")
    office.background.queue.step("crm")  # planned, not taken yet
    office.change("sly", do=[{"set": {"note": {"value": "后来"}}}])
    office.run()
    (step,) = office.one(automation="sly")["steps"]
    assert step["output"]["changes"][0]["cells"] == {"note": [None, "太忙"]}


def test_a_cancelled_run_does_nothing_more_and_what_is_over_cannot_be_cancelled(office: Flows) -> None:
    office.make("later", "campaigns", CREATED, named("先"), {"wait": {"minutes": 30}}, named("后"))
    record = campaign(office)
    office.run()
    path = f"{BASE}/runs/{office.one(automation='later')['id']}"
    assert office.visitor("marketing").post(f"{path}/cancel", {}).status_code == 403
    assert office.admin.post(f"{path}/cancel", {}).json["state"] == "cancelled"
    office.run(timedelta(hours=1))
    assert (state(office, "later"), place(office, record)) == ("cancelled", "先")
    assert code(office.admin.post(f"{path}/cancel", {})) == (409, "automation.run_over")
    assert code(office.admin.post(f"{path}/retry", {})) == (409, "automation.not_failed")
    assert office.admin.post(f"{BASE}/runs/987654/cancel", {}).status_code == 404


def test_a_failed_run_goes_on_at_the_step_that_failed(office: Flows) -> None:
    copy = {"create": "campaigns", "values": {"name": {"value": "复办"}}, "as": "copy"}
    office.make("again", "campaigns", RENAMED, copy, {"set": {"end_date": {"field": "description"}}}, named("完"))
    record = campaign(office, description="改天")
    office.people.change("marketing", "campaigns", record, name="夏季")
    office.run()
    run = office.one(automation="again")
    assert (run["state"], [step["state"] for step in run["steps"]]) == ("failed", ["done", "failed"])
    office.people.change("marketing", "campaigns", record, description="2026-12-01")
    retry = f"{BASE}/runs/{run['id']}/retry"
    assert office.admin.post(retry, {}).json["state"] == "queued"
    office.run()
    values = office.people.values("marketing", "campaigns", record)
    assert (values["end_date"], values["location"]) == ("2026-12-01", "完")
    found = office.visitor("admin").get(f"{BASE}/tables/campaigns/records", q="复办", count="true").json
    assert found["count"] == 1  # the first step was not taken again
    assert code(office.admin.post(retry, {})) == (409, "automation.not_failed")


def test_what_began_in_earnest_ends_so_though_the_shadow_falls_meanwhile(office: Flows) -> None:
    office.make("dusk", "campaigns", RENAMED, named("先"), {"set": {"end_date": {"field": "description"}}})
    record = campaign(office, description="改天")
    office.people.change("marketing", "campaigns", record, name="秋季")
    office.run()
    run = office.one(automation="dusk")
    assert run["state"] == "failed"
    office.change("dusk", shadow=True)
    office.people.change("marketing", "campaigns", record, description="2026-12-02")
    assert office.admin.post(f"{BASE}/runs/{run['id']}/retry", {}).status_code == 200
    office.run()
    assert [step["kind"] for step in office.one(automation="dusk")["steps"]] == ["set", "set"]
    assert office.people.values("marketing", "campaigns", record)["end_date"] == "2026-12-02"


def test_a_run_keeps_the_definition_of_the_moment_it_was_planned(office: Flows) -> None:
    office.make("pinned", "campaigns", CREATED, {"wait": {"minutes": 30}}, named("旧"))
    first = campaign(office)
    office.run()
    office.change("pinned", do=[named("新")])
    second = campaign(office)
    office.run(timedelta(hours=1))
    assert (place(office, first), place(office, second)) == ("旧", "新")
    assert [run["version"] for run in office.runs(automation="pinned")] == [2, 1]


@pytest.mark.parametrize(
    ("path", "away", "back", "reason"),
    [
        ("members/{id}", {"state": "left"}, {"state": "active"}, "automation.no_owner"),
        (
            "roles/customer_success/members",
            {"add": [], "remove": ["{id}"]},
            {"add": ["{id}"], "remove": []},
            "automation.no_right",
        ),
    ],
)
def test_an_automation_pauses_when_its_owner_leaves_or_may_build_no_more(
    office: Flows, path: str, away: Any, back: Any, reason: str
) -> None:
    owner = office.people.member("success")
    key = f"owned_{reason.partition('.')[2]}"
    tell = {"notify": {"to": [{"role": "admin"}], "text": {"zh-CN": "新活动", "en": "x"}}}
    assert office.make(key, "campaigns", CREATED, tell, who="success").status_code == 201

    def moved(body: dict[str, Any]) -> None:
        filled = {name: [owner] if value == ["{id}"] else value for name, value in body.items()}
        answer = office.admin.patch(f"{BASE}/{path.format(id=owner)}", filled)
        assert answer.status_code == 200, answer.json

    moved(away)
    campaign(office)
    office.run()
    campaign(office)
    office.run()  # paused: nothing is planned any more
    run = office.one(automation=key)
    assert (run["state"], run["error"]["code"]) == ("stopped", reason)
    assert office.admin.get(f"{BASE}/automations/{key}").json["paused"] == reason
    assert len(office.bell("admin", key)) == 1
    moved(back)
    assert (
        office.people.change("admin", "campaigns", run["record"], owner=owner).status_code == 200
    )  # whom it has to be seen by
    office.change(key, enabled=True)
    assert office.admin.post(f"{BASE}/runs/{run['id']}/retry", {}).status_code == 200
    office.run()
    assert (state(office, key), office.bell("admin", key)[0]) == ("done", "新活动")


def test_an_automation_pauses_when_its_owner_may_not_read_any_more_what_it_names(office: Flows) -> None:
    told = {"field": "description", "op": "not_empty"}
    assert office.make("blinded", "campaigns", CREATED, named("外滩"), who="success", where=told).status_code == 201

    def readable(may: bool) -> None:
        rights = {"tables": {"campaigns": {"fields": {"description": {"read": may}}}}}
        assert office.admin.patch(f"{BASE}/roles/customer_success/rights", rights).status_code == 200

    def found() -> list[Any]:
        findings = office.admin.get(f"{BASE}/organisation/health").json["findings"]
        return [item for one in findings if one["code"] == "automation_paused" for item in one["items"]]

    office.run(timedelta(minutes=1))
    assert found() == []
    readable(False)
    office.run(timedelta(minutes=1))
    assert office.admin.get(f"{BASE}/automations/blinded").json["paused"] == "automation.not_read"
    (item,) = found()
    assert (item["key"], item["label"]) == ("blinded", "blinded")
    assert len(office.bell("success", "blinded")) == 1
    office.change("blinded", enabled=True)  # the administrator takes it on
    office.run(timedelta(minutes=1))
    assert found() == []
    assert office.admin.get(f"{BASE}/automations/blinded").json["owner"]["id"] == office.people.member("admin")
    readable(True)


def test_a_run_with_too_many_steps_is_ended_and_its_owner_told(office: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_STEPS", 3)
    office.make("long", "campaigns", CREATED, *[named(text) for text in "一二三四"])
    record = campaign(office)
    office.run()
    run = office.one(automation="long")
    assert (run["state"], run["error"]["code"], place(office, record)) == ("failed", "automation.too_much", "三")
    assert office.bell("admin", "long") == [f"自动化“long”：{run['error']['message']}"]


def test_an_automation_that_runs_too_often_is_paused_and_what_it_missed_is_written_down(
    office: Flows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MOST_PER_HOUR", 2)
    office.make("busy", "campaigns", CREATED, named("忙"))
    for _ in range(2):
        campaign(office)
    office.run()
    late = campaign(office)
    office.run()
    ignored = campaign(office)
    office.run()
    found = office.runs(automation="busy")
    assert ([run["state"] for run in found], found[0]["record"]) == (["stopped", "done", "done"], late)
    assert office.admin.get(f"{BASE}/automations/busy").json["paused"] == "automation.too_often"
    monkeypatch.setattr(runs, "MOST_PER_HOUR", 50)
    office.change("busy", enabled=True)
    assert office.admin.post(f"{BASE}/runs/{found[0]['id']}/retry", {}).status_code == 200
    office.run()
    assert (place(office, late), place(office, ignored)) == ("忙", None)

"""Recycling of leads and customers: due days, plans of rules, the sweep (S1–S9)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gezi.automations import recycling
from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from support.people import BASE, People, code

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # where the tests' clock begins
TIMER = f"{BASE}/tables/customers/timers/recycle"


@pytest.fixture
def rule(people: People) -> Any:
    """Plan and confirm a new rule for self-created customers, as the administrator."""

    def put(mode: str = "all", grace: int = 3, **values: Any) -> Any:
        named = {
            "name": f"规则 {len(values)} {values}"[:60],
            "table": "customers",
            "scope": "self_created",
            "active": True,
        }
        body: dict[str, Any] = {"changes": [{"values": {**named, **values}}], "mode": mode, "grace": grace}
        admin = people.crm.visitor("admin")
        planned = admin.post(f"{TIMER}/plan", body)
        assert planned.status_code == 200, planned.json
        done = admin.post(f"{TIMER}/confirm", {**body, "token": planned.json["token"]})
        assert done.status_code == 200, done.json
        return planned.json

    return put


def sweep(people: People) -> int:
    workspaces = people.crm.services.workspaces
    with workspaces.open("crm").write(workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        return recycling.sweep(tx)


def at(clock: FixedClock, day: date, hour: int, minute: int = 0) -> None:
    """The clock stands at this time in Shanghai."""
    wanted = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
    clock.advance(wanted - clock.now())


def due(people: People, customer: int) -> Any:
    return people.values("admin", "customers", customer)["recycle_due"]


def owner(people: People, customer: int) -> Any:
    found = people.values("admin", "customers", customer)["owner"]
    return found and found["id"]


def follow(people: People, customer: int, day: date) -> int:
    return people.create(
        "sales1", "customer_followups", customer=customer, followed_at=f"{day}T04:00:00+00:00", content="电话沟通"
    )


def test_s1_the_due_day_follows_the_follow_ups_and_the_record_is_recycled_when_it_is_over(
    people: People, clock: FixedClock, rule: Any
) -> None:
    rule(no_followup_days="10", extend_days="3", max_days="20")
    start = date(2026, 11, 25)
    at(clock, start, 10)
    customer = people.create("sales1", "customers", name="回收示例")
    assert due(people, customer) == "2026-12-05"
    last = 0
    for days, expected in ((3, "2026-12-05"), (8, "2026-12-06"), (11, "2026-12-09")):
        when = start + timedelta(days=days)
        at(clock, when, 13)
        last = follow(people, customer, when)
        assert due(people, customer) == expected
    gone = people.crm.visitor("sales1").delete(f"{BASE}/tables/customer_followups/records", {"ids": [last]})
    assert gone.status_code == 200
    assert due(people, customer) == "2026-12-06"  # a deleted follow-up counts no more
    sales1 = people.crm.visitor("sales1")
    back = sales1.post(f"{BASE}/trash/restore", {"items": [{"table": "customer_followups", "id": last}]})
    assert back.status_code == 200
    assert due(people, customer) == "2026-12-09"  # and counts again once it is back
    assert sales1.post(f"{BASE}/batches/{back.json['batch']}/undo", {}).status_code == 200
    assert due(people, customer) == "2026-12-06"
    at(clock, date(2026, 12, 6), 23, 59)
    sweep(people)
    assert owner(people, customer) == people.member("sales1")
    at(clock, date(2026, 12, 7), 0, 1)
    assert sweep(people) > 0
    assert sweep(people) == 0  # twice is once (C8)
    values = people.values("admin", "customers", customer)
    assert (values["owner"], values["recycle_due"], values["owned_since"]) == (None, None, None)
    log = people.crm.visitor("admin").get(f"{BASE}/tables/customers/records/{customer}/ownership").json
    last_line = log["entries"][0]
    assert (last_line["kind"], last_line["reason"]) == ("recycle", "no_follow_up")


def test_s5_every_way_of_changing_the_owner_starts_the_time_anew(people: People, clock: FixedClock, rule: Any) -> None:
    rule(no_followup_days="10")
    customer = people.create("sales1", "customers", name="转交示例")
    first = due(people, customer)
    clock.advance(timedelta(days=4))
    assert due(people, customer) == first
    assert people.press("manager", "customers", customer, "assign", owner=people.member("sales2")).status_code == 200
    moved = date.fromisoformat(due(people, customer)) - date.fromisoformat(first)
    assert moved == timedelta(days=4)
    people.press("sales2", "customers", customer, "release", reason="不做了")
    assert due(people, customer) is None


def test_s2_s3_the_earliest_criterion_counts_and_a_pause_stops_it(
    people: People, clock: FixedClock, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recycling, "AT_ONCE", 1)
    rule(no_followup_days="5", no_deal_days="9", exempt_won=True)
    customer, order = people.order_of("sales1")
    later = people.create("sales1", "customers", name="没有审批中的订单")
    me, record = people.member("sales1"), f"{BASE}/tables/customers/records/{customer}/timers"
    follow(people, customer, clock.now().date())
    said = people.crm.visitor("sales1").get(record).json["timers"][0]
    assert (said["criterion"]["key"], said["paused"], said["days_left"]) == ("no_follow_up", None, 5)
    people.press("sales1", "orders", order, "submit")
    clock.advance(timedelta(days=12))
    while sweep(people):
        pass
    assert owner(people, customer) == me  # an order is in approval
    assert owner(people, later) is None  # however many before it are kept
    assert people.crm.visitor("sales1").get(record).json["timers"][0]["paused"]["key"] == "in_approval"
    assert people.press("manager", "orders", order, "reject", comment="不同意").status_code == 200
    today = (clock.now() + timedelta(hours=8)).date()
    assert due(people, customer) == str(today + timedelta(days=1))  # nobody loses it the same night
    sweep(people)
    assert owner(people, customer) == me
    clock.advance(timedelta(days=2))
    while sweep(people):
        pass
    assert owner(people, customer) is None


def test_s3_a_rule_that_is_switched_on_gives_a_paused_record_its_due_day_and_takes_it_only_after_the_pause(
    people: People, clock: FixedClock, rule: Any
) -> None:
    customer, order = people.order_of("sales1")
    me, today = people.member("sales1"), (clock.now() + timedelta(hours=8)).date()
    people.press("sales1", "orders", order, "submit")
    clock.advance(timedelta(days=12))
    assert due(people, customer) is None  # there is no rule yet
    rule(mode="all", no_followup_days="5")
    assert due(people, customer) == str(today + timedelta(days=5))  # counted from when they got it, long ago
    told = people.crm.visitor("admin").get(f"{BASE}/tables/customers/records/{customer}/timers").json["timers"][0]
    assert told["paused"]["key"] == "in_approval"
    sweep(people)
    assert owner(people, customer) == me
    assert people.press("manager", "orders", order, "reject", comment="不同意").status_code == 200
    assert due(people, customer) == str(today + timedelta(days=13))  # tomorrow
    clock.advance(timedelta(days=2))
    sweep(people)
    assert owner(people, customer) is None


def test_s6_a_rule_changes_only_by_a_plan_that_is_confirmed(people: People, clock: FixedClock, rule: Any) -> None:
    admin, me = people.crm.visitor("admin"), people.member("sales1")
    direct = admin.post(f"{BASE}/tables/recycle_rules/records", {"records": [{"values": {"name": "直接"}}]})
    assert code(direct) == (409, "timer.needs_plan")
    rule(no_followup_days="100")
    mine = people.find("admin", "recycle_rules", "no_followup_days", "100")
    customer = people.create("sales1", "customers", name="到期客户")
    clock.advance(timedelta(days=10))
    far = due(people, customer)
    body: dict[str, Any] = {"changes": [{"id": mine, "values": {"no_followup_days": "5"}}], "mode": "grace", "grace": 3}
    planned = admin.post(f"{TIMER}/plan", body).json
    assert planned["names"]
    blind = (
        people.crm.visitor("success").post(f"{TIMER}/plan", body).json
    )  # who keeps the rules, and sees none of their records
    assert (blind["records"], blind["names"]) == (planned["records"], [])
    assert planned["rules"][0]["after"]["no_followup_days"] == "5"
    assert due(people, customer) == far  # only looked at
    assert people.values("admin", "recycle_rules", mine)["no_followup_days"] == "100"
    for token in ("x" * 64, "确认"):
        assert code(admin.post(f"{TIMER}/confirm", {**body, "token": token})) == (409, "timer.stale_plan")
    people.create("sales1", "customers", name="计划之后")  # whoever confirms now would change more than was shown
    assert code(admin.post(f"{TIMER}/confirm", {**body, "token": planned["token"]})) == (409, "timer.stale_plan")
    again = admin.post(f"{TIMER}/plan", body).json
    assert again["records"] == planned["records"] + 1
    assert admin.post(f"{TIMER}/confirm", {**body, "token": again["token"], "reason": "年底冲刺"}).status_code == 200
    assert [each["reason"] for each in admin.get(f"{TIMER}/log").json["changes"]] == ["年底冲刺", None]
    today = (clock.now() + timedelta(hours=8)).date()
    assert due(people, customer) == str(today + timedelta(days=3))
    sweep(people)
    assert owner(people, customer) == me


def test_s7_the_log_of_rules_tells_who_changed_what_and_is_closed_to_sales(people: People, rule: Any) -> None:
    rule(no_followup_days="30")
    changes = people.crm.visitor("admin").get(f"{TIMER}/log").json["changes"]
    assert [(each["by"]["label"], each["mode"]) for each in changes] == [("安管理", "all")]
    assert changes[0]["rules"][0]["after"]["no_followup_days"] == "30"
    assert people.crm.visitor("sales1").get(f"{TIMER}/log").status_code == 403
    manager = people.crm.visitor("manager")  # looks after a pool: reads what changed, and changes nothing
    assert manager.get(f"{TIMER}/log").json["changes"] == changes
    told = [(each["table"], each["changeable"], each["into"]) for each in manager.get(f"{BASE}/timers").json["timers"]]
    assert told == [("leads", False, "pools"), ("customers", False, "pools")]
    assert manager.post(f"{TIMER}/plan", {"changes": [{"values": {}}]}).status_code == 403
    (first,) = (each["id"] for each in manager.get(f"{BASE}/tables/recycle_rules/records", limit=1).json["records"])
    assert code(people.change("manager", "recycle_rules", first, name="改名")) == (403, "permission.edit")
    assert code(people.change("boss", "recycle_rules", first, name="改名")) == (409, "timer.needs_plan")
    named = people.crm.visitor("admin").get(f"{BASE}/timers").json["timers"]
    assert [(each["table"], each["rules"], each["matches"][0]) for each in named] == [
        ("leads", "recycle_rules", {"field": "table", "value": "leads"}),
        ("customers", "recycle_rules", {"field": "table", "value": "customers"}),
    ]
    assert named[1]["criteria"][0] == {
        "key": "no_follow_up",
        "label": "长期未跟进",
        "days": "no_followup_days",
        "extend": "extend_days",
        "most": "max_days",
    }
    assert people.crm.visitor("sales1").get(f"{BASE}/timers").json["timers"] == []
    assert people.crm.visitor("sales1").post(f"{TIMER}/plan", {"changes": [{"values": {}}]}).status_code == 403


def test_nobody_writes_a_due_day_by_hand(people: People) -> None:
    customer = people.create("sales1", "customers", name="手填")
    assert people.change("sales1", "customers", customer, recycle_due="2030-01-01").status_code == 422


def test_s8_the_owner_is_reminded_before_and_never_twice(people: People, clock: FixedClock, rule: Any) -> None:
    rule(no_followup_days="10", remind_days="3,1")
    customer = people.create("sales1", "customers", name="提醒示例")

    def told() -> int:
        found = people.crm.visitor("sales1").get(f"{BASE}/notifications").json["notifications"]
        return len([each for each in found if "提醒示例" in json.dumps(each, ensure_ascii=False)])

    seen = []
    for days in (6, 7, 8, 9, 10):
        clock.advance(timedelta(days=days) - (clock.now() - START))
        sweep(people)
        sweep(people)
        seen.append(told())
    assert seen == [0, 1, 1, 2, 2]
    assert owner(people, customer) == people.member("sales1")

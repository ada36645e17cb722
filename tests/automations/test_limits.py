"""Claims are limited by what the ownership log says: caps, cool-downs, and who is exempt (S10, S11, E32)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gezi.core.clock import FixedClock
from gezi.core.context import SYSTEM, Source
from gezi.tables import config
from support.flows import Flows
from support.people import BASE, People, code

LEADS = f"{BASE}/tables/leads/records"


@pytest.fixture
def pools(office: Flows) -> Pools:
    return Pools(office.people, office.clock)


class Pools:
    """Pools of leads whose members are sales1 and sales2; it is 10:00 in Shanghai."""

    def __init__(self, people: People, clock: FixedClock) -> None:
        self.people, self.clock = people, clock
        self.members = [people.member(who) for who in ("sales1", "sales2")]

    def day(self, days: int = 0) -> str:
        """The date in Shanghai, so many days from today."""
        return (self.clock.now() + timedelta(hours=8, days=days)).date().isoformat()

    def pool(self, name: str, **rules: Any) -> int:
        return self.people.create("admin", "pools", name=name, members=self.members, **rules)

    def leads(self, pool: int | None, count: int) -> list[int]:
        """So many leads that nobody owns: made by the manager and put into the pool at once."""
        visitor: Any = self.people.crm.visitor("manager")
        rows = [{"values": {"name": f"公海线索 {number}", "pool": pool}} for number in range(count)]
        ids = [row["id"] for row in visitor.post(LEADS, {"records": rows}).json["records"]]
        freed = visitor.patch(LEADS, {"records": [{"id": id_, "values": {"owner": None}} for id_ in ids]})
        assert freed.status_code == 200, freed.json
        return ids

    def claim(self, who: str, lead: int) -> tuple[int, str]:
        answer: Any = self.people.press(who, "leads", lead, "claim")
        return (200, "") if answer.status_code == 200 else (answer.status_code, answer.json["errors"][0]["message"])

    def release(self, who: str, *leads: int) -> None:
        for lead in leads:
            assert self.people.press(who, "leads", lead, "release", reason="退回").status_code == 200


def _put(workspaces: Any, buttons: Any) -> None:
    with workspaces.open("crm").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        config.put(tx, "buttons", buttons)


def test_s10_what_was_claimed_and_returned_counts_until_the_day_is_over(people: People, clock: FixedClock) -> None:
    pools = Pools(people, clock)
    pool = pools.pool("每日十条", daily_cap="10")
    leads = pools.leads(pool, 11)
    assert [pools.claim("sales1", lead)[0] for lead in leads[:10]] == [200] * 10
    pools.release("sales1", *leads[:5])
    refused = (409, "今天已“领取” 10 条，每日上限 10 条：2026-11-23 起可以再次操作")
    assert pools.claim("sales1", leads[10]) == refused
    assert pools.claim("sales2", leads[0]) == (200, "")  # a cap is each person's own
    pools.clock.advance(timedelta(hours=13, minutes=59))  # 23:59 in Shanghai, 15:59 in Greenwich
    assert pools.claim("sales1", leads[10]) == refused
    pools.clock.advance(timedelta(minutes=1))
    assert pools.claim("sales1", leads[10]) == (200, "")


def test_s10_of_the_cap_over_all_pools_and_that_of_the_pool_the_smaller_decides(
    pools: Pools, request: pytest.FixtureRequest
) -> None:
    workspaces = pools.people.crm.services.workspaces
    with workspaces.open("crm").read(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
        before: Any = config.get(tx, "buttons", ())
    capped = [
        each
        if each["key"] != "claim"
        else {**each, "limits": {**each["limits"], "held": {"cap": "hold_cap", "most": 10}}}
        for each in before
    ]
    _put(workspaces, capped)
    request.addfinalizer(lambda: _put(workspaces, before))
    wide, other = pools.pool("上限二十", hold_cap="20"), pools.pool("上限一", hold_cap="1")
    pools.people.create("sales1", "leads", name="自建的不算")
    few, leads = pools.leads(other, 2), pools.leads(wide, 10)
    assert pools.claim("sales1", few[0]) == (200, "")
    assert pools.claim("sales1", few[1]) == (409, "已持有 1 条，上限 1 条：放下一条后才能“领取”")
    assert [pools.claim("sales1", lead)[0] for lead in leads[:8]] == [200] * 8
    assert pools.claim("sales1", leads[8]) == (200, "")  # has 9, may claim 1
    assert pools.claim("sales1", leads[9]) == (409, "已持有 10 条，上限 10 条：放下一条后才能“领取”")
    pools.release("sales1", leads[0])
    assert pools.claim("sales1", leads[9]) == (200, "")


def test_s10_whoever_let_a_record_go_waits_and_so_does_what_has_just_come(pools: Pools) -> None:
    pool = pools.pool("冷却", previous_owner_days="3", new_data_days="1")
    (lead,) = pools.leads(pool, 1)
    assert pools.claim("sales1", lead) == (409, f"这条记录刚进入公共池：{pools.day(1)} 起可以“领取”")
    pools.clock.advance(timedelta(days=1))
    assert pools.claim("sales1", lead) == (200, "")
    pools.release("sales1", lead)
    later = pools.day(3)
    pools.clock.advance(timedelta(days=2))
    assert pools.claim("sales1", lead) == (409, f"这条记录不久前由本人放下：{later} 起可以“领取”")
    assert pools.claim("sales2", lead) == (200, "")
    pools.release("sales2", lead)
    pools.clock.advance(timedelta(days=1))
    assert pools.claim("sales1", lead) == (200, "")


def test_s10_who_looks_after_a_pool_is_held_by_the_cap_of_what_they_hold_alone(pools: Pools) -> None:
    admins = [pools.people.member("sales1")]
    rules = {"daily_cap": "1", "hold_cap": "2", "previous_owner_days": "3", "new_data_days": "3"}
    pool = pools.pool("管理员", admins=admins, **rules)
    leads = pools.leads(pool, 3)
    assert [pools.claim("sales1", lead)[0] for lead in leads] == [200, 200, 409]
    pools.release("sales1", leads[0])
    assert pools.claim("sales1", leads[0]) == (200, "")
    assert pools.claim("sales2", leads[2])[0] == 409


def test_s11_assigning_asks_for_the_cap_of_who_receives_and_the_log_names_the_pool(pools: Pools) -> None:
    people, receiver = pools.people, pools.members[1]
    pool = pools.pool("分配", hold_cap="1", daily_cap="1")
    leads = pools.leads(pool, 2)
    assert people.press("manager", "leads", leads[0], "assign", owner=receiver).status_code == 200
    answer = people.press("manager", "leads", leads[1], "assign", owner=receiver)
    assert code(answer) == (409, "button.holds_too_many")
    log: Any = people.crm.visitor("manager").get(f"{LEADS}/{leads[0]}/ownership").json
    assert (log["entries"][0]["kind"], log["entries"][0]["pool"]) == ("assign", pool)
    assert "claim" in people.offered("sales1", "leads", leads[1])


def test_s12_what_a_pool_masks_is_nowhere_to_be_read_until_the_record_is_claimed(pools: Pools) -> None:
    people, secret = pools.people, "13912345678"
    pool = pools.pool("隐藏电话", masked_fields=["phone"], admins=[pools.members[1]])
    (lead,) = pools.leads(pool, 1)
    assert people.change("boss", "leads", lead, phone=secret).status_code == 200

    def seen(who: str) -> list[bool]:
        """Read by itself, found by a search, in an export, found by a filter, counted, the largest of the table."""
        visitor: Any = people.crm.visitor(who)
        by_phone = {"field": "phone", "op": "=", "value": secret}
        counted = visitor.post(f"{LEADS}/aggregate", {"measures": [{"op": "count"}], "filter": by_phone})
        grouped = visitor.post(f"{LEADS}/aggregate", {"group_by": ["phone"], "measures": [{"op": "count"}]})
        return [
            visitor.get(f"{LEADS}/{lead}").json["values"]["phone"] == secret,
            bool(visitor.get(LEADS, q=secret).json["records"]),
            secret in visitor.get(f"{BASE}/tables/leads/export", format="csv").get_data(as_text=True),
            bool(visitor.get(LEADS, filter=json.dumps(by_phone)).json["records"]),
            "1" in counted.get_data(as_text=True),
            secret in grouped.get_data(as_text=True),
        ]

    assert seen("sales1") == [False] * 6
    assert seen("sales2")[:4] == [True] * 4  # looks after the pool
    assert pools.claim("sales1", lead) == (200, "")
    assert seen("sales1")[:4] == [True] * 4


def test_s12_contacts_that_a_pool_hides_are_not_there_until_their_customer_is_claimed(pools: Pools) -> None:
    people = pools.people
    pool = pools.pool("隐藏联系人", table="customers", masked_fields=["contacts"])
    customer = people.create("manager", "customers", name="公海客户一", pool=pool)
    contact = people.create("manager", "contacts", name="李四", customer=customer)
    assert people.change("manager", "customers", customer, owner=None).status_code == 200
    asked: Any = people.crm.visitor("sales1")
    assert asked.get(f"{BASE}/tables/customers/records/{customer}").status_code == 200
    assert asked.get(f"{BASE}/tables/contacts/records/{contact}").status_code == 404
    assert people.press("sales1", "customers", customer, "claim").status_code == 200
    assert people.values("sales1", "contacts", contact)["name"] == "李四"


def test_s12_members_of_a_pool_that_is_only_assigned_see_nothing_of_it(pools: Pools) -> None:
    pool = pools.pool("仅分配", claim_mode="assign_only")
    (lead,) = pools.leads(pool, 1)
    assert pools.people.crm.visitor("sales1").get(f"{LEADS}/{lead}").status_code == 404
    assert pools.claim("sales1", lead)[0] == 404


def test_a_button_on_several_records_says_what_came_of_each_and_is_one_batch(pools: Pools) -> None:
    people: People = pools.people
    pool = pools.pool("上限三", hold_cap="3")
    leads = pools.leads(pool, 5)
    taken = people.create("sales1", "leads", name="已有人的")
    asked: Any = people.crm.visitor("sales1")
    ids = [leads[0], taken, 10**9, *leads[1:3]]
    told = asked.post(f"{BASE}/tables/leads/actions/claim", {"ids": ids}).json
    codes = [each["errors"][0]["code"] if each["errors"] else "" for each in told["results"]]
    assert codes == ["", "already_claimed", "record.not_found", "", ""]
    assert (told["done"], told["failed"], told["message"]) == (3, 2, "已领取")
    admin: Any = people.crm.visitor("admin")
    assert admin.post(f"{BASE}/batches/{told['batch']}/undo", {}).json["restored"] == 3
    assert [people.values("manager", "leads", lead)["owner"] for lead in leads] == [None] * 5
    own = {"ids": [taken], "inputs": {"owner": people.member("sales1")}}
    unchanged = admin.post(f"{BASE}/tables/leads/actions/assign", own).json
    assert (unchanged["done"], unchanged["batch"]) == (1, None)  # nothing was written: there is nothing to take back
    assert code(asked.post(f"{BASE}/tables/leads/actions/nothing", {"ids": leads})) == (404, "button.not_found")


def test_s11_an_owner_chosen_in_cells_asks_for_the_same_cap_as_the_button(pools: Pools) -> None:
    people, receiver = pools.people, pools.members[1]
    leads = pools.leads(pools.pool("双击负责人", hold_cap="2"), 4)
    assert pools.claim("sales2", leads[0])[0] == 200
    manager = people.crm.visitor("manager")
    rows = [{"id": lead, "values": {"owner": receiver}} for lead in leads[1:3]]
    assert code(manager.patch(f"{BASE}/tables/leads/records", {"records": rows})) == (409, "button.too_many_chosen")
    one: Any = manager.patch(f"{BASE}/tables/leads/records/{leads[1]}", {"values": {"owner": receiver}})
    assert one.status_code == 200
    over = people.change("manager", "leads", leads[2], owner=receiver)
    assert code(over) == (409, "button.holds_too_many")
    assert over.json["errors"][0]["field"] == "owner"
    assert people.values("manager", "leads", leads[2])["owner"] is None
    assert people.change("manager", "leads", leads[1], note="已在名下").status_code == 200


def test_of_more_than_may_be_taken_nothing_is_and_the_refusal_says_how_many_are_left(pools: Pools) -> None:
    people: People = pools.people
    pool = pools.pool("整批三", hold_cap="3")
    leads = pools.leads(pool, 6)
    assert pools.claim("sales1", leads[0])[0] == 200
    taken = people.create("sales1", "leads", name="整批已有人的")
    asked: Any = people.crm.visitor("sales1")
    leads_told = next(t for t in asked.get(f"{BASE}/tables").json["tables"] if t["key"] == "leads")
    limited = {each["key"]: each["limited"] for each in leads_told["buttons"]}
    assert (limited["claim"], limited["release"]) == (True, False)
    told = asked.post(f"{BASE}/tables/leads/actions/claim", {"ids": [leads[1], taken, *leads[2:5]]}).json
    codes = [each["errors"][0]["code"] for each in told["results"]]
    assert codes == ["button.too_many_chosen", "already_claimed", *["button.too_many_chosen"] * 3]
    assert told["results"][0]["errors"][0]["message"].startswith("只能再“领取” 2 条，选中的有 4 条")
    assert (told["done"], told["failed"], told["batch"], told["message"]) == (0, 5, None, None)
    assert [people.values("manager", "leads", lead)["owner"] for lead in leads[1:]] == [None] * 5
    within = asked.post(f"{BASE}/tables/leads/actions/claim", {"ids": leads[1:3]}).json
    assert (within["done"], within["failed"]) == (2, 0)
    full = asked.post(f"{BASE}/tables/leads/actions/claim", {"ids": leads[3:5]}).json
    assert [each["errors"][0]["code"] for each in full["results"]] == ["button.holds_too_many"] * 2

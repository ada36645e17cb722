"""Approvals in several stages: all, in sequence, handing on, adding signers, sending back, copies, changes (E15, S88, S89)."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.cli.commands import find
from gezi.core.context import SYSTEM, Source
from gezi.core.errors import Refusal
from gezi.tables import config
from support.people import BASE, People, code

HEAD: dict[str, Any] = {
    "key": "head",
    "label": {"zh-CN": "部门负责人", "en": "Head"},
    "approvers": [{"department": "customer.department"}],
    "fields": ["note"],
}
MONEY: dict[str, Any] = {
    "key": "money",
    "label": {"zh-CN": "财务", "en": "Finance"},
    "when": {"field": "total", "op": ">=", "value": "1000"},
    "approvers": [{"role": "finance"}],
}


@pytest.fixture
def define(people: People) -> Any:
    """Give the orders of the demo company these stages."""

    def put(*stages: dict[str, Any], **more: Any) -> None:
        workspaces = people.crm.services.workspaces
        with workspaces.open("crm").write(workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
            (before,) = config.get(tx, "approvals")
            kept = {key: value for key, value in before.items() if key not in ("approver", "change")}
            config.put(tx, "approvals", [{**kept, "stages": list(stages), "fallback": "management", **more}])

    return put


def submitted(people: People, who: str = "sales1", **order: Any) -> tuple[int, int]:
    """A submitted order and its approval."""
    _, record = people.order_of(who, **order)
    assert people.press(who, "orders", record, "submit").status_code == 200
    (mine,) = [each for each in people.box(who, "started") if each["record"]["id"] == record]
    return record, mine["id"]


def act(people: People, who: str, approval: int, what: str, **body: Any) -> Any:
    return people.crm.visitor(who).post(f"{BASE}/approvals/{approval}/{what}", body)


def state(people: People, order: int) -> str:
    return people.values("boss", "orders", order)["status"]


def asked(people: People, approval: int) -> list[str]:
    """Who is asked now: names of members, or keys of role groups."""
    one = people.crm.visitor("boss").get(f"{BASE}/approvals/{approval}").json
    return [each["member"]["label"] if each["member"] else each["role"]["key"] for each in one["asked"]]


def test_a_line_of_the_inbox_says_what_is_decided(people: People) -> None:
    order, _ = submitted(people, price="600", quantity="2")
    (line,) = [each for each in people.box("manager", "todo") if each["record"]["id"] == order]
    customer = people.values("manager", "orders", order)["customer"]
    assert line["about"] == {"customer": customer, "total": "1200.00", "received_amount": "0.00"}


def test_stages_follow_each_other_and_one_that_does_not_apply_is_passed_over(people: People, define: Any) -> None:
    define(HEAD, MONEY)
    big, first = submitted(people, price="1000", quantity="2")
    assert act(people, "manager", first, "decide", outcome="approve", comment="行").status_code == 200
    assert (state(people, big), asked(people, first)) == ("pending", ["finance"])
    assert code(act(people, "manager", first, "decide", outcome="approve")) == (403, "approval.not_the_approver")
    assert act(people, "finance", first, "decide", outcome="approve").json["state"] == "approved"
    assert state(people, big) == "approved"
    assert code(act(people, "finance", first, "decide", outcome="approve")) == (409, "approval.not_open")


def test_a_small_order_needs_no_second_stage(people: People, define: Any) -> None:
    define(HEAD, MONEY)
    customer = people.create("sales1", "customers", name="小单客户")
    line = {"values": {"description": "线", "price": "9", "quantity": "1"}}
    order = people.create("sales1", "orders", customer=customer, lines=[line])
    people.press("sales1", "orders", order, "submit")
    assert people.press("manager", "orders", order, "approve").status_code == 200
    assert state(people, order) == "approved"


def test_where_all_are_asked_everybody_approves_and_one_rejection_ends_it(people: People, define: Any) -> None:
    both = {**HEAD, "mode": "all", "approvers": [{"department": "customer.department"}, {"role": "finance"}]}
    define(both)
    order, approval = submitted(people)
    assert act(people, "finance", approval, "decide", outcome="approve").status_code == 200
    assert (state(people, order), len(asked(people, approval))) == ("pending", 1)
    assert act(people, "manager", approval, "decide", outcome="reject", comment="不行").status_code == 200
    assert state(people, order) == "rejected"


def test_in_a_sequence_the_second_is_asked_after_the_first(people: People, define: Any) -> None:
    chain = {**HEAD, "mode": "sequence", "approvers": [{"role": "finance"}, {"department": "customer.department"}]}
    define(chain)
    order, approval = submitted(people)
    assert code(act(people, "manager", approval, "decide", outcome="approve")) == (403, "approval.not_the_approver")
    assert not [each for each in people.box("manager", "todo") if each["id"] == approval]
    act(people, "finance", approval, "decide", outcome="approve")
    assert act(people, "manager", approval, "decide", outcome="approve").json["state"] == "approved"
    assert state(people, order) == "approved"


def test_a_task_is_handed_on_and_its_receiver_may_read_the_record_and_nothing_else(people: People, define: Any) -> None:
    define(HEAD)
    order, approval = submitted(people)
    other = people.create("boss", "orders", customer=people.create("boss", "customers", name="别家"))
    sales3 = people.crm.visitor("sales3")
    assert sales3.get(f"{BASE}/tables/orders/records/{order}").status_code == 404
    assert act(people, "manager", approval, "delegate", member=people.member("sales3")).status_code == 200
    lines = people.values("sales3", "orders", order)["lines"]
    assert [line["values"]["price"] for line in lines] == ["1000.00"]
    assert sales3.get(f"{BASE}/tables/orders/records/{other}").status_code == 404
    assert people.change("sales3", "orders", order, note="改").status_code in (403, 409)
    assert code(act(people, "manager", approval, "decide", outcome="approve"))[0] == 403
    assert act(people, "sales3", approval, "decide", outcome="approve").status_code == 200
    assert people.get("sales3", "orders", order)["values"]["status"] == "approved"  # what one decided stays readable


def test_when_a_record_is_withdrawn_who_was_asked_sees_it_no_more(people: People, define: Any) -> None:
    define(HEAD)
    order, approval = submitted(people)
    act(people, "manager", approval, "delegate", member=people.member("sales3"))
    assert people.get("sales3", "orders", order)["id"] == order
    assert act(people, "sales1", approval, "withdraw").json["state"] == "withdrawn"
    assert people.crm.visitor("sales3").get(f"{BASE}/tables/orders/records/{order}").status_code == 404
    assert people.crm.visitor("sales3").get(f"{BASE}/approvals/{approval}").status_code == 404


def test_when_an_approver_leaves_the_fallback_role_is_asked_and_told_at_once(people: People, define: Any) -> None:
    define(HEAD)
    order, approval = submitted(people)
    assert approval not in [each["id"] for each in people.box("boss", "todo")]
    left = people.crm.visitor("admin").patch(f"{BASE}/members/{people.member('manager')}", {"state": "left"})
    assert left.status_code == 200
    assert asked(people, approval) == ["management"]
    assert approval in [each["id"] for each in people.box("boss", "todo")]
    told = people.crm.visitor("boss").get(f"{BASE}/notifications").json["notifications"]
    assert [f"#{order} " in each["text"] for each in told].count(True) == 1
    assert act(people, "boss", approval, "decide", outcome="approve").status_code == 200
    assert state(people, order) == "approved"


def test_who_is_shut_out_by_the_operator_keeps_no_approval_waiting(people: People, define: Any) -> None:
    define(HEAD)
    _, approval = submitted(people)
    manager = people.crm.visitor("manager")
    command = find("user off")
    assert command is not None
    assert list(command(people.crm.services, {"account": "manager"})) == ["manager\tdisabled\t1"]
    assert manager.get("/me").status_code == 401
    assert asked(people, approval) == ["management"]
    everybody = people.crm.visitor("admin").get(f"{BASE}/organisation/members").json["members"]
    assert [each["name"] for each in everybody if each["state"] == "left"] == ["郝经理"]
    with pytest.raises(Refusal) as refused:  # nobody would be left who may administer it
        list(command(people.crm.services, {"account": "admin"}))
    assert [problem.code for problem in refused.value.problems] == ["role.last_admin"]
    assert people.crm.visitor("admin").get("/me").status_code == 200


def test_somebody_is_added_before_or_after_the_approver(people: People, define: Any) -> None:
    define(HEAD)
    cases = (("sales1", True, ["sales3", "manager"]), ("sales2", False, ["manager", "sales3"]))
    for who, before, order_of_opinions in cases:
        _, approval = submitted(people, who)
        added = act(people, "manager", approval, "signers", member=people.member("sales3"), before=before)
        assert added.status_code == 200, added.json
        first, second = order_of_opinions
        assert code(act(people, second, approval, "decide", outcome="approve"))[0] in (403, 404)
        assert act(people, first, approval, "decide", outcome="approve").json["state"] == "open"
        assert act(people, second, approval, "decide", outcome="approve").json["state"] == "approved"


def test_nobody_hands_a_task_to_who_submitted_it_or_is_asked_already(people: People, define: Any) -> None:
    define(HEAD)
    _, approval = submitted(people)
    for who in ("sales1", "manager"):
        refused = act(people, "manager", approval, "delegate", member=people.member(who))
        assert code(refused) == (422, "approval.not_a_signer")
    assert code(act(people, "manager", approval, "delegate", member=999_999)) == (422, "approval.not_a_signer")


def test_a_later_stage_sends_back_to_an_earlier_one(people: People, define: Any) -> None:
    define(HEAD, MONEY)
    order, approval = submitted(people)
    assert code(act(people, "manager", approval, "decide", outcome="return")) == (409, "approval.no_earlier_stage")
    act(people, "manager", approval, "decide", outcome="approve")
    assert act(people, "finance", approval, "decide", outcome="return", comment="再看看").status_code == 200
    assert state(people, order) == "pending"
    assert [each["id"] for each in people.box("manager", "todo") if each["id"] == approval]
    act(people, "manager", approval, "decide", outcome="approve")
    last = act(people, "finance", approval, "decide", outcome="approve").json
    assert last["state"] == "approved"
    opinions = [(task["decision"], task["attempt"]) for stage in last["stages"] for task in stage["tasks"]]
    assert opinions == [("approve", 0), ("approve", 1), ("return", 0), ("approve", 1)]


def test_who_decides_fills_in_the_fields_that_the_stage_leaves_open_and_no_others(people: People, define: Any) -> None:
    define(HEAD)
    order, approval = submitted(people)
    refused = act(people, "manager", approval, "decide", outcome="approve", values={"signed_on": "2026-01-01"})
    assert code(refused) == (403, "approval.field_not_open")
    assert state(people, order) == "pending"
    done = act(people, "manager", approval, "decide", outcome="approve", values={"note": "按月开票"})
    assert done.status_code == 200, done.json
    assert people.values("sales1", "orders", order)["note"] == "按月开票"


def test_whoever_gets_a_copy_may_read_and_finds_it_in_their_box(people: People, define: Any) -> None:
    define(HEAD, copied=[{"role": "product"}, {"role": "customer_success"}][1:])
    order, approval = submitted(people)
    assert [each["id"] for each in people.box("success", "copied")] == [approval]
    assert people.get("success", "orders", order)["allowed"] == {"edit": False, "delete": False}
    assert code(act(people, "success", approval, "decide", outcome="approve"))[0] == 403


def test_several_are_decided_at_once_and_each_succeeds_or_fails_by_itself(people: People, define: Any) -> None:
    define(HEAD)
    (one, first), (_, second) = submitted(people), submitted(people, "sales2")
    act(people, "manager", second, "decide", outcome="approve")
    answer = people.crm.visitor("manager").post(
        f"{BASE}/approvals/decide", {"ids": [first, second, 987_654], "outcome": "approve"}
    )
    told = [(each["state"], [error["code"] for error in each["errors"]]) for each in answer.json["results"]]
    assert told == [("approved", []), (None, ["approval.not_open"]), (None, ["approval.not_found"])]
    assert state(people, one) == "approved"


def test_an_approved_order_asks_for_a_change_with_a_difference(people: People, define: Any) -> None:
    define(HEAD, change={"fields": ["note", "lines"]})
    order, approval = submitted(people)
    path = f"{BASE}/tables/orders/records/{order}/approvals/order_approval/change"
    sales1 = people.crm.visitor("sales1")
    early = sales1.post(path, {"values": {"note": "新"}, "reason": "客户要求"})
    assert code(early) == (409, "approval.not_approved")
    act(people, "manager", approval, "decide", outcome="approve")
    assert code(sales1.post(path, {"values": {"customer": 1}, "reason": "x"})) == (403, "approval.not_changeable")
    assert code(sales1.post(path, {"values": {}, "reason": "x"})) == (422, "approval.nothing_to_change")
    line = people.values("sales1", "orders", order)["lines"][0]
    wanted = {"lines": [{"id": line["id"], "values": {"quantity": "3"}}]}
    asked_for = sales1.post(path, {"values": wanted, "reason": "客户加量"})
    assert asked_for.status_code == 200, asked_for.json
    assert asked_for.json["note"] == "客户加量"
    total = next(each for each in asked_for.json["changes"] if each["field"] == "total")
    assert (total["before"], total["after"]) == ("2000.00", "3000.00")
    rows = next(each for each in asked_for.json["changes"] if each["field"] == "lines")
    told = [[(row["id"], row["values"]["quantity"]) for row in rows[side]] for side in ("before", "after")]
    assert told == [[(line["id"], "2")], [(line["id"], "3")]]
    assert (state(people, order), people.values("boss", "orders", order)["total"]) == ("pending", "2000.00")
    done = act(people, "manager", asked_for.json["id"], "decide", outcome="approve")
    assert done.status_code == 200, done.json
    values = people.values("boss", "orders", order)
    assert (values["status"], values["total"]) == ("approved", "3000.00")


def test_a_refused_change_leaves_the_order_approved_as_it_was(people: People, define: Any) -> None:
    define(HEAD, change={"fields": ["note"]})
    order, approval = submitted(people)
    act(people, "manager", approval, "decide", outcome="approve")
    path = f"{BASE}/tables/orders/records/{order}/approvals/order_approval/change"
    change = people.crm.visitor("sales1").post(path, {"values": {"note": "新备注"}, "reason": "补充"}).json["id"]
    act(people, "manager", change, "decide", outcome="reject", comment="不必")
    values = people.values("sales1", "orders", order)
    assert (values["status"], values["note"]) == ("approved", None)

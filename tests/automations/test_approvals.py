"""Approval of orders: who is asked, who may decide, and what moves with it (S88)."""

from __future__ import annotations

from typing import Any

from support.people import BASE, People, code


def test_the_head_of_the_next_department_up_approves_and_the_customer_grows(people: People) -> None:
    customer, order = people.order_of("sales1")
    before = people.values("sales1", "customers", customer)["deal_amount"]
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    assert people.values("sales1", "orders", order)["status"] == "pending"
    assert code(people.press("sales1", "orders", order, "approve")) == (403, "approval.not_the_approver")
    (task,) = [each for each in people.box("manager", "todo") if each["record"]["id"] == order]
    assert task["approver"]["id"] == people.member("manager")
    answer = people.press("manager", "orders", order, "approve", comment="同意")
    assert answer.status_code == 200, answer.json
    assert answer.json["record"]["values"]["status"] == "approved"
    assert (before, people.values("sales1", "customers", customer)["deal_amount"]) == ("0.00", "2000.00")
    touched = {(each["table"], each["id"]): each["values"] for each in answer.json["touched"]}
    assert touched["customers", customer]["deal_amount"] == "2000.00"
    assert people.press("manager", "orders", order, "approve").status_code == 409
    assert [each["comment"] for each in people.box("manager", "done") if each["record"]["id"] == order] == ["同意"]


def test_without_a_head_anywhere_management_decides(people: People) -> None:
    _, order = people.order_of("sales3")
    people.press("sales3", "orders", order, "submit")
    (task,) = [each for each in people.box("boss", "todo") if each["record"]["id"] == order]
    assert (task["approver"], task["role"]["key"]) == (None, "management")
    assert people.press("boss", "orders", order, "approve").status_code == 200


def test_a_head_does_not_approve_what_they_submit(people: People) -> None:
    _, order = people.order_of("manager")
    people.press("manager", "orders", order, "submit")
    assert code(people.press("manager", "orders", order, "approve")) == (403, "approval.not_the_approver")
    assert people.press("boss", "orders", order, "approve").status_code == 200


def test_pending_orders_are_locked_and_rejected_ones_can_be_submitted_again(people: People) -> None:
    _, order = people.order_of("sales1")
    people.press("sales1", "orders", order, "submit")
    line = people.values("sales1", "orders", order)["lines"][0]["id"]
    assert people.change("sales1", "orders", order, note="改").status_code == 409
    assert people.change("sales1", "order_lines", line, quantity="9").status_code == 409
    assert people.press("sales1", "orders", order, "submit").status_code == 409
    assert code(people.press("manager", "orders", order, "reject")) == (422, "button.input_required")
    assert people.press("manager", "orders", order, "reject", comment="价格太低").status_code == 200
    assert people.change("sales1", "orders", order, note="改").status_code == 200
    people.press("sales1", "orders", order, "submit")
    rounds = [each["round"] for each in people.box("sales1", "started") if each["record"]["id"] == order]
    assert sorted(rounds) == [1, 2]


def test_who_submitted_takes_it_back_and_nobody_else_of_the_sales_staff(people: People) -> None:
    _, order = people.order_of("sales1")
    people.press("sales1", "orders", order, "submit")
    assert people.offered("sales1", "orders", order) == {"withdraw"}
    assert people.offered("manager", "orders", order) == {"approve", "reject"}
    assert people.press("manager", "orders", order, "withdraw").status_code == 403
    assert people.press("sales1", "orders", order, "withdraw").status_code == 200
    assert people.values("sales1", "orders", order)["status"] == "withdrawn"
    assert people.press("manager", "orders", order, "approve").status_code == 409
    assert not [each for each in people.box("manager", "todo") if each["record"]["id"] == order]


def test_pending_demo_orders_wait_in_somebodys_box(people: People) -> None:
    waiting = {each["record"]["id"] for who in ("manager", "boss") for each in people.box(who, "todo")}
    pending = people.crm.visitor("admin").get(
        "/workspaces/crm/tables/orders/records", filter='{"field":"status","op":"=","value":"pending"}'
    )
    assert waiting == {record["id"] for record in pending.json["records"]} != set()


def test_the_state_cannot_be_written_by_hand(people: People) -> None:
    _, order = people.order_of("sales1")
    assert people.change("sales1", "orders", order, status="approved").status_code == 422


def test_whoever_is_asked_is_notified_once_and_who_submitted_of_the_outcome(people: People) -> None:
    def bell(who: str) -> list[tuple[str, int]]:
        told: Any = people.crm.visitor(who).get(f"{BASE}/notifications").json
        assert all(
            each["label"].startswith("DD-") for each in told["notifications"]
        )  # as they are called for who may look
        return [(each["table"], each["record"]) for each in told["notifications"] if each["kind"] == "approval"]

    _, order = people.order_of("sales1")
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    assert bell("manager") == [("orders", order)]
    assert bell("sales1") == []
    people.press("manager", "orders", order, "reject", comment="价格太低")
    assert (bell("manager"), bell("sales1")) == ([("orders", order)], [("orders", order)])

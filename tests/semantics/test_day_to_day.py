"""S76–S94: figures, follow-ups, stages, quotes, approvals, money, and who sees what."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gezi.core.clock import FixedClock
from support import importing
from support.people import BASE, People, code


def approved(people: People, customer: int, price: str) -> int:
    """An approved order of the customer."""
    order = people.create("sales1", "orders", customer=customer, lines=[{"values": {"price": price}}])
    assert people.press("sales1", "orders", order, "submit").status_code == 200
    answer = people.press("boss", "orders", order, "approve")
    assert answer.status_code == 200, answer.json
    return order


def seen(people: People, who: str, table: str, **where: object) -> int:
    """How many rows somebody sees of a table."""
    ((field, value),) = where.items()
    asked = json.dumps({"field": field, "op": "=", "value": value})
    answer = people.crm.visitor(who).get(f"{BASE}/tables/{table}/records", filter=asked)
    return len(answer.json["records"]) if answer.status_code == 200 else -answer.status_code


def test_s77_s81_only_approved_orders_count_for_a_campaign_and_a_lead(people: People) -> None:
    campaign = people.create("boss", "campaigns", name="春季展会", actual_cost="40000")
    lead = people.create("sales1", "leads", name="展会线索", campaign=campaign)
    one, two = (
        people.create("sales1", "customers", name=f"展会客户 {n}", campaign=campaign, lead=lead) for n in (1, 2)
    )
    approved(people, one, "70000")
    approved(people, two, "50000")
    pending = people.create("sales1", "orders", customer=one, lines=[{"values": {"price": "30000"}}])
    people.press("sales1", "orders", pending, "submit")
    values = people.values("boss", "campaigns", campaign)
    assert (values["deal_amount"], values["customer_count"], values["lead_count"]) == ("120000.00", "2", "1")
    assert float(values["roi"]) == 3
    people.press("boss", "orders", pending, "reject", comment="价格太低")
    values = people.values("boss", "leads", lead)
    assert (values["deal_amount"], values["deal_count"]) == ("120000.00", "2")


def test_s79_a_back_dated_follow_up_is_not_the_last_and_one_in_the_future_is_refused(people: People) -> None:
    customer = people.create("sales1", "customers", name="跟进客户")
    for at in ("2026-11-20T10:00:00+08:00", "2026-11-18T10:00:00+08:00"):
        people.create("sales1", "customer_followups", customer=customer, content="电话", followed_at=at)
    values = people.values("sales1", "customers", customer)
    assert (values["last_followed_at"], values["followup_count"]) == ("2026-11-20T02:00:00+00:00", "2")
    future = {"customer": customer, "content": "明天", "followed_at": "2026-11-24T10:00:00+08:00"}
    answer = people.crm.visitor("sales1").post(
        f"{BASE}/tables/customer_followups/records", {"records": [{"values": future}]}
    )
    assert code(answer) == (422, "customer_followups.not_in_future")


def test_s79_marketing_sees_a_lead_of_others_and_follows_up_its_own(people: People) -> None:
    marketing = people.crm.visitor("marketing")
    for who, status in (("sales1", 403), ("marketing", 201)):
        lead = people.create(who, "leads", name=f"线索 {who}")
        body = {"records": [{"values": {"lead": lead, "content": "电话"}}]}
        assert marketing.post(f"{BASE}/tables/lead_followups/records", body).status_code == status
        assert ("followups" in people.get("marketing", "leads", lead)["adds"]) == (who == "marketing")


def test_s80_a_lead_is_converted_once_and_linked_both_ways(people: People) -> None:
    lead = people.create("sales1", "leads", name="王小满", company="小满科技", phone="13800000000")
    assert people.press("sales1", "leads", lead, "convert").status_code == 200
    values = people.values("sales1", "leads", lead)
    assert values["status"] == "converted"
    assert people.values("sales1", "customers", values["customer"]["id"])["lead"]["id"] == lead
    assert people.press("sales1", "leads", lead, "convert").status_code == 409
    assert people.change("sales1", "leads", lead, note="改").status_code == 409


def test_s83_s91_figures_follow_the_confirmation_and_its_taking_back_at_once(people: People) -> None:
    customer = people.create("sales1", "customers", name="回款客户")
    order = approved(people, customer, "1000")
    receipt = people.create("sales1", "receipts", order=order, amount="300")
    assert people.values("boss", "customers", customer)["received_amount"] == "0.00"
    assert people.change("sales1", "receipts", receipt, finance_confirmed="confirmed").status_code == 403
    assert people.press("finance", "receipts", receipt, "confirm").status_code == 200
    values = people.values("boss", "customers", customer)
    assert (values["received_amount"], values["receivable_amount"]) == ("300.00", "700.00")
    assert people.change("finance", "receipts", receipt, amount="400").status_code == 409
    answer = people.crm.visitor("boss").delete(f"{BASE}/tables/receipts/records", {"ids": [receipt]})
    assert answer.status_code == 409
    assert people.press("boss", "receipts", receipt, "unconfirm", reason="录错").status_code == 200
    values = people.values("boss", "customers", customer)
    assert (values["received_amount"], values["receivable_amount"]) == ("0.00", "1000.00")


def test_s85_the_days_followed_stand_still_once_a_deal_is_closed(people: People, clock: FixedClock) -> None:
    deal = people.create("boss", "opportunities", name="十天")
    clock.advance(timedelta(days=10))
    people.crm.visitors.clear()
    assert people.values("boss", "opportunities", deal)["days_followed"] == "10"
    stage = people.change("boss", "opportunities", deal, stage="won", win_reason="价格", loss_reason=None)
    assert stage.status_code == 200, stage.json
    clock.advance(timedelta(days=30))
    people.crm.visitors.clear()
    assert people.values("boss", "opportunities", deal)["days_followed"] == "10"


def test_s86_s87_an_order_from_a_quote_has_its_total_and_then_a_life_of_its_own(people: People) -> None:
    line = {"values": {"price": "10.05", "discount": "85", "quantity": "3"}}
    customer = people.create("sales1", "customers", name="报价客户")
    quote = people.create("sales1", "quotes", customer=customer, status="accepted", lines=[line, line])
    assert people.values("sales1", "quotes", quote)["total"] == "51.26"
    made = people.press("sales1", "quotes", quote, "create_order")
    assert made.status_code == 200, made.json
    order = made.json["created"][0]["id"]
    values = people.values("sales1", "orders", order)
    assert values["total"] == "51.26"
    people.change("sales1", "order_lines", values["lines"][0]["id"], quantity="1")
    assert people.values("sales1", "quotes", quote)["total"] == "51.26"
    assert people.press("sales1", "quotes", quote, "create_order").status_code == 409


def test_s88_lines_are_locked_while_an_order_is_pending_and_the_first_decision_counts(people: People) -> None:
    customer, order = people.order_of("sales1")
    people.press("sales1", "orders", order, "submit")
    line = people.values("sales1", "orders", order)["lines"][0]["id"]
    assert people.change("sales1", "order_lines", line, quantity="9").status_code == 409
    assert people.press("boss", "orders", order, "reject", comment="太贵").status_code == 200
    assert people.press("boss", "orders", order, "approve").status_code == 409
    assert people.values("boss", "customers", customer)["deal_amount"] == "0.00"


def test_s88_only_management_brings_the_state_of_old_orders_along_when_it_imports(people: People) -> None:
    people.create("sales1", "customers", name="老客户")
    sheet = "客户,审批状态,备注\n老客户,已通过,旧单 {who}\n"
    for who, state, ignored in (("sales1", "draft", ["status"]), ("boss", "approved", [])):
        done = importing.run(people, who, sheet.format(who=who), "orders")["result"]
        assert (done["created"], [each["field"] for each in done["ignored"]]) == (1, ignored)
        made = people.find("boss", "orders", "note", f"旧单 {who}")
        assert people.values("boss", "orders", made)["status"] == state
        assert code(people.change(who, "orders", made, status="rejected"))[0] in (409, 422)  # by hand nobody does


def test_s90_there_is_no_receipt_or_invoice_without_an_order(people: People) -> None:
    for table in ("receipts", "invoices"):
        answer = people.crm.visitor("finance").post(
            f"{BASE}/tables/{table}/records", {"records": [{"values": {"amount": "1"}}]}
        )
        assert (code(answer), answer.json["errors"][0]["field"]) == ((422, "value.required"), "order")
    customer = people.create("boss", "customers", name="空单客户")
    empty = people.create("boss", "orders", customer=customer)
    assert people.values("boss", "orders", empty)["received_progress"] is None
    order = approved(people, people.create("sales1", "customers", name="多收客户"), "1000.00")
    for table in ("receipts", "invoices"):  # more than the order comes to is told, not refused: the money may be there
        rows = [{"values": {"order": order, "amount": amount}} for amount in ("900", "100")]
        full = people.crm.visitor("sales1").post(f"{BASE}/tables/{table}/records", {"records": rows})
        assert (full.status_code, full.json["warnings"]) == (201, [])
        over = people.crm.visitor("sales1").post(
            f"{BASE}/tables/{table}/records", {"records": [{"values": {"order": order, "amount": "0.01"}}]}
        )
        assert [(over.status_code, each["code"]) for each in over.json["warnings"]] == [(201, f"{table}.within_total")]


def test_s92_whoever_created_a_row_goes_on_seeing_it_but_not_editing(people: People) -> None:
    customer = people.create("sales1", "customers", name="移交客户")
    assert people.change("manager", "customers", customer, owner=people.member("sales2")).status_code == 200
    assert people.get("sales1", "customers", customer)["allowed"] == {"edit": False, "delete": False}
    assert people.change("sales1", "customers", customer, note="改").status_code == 403


def test_s93_a_row_without_an_owner_gets_the_one_who_makes_it(people: People) -> None:
    customer = people.create("sales1", "customers", name="默认负责人")
    assert people.values("sales1", "customers", customer)["owner"]["id"] == people.member("sales1")


def test_s94_collaborators_see_what_hangs_on_a_customer_until_they_are_removed(people: People) -> None:
    customer = people.create("sales1", "customers", name="协作客户")
    order = approved(people, customer, "1000")
    people.create("sales1", "receipts", order=order, amount="300")
    colleague = people.member("sales3")
    assert [seen(people, "sales3", table, **{key: value}) for table, key, value in (
        ("customers", "name", "协作客户"), ("receipts", "order", order))] == [0, 0]  # fmt: skip
    people.change("boss", "customers", customer, collaborators=[colleague, people.member("marketing")])
    assert (seen(people, "sales3", "customers", name="协作客户"), seen(people, "sales3", "receipts", order=order)) == (
        1,
        1,
    )
    assert people.change("sales3", "customers", customer, note="改").status_code == 403
    assert seen(people, "marketing", "receipts", order=order) == -404  # closed to the group, whoever collaborates
    people.change("boss", "customers", customer, collaborators=[])
    assert (seen(people, "sales3", "customers", name="协作客户"), seen(people, "sales3", "receipts", order=order)) == (
        0,
        0,
    )
    assert people.crm.visitor("sales3").get(f"{BASE}/tables/customers/records/{customer}").status_code == 404


@pytest.mark.parametrize("table", ["orders", "receipts", "quotes", "invoices"])
def test_s68_papers_and_money_are_closed_to_marketing(people: People, table: str) -> None:
    assert people.crm.visitor("marketing").get(f"{BASE}/tables/{table}/records").status_code == 404
    assert people.crm.visitor("finance").get(f"{BASE}/tables/{table}/records").status_code == 200

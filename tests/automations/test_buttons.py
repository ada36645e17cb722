"""Buttons of the CRM: claim, release, assign, convert, order from a quote, confirmation by finance."""

from __future__ import annotations

from typing import Any

import pytest

from support.people import BASE, People, code


def a_lead(people: People, **values: str) -> int:
    return people.create("sales1", "leads", name="林一帆", **values)


def test_a_released_lead_can_be_claimed_by_a_colleague_and_only_once(people: People) -> None:
    lead = a_lead(people)
    department = people.values("sales1", "leads", lead)["department"]
    assert code(people.press("sales1", "leads", lead, "release")) == (422, "button.input_required")
    assert people.press("sales1", "leads", lead, "release", reason="没有意向").status_code == 200
    released = people.values("sales2", "leads", lead)
    assert (released["owner"], released["department"]) == (None, department)
    assert people.offered("sales2", "leads", lead) == {"claim"}
    claimed = people.press("sales2", "leads", lead, "claim")
    assert claimed.status_code == 200
    assert claimed.json["message"] == "已领取"
    assert claimed.json["record"]["values"]["owner"]["id"] == people.member("sales2")
    assert code(people.press("sales2", "leads", lead, "claim")) == (409, "already_claimed")
    assert code(people.press("sales1", "leads", lead, "claim")) == (409, "already_claimed")  # its creator still sees it
    assert people.press("sales3", "leads", lead, "claim").status_code == 404


def test_a_claimed_lead_follows_the_department_of_its_new_owner(people: People) -> None:
    lead = a_lead(people)
    people.press("sales1", "leads", lead, "release", reason="离职交接")
    people.press("boss", "leads", lead, "claim")
    assert people.values("boss", "leads", lead)["department"]["label"] == "总经办"


def test_who_builds_reads_how_buttons_and_approvals_are_defined(people: People) -> None:
    defined = people.crm.visitor("admin").get(f"{BASE}/actions").json
    assign = next(each for each in defined["buttons"] if (each["table"], each["key"]) == ("leads", "assign"))
    assert assign["definition"]["roles"] == ["sales_manager", "management", "admin"]
    assert [each["key"] for each in defined["approvals"]] == ["order_approval"]
    assert people.crm.visitor("sales1").get(f"{BASE}/actions").status_code == 403


def test_only_managers_assign(people: People) -> None:
    lead, other = a_lead(people), people.member("sales2")
    assert code(people.press("sales1", "leads", lead, "assign", owner=other)) == (403, "button.forbidden")
    answer = people.press("manager", "leads", lead, "assign", owner=other)
    assert answer.status_code == 200
    assert answer.json["record"]["values"]["owner"]["id"] == other
    assert code(people.press("manager", "leads", lead, "assign", owner=987654)) == (422, "value.unknown_member")


def test_what_the_presser_could_not_write_by_hand_is_not_offered_to_be_taken_back(people: People) -> None:
    def undoable(who: str, table: str) -> dict[str, bool]:
        tables = people.crm.visitor(who).get(f"{BASE}/tables").json["tables"]
        return next({each["key"]: each["undoable"] for each in one["buttons"]} for one in tables if one["key"] == table)

    sales, boss = undoable("sales1", "leads"), undoable("boss", "leads")
    assert (sales["claim"], sales["release"]) == (False, False)  # only managers change the owner
    assert (boss["claim"], boss["assign"]) == (True, True)
    assert undoable("boss", "orders")["submit"] is False  # a decision stays


def test_a_converted_lead_becomes_a_customer_with_a_contact_once(people: People) -> None:
    lead = a_lead(people, company="飞鸟科技（测试）", phone="13900000001", title="采购")
    answer = people.press("sales1", "leads", lead, "convert")
    assert answer.status_code == 200, answer.json
    assert [made["table"] for made in answer.json["created"]] == ["customers", "contacts"]
    made, contact = (each["id"] for each in answer.json["created"])
    customer = people.values("sales1", "customers", made)
    before = people.values("sales1", "leads", lead)
    assert customer["name"] == "飞鸟科技（测试）"
    assert customer["lead"]["id"] == lead
    assert (customer["owner"], customer["department"]) == (before["owner"], before["department"])
    assert (before["status"], before["customer"]["id"]) == ("converted", made)
    person = people.values("sales1", "contacts", contact)
    assert (person["name"], person["customer"]["id"], person["title"]) == ("林一帆", made, "采购")
    assert code(people.press("sales1", "leads", lead, "convert")) == (409, "already_converted")
    assert people.offered("sales1", "leads", lead) == set()
    assert people.change("sales1", "leads", lead, note="再改").status_code == 409


def test_a_lead_without_a_company_gives_the_customer_its_own_name_and_no_contact(people: People) -> None:
    lead = a_lead(people)
    answer = people.press("sales1", "leads", lead, "convert")
    assert [made["table"] for made in answer.json["created"]] == ["customers"]
    assert people.values("sales1", "customers", answer.json["created"][0]["id"])["name"] == "林一帆"


def test_nothing_of_a_refused_conversion_remains(people: People) -> None:
    people.create("sales1", "customers", name="林一帆")
    lead = a_lead(people, phone="13900000002")
    assert people.press("sales1", "leads", lead, "convert").status_code == 422
    assert people.values("sales1", "leads", lead)["status"] == "new"


def test_what_a_press_would_come_to_is_shown_and_confirmed_as_it_was_shown(people: People) -> None:
    lead = a_lead(people, company="望舒仪器（测试）", phone="13900000002")
    sales = people.crm.visitor("sales1")
    button = f"{BASE}/tables/leads/records/{lead}/actions/convert"

    def foreseen() -> Any:
        answer = sales.post(f"{button}/preview", {"inputs": {}})
        assert answer.status_code == 200, answer.json
        return answer.json

    first = foreseen()
    assert {each["table"]: (each["created"], each["updated"]) for each in first["impact"]["tables"]} == {
        "customers": (1, 0),
        "contacts": (1, 0),
        "leads": (0, 1),
    }
    assert people.values("sales1", "leads", lead)["status"] == "new"  # nothing stays
    assert people.change("sales1", "leads", lead, title="采购经理").status_code == 200
    for token in (first["token"], "确认"):
        assert code(sales.post(button, {"token": token})) == (409, "button.overtaken")
    assert people.values("sales1", "leads", lead)["status"] == "new"
    other = people.crm.visitor("sales2").post(f"{button}/preview", {})
    assert other.status_code == 404
    done = sales.post(button, {"token": foreseen()["token"]})
    assert done.status_code == 200, done.json
    assert len(done.json["created"]) == 2
    assert code(sales.post(f"{button}/preview", {})) == (409, "already_converted")  # as the press itself


def test_what_a_press_on_many_would_come_to_is_shown_and_confirmed_as_it_was_shown(people: People) -> None:
    first, second = (
        a_lead(people, company=f"望舒仪器{number}（测试）", phone=f"1390000001{number}") for number in "12"
    )
    gone = a_lead(people, company="已转（测试）")
    assert people.press("sales1", "leads", gone, "convert").status_code == 200
    sales = people.crm.visitor("sales1")
    button, asked = f"{BASE}/tables/leads/actions/convert", {"ids": [first, gone, second, 987654], "inputs": {}}

    def foreseen() -> Any:
        answer = sales.post(f"{button}/preview", asked)
        assert answer.status_code == 200, answer.json
        return answer.json

    shown = foreseen()
    assert [(each["id"], each["ok"]) for each in shown["results"]] == [
        (first, True), (gone, False), (second, True), (987654, False)
    ]  # fmt: skip
    assert {each["table"]: (each["created"], each["updated"]) for each in shown["impact"]["tables"]} == {
        "customers": (2, 0),
        "contacts": (2, 0),
        "leads": (0, 2),
    }
    fields = {each["field"]: each for each in shown["fields"]}
    assert fields["status"]["moves"] == [{"before": "new", "after": "converted", "records": 2}]
    assert (fields["customer"]["records"], fields["customer"]["others"], fields["customer"]["sum"]) == (2, 0, None)
    assert people.values("sales1", "leads", first)["status"] == "new"  # nothing stays
    assert people.change("sales1", "leads", second, title="采购经理").status_code == 200
    for token in (shown["token"], "确认"):
        assert code(sales.post(button, {**asked, "token": token})) == (409, "button.overtaken")
    assert people.values("sales1", "leads", first)["status"] == "new"
    again = foreseen()["token"]
    assert code(sales.post(button, {**asked, "ids": [first], "token": again})) == (409, "button.overtaken")
    done = sales.post(button, {**asked, "token": again}).json
    assert (done["done"], done["failed"]) == (2, 2)
    assert foreseen()["impact"]["tables"] == []


def test_a_preview_of_many_goes_only_so_far_and_confirms_what_it_has_shown(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gezi.automations.rehearsing.MOST_SECONDS", 0)
    ids = [a_lead(people) for _ in range(3)]
    sales, button = people.crm.visitor("sales1"), f"{BASE}/tables/leads/actions/convert"
    shown = sales.post(f"{button}/preview", {"ids": ids}).json
    assert ([each["id"] for each in shown["results"]], shown["rest"]) == (ids[:1], ids[1:])
    assert sales.post(button, {"ids": ids[:1], "token": shown["token"]}).json["done"] == 1


def test_sums_of_what_a_press_on_many_changes_leave_out_what_the_caller_may_not_see(people: People) -> None:
    admin = people.crm.visitor("admin")
    round_off = {
        "key": "round_off", "table": "opportunities", "label": {"zh-CN": "取整", "en": "Round off"}, "right": "view",
        "system": True, "do": [{"set": {"amount": {"value": "10.00"}}}],
    }  # fmt: skip
    assert admin.post(f"{BASE}/actions/buttons", {"definition": round_off}).status_code == 201
    customer = people.create("sales1", "customers", name="取整客户（测试）")
    values = ({"amount": "100.50"}, {"amount": "9.25"}, {}, {"amount": "10.00"})
    ids = [
        people.create("sales1", "opportunities", name=f"商机{at}", customer=customer, **one)
        for at, one in enumerate(values)
    ]
    path = f"{BASE}/tables/opportunities/actions/round_off/preview"
    (amount,) = people.crm.visitor("sales1").post(path, {"ids": ids}).json["fields"]
    assert (amount["field"], amount["records"]) == ("amount", 3)  # the last one stays as it was
    assert amount["sum"] == {"before": "109.75", "after": "30.00"}
    other = people.crm.visitor("sales3").post(path, {"ids": ids}).json
    assert (other["fields"], [each["ok"] for each in other["results"]]) == ([], [False] * 4)


def test_an_accepted_quote_becomes_one_order_with_the_same_total(people: People) -> None:
    customer = people.create("sales1", "customers", name="报价客户")
    lines = [
        {"values": {"description": "甲", "price": "100.00", "discount": "85", "quantity": "3"}},
        {"values": {"description": "乙", "price": "19.99", "quantity": "2"}},
    ]
    quote = people.create("sales1", "quotes", customer=customer, lines=lines)
    assert code(people.press("sales1", "quotes", quote, "create_order")) == (409, "not_accepted")
    people.change("sales1", "quotes", quote, status="accepted")
    answer = people.press("sales1", "quotes", quote, "create_order")
    assert answer.status_code == 200, answer.json
    ((table, order),) = [(made["table"], made["id"]) for made in answer.json["created"]]
    assert table == "orders"
    made = people.values("sales1", "orders", order)
    assert made["total"] == "294.98"  # 100 × 0.85 × 3 + 19.99 × 2
    assert made["total"] == people.values("sales1", "quotes", quote)["total"]
    assert (made["customer"]["id"], made["quote"]["id"], made["status"]) == (customer, quote, "draft")
    assert [line["values"]["discount"] for line in made["lines"]] == ["85", "100"]
    again = people.press("sales1", "quotes", quote, "create_order")
    assert code(again) == (409, "already_ordered")
    assert again.json["errors"][0]["made"] == {"table": "orders", "id": order}  # S87: with a link
    assert "create_order" not in people.offered("sales1", "quotes", quote)


def test_finance_confirms_and_only_management_takes_it_back(people: People) -> None:
    order = people.create("boss", "orders", customer=people.create("boss", "customers", name="回款客户"))
    receipt = people.create("boss", "receipts", order=order, amount="10.00")
    assert code(people.press("finance", "receipts", receipt, "confirm")) == (409, "order_not_approved")
    people.press("boss", "orders", order, "submit")
    assert people.press("admin", "orders", order, "approve").status_code == 200
    assert people.press("finance", "receipts", receipt, "confirm").status_code == 200
    assert people.change("finance", "receipts", receipt, amount="11.00").status_code == 409
    assert code(people.press("finance", "receipts", receipt, "unconfirm", reason="x")) == (403, "button.forbidden")
    assert code(people.press("boss", "receipts", receipt, "unconfirm")) == (422, "button.input_required")
    assert people.press("boss", "receipts", receipt, "unconfirm", reason="金额录错").status_code == 200
    assert people.change("finance", "receipts", receipt, amount="11.00").status_code == 200


def test_sales_may_not_confirm_a_receipt(people: People) -> None:
    _, order = people.order_of("sales1")
    receipt = people.create("sales1", "receipts", order=order, amount="10.00")
    assert code(people.press("sales1", "receipts", receipt, "confirm")) == (403, "button.forbidden")


def test_unknown_buttons_inputs_and_records_are_refused(people: People) -> None:
    lead = a_lead(people)
    assert code(people.press("sales1", "leads", lead, "explode")) == (404, "button.not_found")
    assert code(people.press("sales1", "leads", lead, "release", reason="x", more=1)) == (422, "button.input_unknown")
    assert people.press("sales3", "leads", lead, "release", reason="x").status_code == 404
    assert people.press("sales1", "leads", 987654, "claim").status_code == 404


def test_a_button_pressed_twice_with_one_key_does_its_work_once(people: People) -> None:
    lead = a_lead(people)
    path = f"/workspaces/crm/tables/leads/records/{lead}/actions/convert"
    answers = [
        people.crm.visitor("sales1").post(path, {"inputs": {}}, headers={"Idempotency-Key": "once"}).json
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["created"]

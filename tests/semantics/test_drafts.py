"""What a record would be, asked before it is saved (S34, S86): copies, figures, the same refusals; nothing stays behind."""

from __future__ import annotations

from typing import Any

from support.people import BASE, People, code

ORDERS = f"{BASE}/tables/orders/records"


def test_a_draft_says_what_would_be_copied_and_computed_and_nothing_is_made(people: People) -> None:
    boss = people.crm.visitor("boss")
    product = people.create("boss", "products", name="试算产品", list_price="10.05")

    def asked(**line: Any) -> Any:
        return boss.post(f"{ORDERS}/draft", {"values": {"lines": [{"values": {"product": product, **line}}]}})

    there = boss.get(ORDERS, count="true").json["count"]
    values = asked(discount="85", quantity="3").json["values"]
    (line,) = (each["values"] for each in values["lines"])
    assert (line["description"], line["price"]) == ("试算产品", "10.05")
    assert (line["subtotal"], values["total"]) == ("25.63", "25.63")  # 10.05 × 85 % × 3 = 25.6275
    assert code(asked(discount="850")) == (422, "order_lines.discount_range")
    assert boss.get(ORDERS, count="true").json["count"] == there

    refused = people.crm.visitor("marketing").post(f"{ORDERS}/draft", {"values": {}})
    made = people.crm.visitor("marketing").post(ORDERS, {"records": [{"values": {}}]})
    assert code(refused) == code(made)


def test_a_draft_tells_nothing_of_how_many_records_are_made(people: People) -> None:
    boss = people.crm.visitor("boss")

    def asked() -> Any:
        return boss.post(f"{ORDERS}/draft", {"values": {"lines": [{"values": {"quantity": "1"}}]}}).json

    def made() -> int:
        lines = [{"values": {"quantity": "1"}}]
        number = people.values("boss", "orders", people.create("boss", "orders", lines=lines))["number"]
        return int(number.rpartition("-")[2])

    before, first = asked(), made()
    assert before["values"]["number"] is None
    assert asked() == before
    assert made() == first + 1  # the drafts have taken none
    assert asked() == before

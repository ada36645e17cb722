"""S18, S26, S34, S42, S46: what becomes of splits, influence, prices, customers and receipts once a paper is under way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from gezi.automations import buttons
from gezi.automations.definitions import BUTTONS
from gezi.core.context import Actor, Source
from gezi.core.errors import Refusal
from gezi.tables import config, records, schema
from gezi.tables.records import RowUpdate
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.workspaces import Workspaces
from support.people import BASE, People, code
from support.ruling import at, refused, rule, said, sentences
from support.shop import MONEY, Shop, named
from support.staff import Staff


@pytest.fixture
def shop(workspaces: Workspaces) -> Shop:
    return Shop(workspaces)


def below(table: str, parent: str, *drafts: FieldDraft) -> list[tuple[str, FieldDraft]]:
    link = FieldDraft(parent, "relation", named(parent), options={"table": f"{parent}s"}, required=True)
    return [(table, draft) for draft in (link, *drafts)]


def field(key: str, type_: str, **more: Any) -> FieldDraft:
    return FieldDraft(key, type_, named(key), **more)


def formula(key: str, text: str, result: Mapping[str, Any]) -> FieldDraft:
    return field(key, "formula", options={"formula": text, "result": result})


def total(key: str, path: list[str], of: str, **where: Any) -> FieldDraft:
    return field(key, "rollup", options={"path": path, "aggregate": "sum", "field": of, "result": MONEY, **where})


def button(key: str, table: str, *do: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "table": table, "label": named(key), "do": list(do), **more}


def press(shop: Shop, actor: Actor, table: str, record: int, key: str, **inputs: Any) -> Any:
    with shop.write(actor=actor) as tx:
        return buttons.press(tx, table, record, key, inputs)


def test_s18_splits_of_what_is_won_are_locked_and_moved_by_who_opens_them_with_a_reason(shop: Shop) -> None:
    staff = Staff(shop)
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("splits", named("分成"))])
        split = [field("person", "text"), field("percent", "percent"), field("amount", "money")]
        opened = field("opened", "checkbox")
        schema.create_fields(
            tx, [*below("splits", "order", *split), ("orders", field("worth", "money")), ("orders", opened)]
        )
        schema.set_primary(tx, {"splits": "person"}, {"splits": "order"})
        lines = {"table": "splits", "field": "order"}
        schema.create_fields(tx, [("orders", field("splits", "subtable", options=lines))])
        reason = {"key": "reason", "type": "long_text", "label": named("reason"), "required": True}
        once = button("reopen", "orders", {"set": {"opened": {"value": True}}}, inputs=[reason], lifts=["won"])
        config.put(tx, BUTTONS, [{**once, "roles": ["admins"], "when": at("status", "=", "approved")}])
    won = {"and": [at("status", "=", "approved"), at("opened", "!=", True)]}
    rule(
        shop,
        "orders",
        locks=[
            {"key": "won", "when": won, "children": ["splits"], "message": said("won")},
            {
                "key": "reopened",
                "when": {"and": [at("status", "=", "approved"), at("opened", "=", True)]},
                "fields": ["splits"],
                "children": ["splits"],
                "except": [{"roles": ["admins"]}],
                "message": said("managers only"),
            },
        ],
    )
    rule(
        shop,
        "splits",
        allocations=[{"key": "shares", "parent": "order", "field": "amount", "of": "worth", "weight": "percent"}],
        invariants=[
            {"key": "whole", "parent": "order", "sum": "percent", "exactly": {"value": "100"}, "message": said("100")}
        ],
    )
    rows = [{"values": {"person": who, "percent": percent}} for who, percent in (("ann", "60"), ("ben", "40"))]
    deal = shop.create("orders", {"worth": "1000", "splits": rows}).ids[0]

    def shares() -> dict[str, str]:
        return {each["values"]["person"]: each["values"]["amount"] for each in shop.get("orders", deal)["splits"]}

    shop.update("orders", deal, {"worth": "1000.01"})  # the amount moves, and so do the shares (C3)
    assert shares() == {"ann": "600.01", "ben": "400.00"}
    shop.update("orders", deal, {"worth": "1000", "status": "approved"})
    ids = {each["values"]["person"]: each["id"] for each in shop.get("orders", deal)["splits"]}
    moved = [RowUpdate(ids["ann"], {"percent": "50"}), RowUpdate(ids["ben"], {"percent": "50"})]

    def move(actor: Actor) -> None:
        with shop.write(actor=actor) as tx:
            records.update(tx, "splits", moved)

    assert {problem for _, _, problem in refused(lambda: move(staff.ada))} == {"lock.won"}
    assert {problem for _, _, problem in refused(lambda: press(shop, staff.ada, "orders", deal, "reopen"))} == {
        "button.input_required"
    }
    press(shop, staff.ada, "orders", deal, "reopen", reason="ben helped")
    with pytest.raises(Refusal):
        move(staff.bob)
    assert shares() == {"ann": "600.00", "ben": "400.00"}
    move(staff.ada)
    assert shares() == {"ann": "500.00", "ben": "500.00"}


def test_s26_a_deal_of_two_campaigns_counts_whole_for_one_and_half_for_each_by_influence(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("campaigns", named("活动")), TableDraft("influences", named("影响"))])
        schema.create_fields(
            tx,
            [
                ("campaigns", field("name", "text")),
                ("customers", field("campaign", "relation", options={"table": "campaigns"})),
                *below("influences", "order", field("weight", "number"), field("amount", "money")),
                ("influences", field("campaign", "relation", options={"table": "campaigns"})),
                ("orders", field("worth", "money")),
            ],
        )
        schema.set_primary(tx, {"campaigns": "name", "influences": "amount"}, {"influences": "order"})
        won = {"where": at("status", "=", "approved")}
        schema.create_fields(
            tx,
            [
                ("campaigns", total("simple", ["customers.campaign", "orders.customer"], "worth", **won)),
                ("campaigns", total("influenced", ["influences.campaign"], "amount")),
            ],
        )
    shares = {"key": "shares", "parent": "order", "field": "amount", "of": "worth", "weight": "weight"}
    rule(shop, "influences", allocations=[shares])
    fair, mail = shop.create("campaigns", {"name": "fair"}, {"name": "mail"}).ids
    customer = shop.create("customers", {"name": "ACME", "campaign": fair}).ids[0]
    deal = shop.create("orders", {"customer": customer, "worth": "1000", "status": "approved"}).ids[0]
    shop.create("influences", *({"order": deal, "campaign": each, "weight": "1"} for each in (fair, mail)))
    assert [shop.get("campaigns", each)["simple"] for each in (fair, mail)] == ["1000.00", "0.00"]
    assert [shop.get("campaigns", each)["influenced"] for each in (fair, mail)] == ["500.00", "500.00"]


def test_s34_a_saved_quote_keeps_its_price_hints_at_the_new_one_and_takes_it_when_priced_again(shop: Shop) -> None:
    staff = Staff(shop)
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("products", named("产品"))])
        schema.create_fields(tx, [("products", field("name", "text")), ("products", field("price", "money"))])
        schema.set_primary(tx, {"products": "name"}, {})
        copied = {"default": {"copy": "product.price", "follow": True}}
        schema.create_fields(tx, [("order_lines", field("product", "relation", options={"table": "products"}))])
        schema.create_fields(tx, [("order_lines", field("list_price", "money", **copied))])
        outdated = formula("outdated", "list_price != product.price", {"type": "checkbox"})
        schema.create_fields(tx, [("order_lines", outdated)])
        again = {"set": {"list_price": {"field": "product.price"}, "price": {"field": "product.price"}}}
        config.put(tx, BUTTONS, [button("reprice", "order_lines", again, when=at("outdated", "=", True))])
    product = shop.create("products", {"name": "A", "price": "100"}).ids[0]
    quote = shop.create("orders", {"lines": [{"values": {"product": product, "price": "100"}}]}).ids[0]
    line = shop.get("orders", quote)["lines"][0]["id"]

    def seen() -> list[Any]:
        values = shop.get("order_lines", line)
        return [values["list_price"], values["outdated"], shop.get("orders", quote)["total"]]

    assert seen() == ["100.00", False, "100.00"]
    shop.update("products", product, {"price": "120"})
    assert seen() == ["100.00", True, "100.00"]
    press(shop, staff.ada, "order_lines", line, "reprice")
    assert seen() == ["120.00", False, "120.00"]
    assert refused(lambda: press(shop, staff.ada, "order_lines", line, "reprice")) == [(None, None, "button.not_now")]


def test_s42_another_customer_empties_the_contact_of_a_draft_and_is_refused_once_money_has_come(people: People) -> None:
    one, two = (people.create("sales1", "customers", name=name) for name in ("换客户甲", "换客户乙"))
    contact = people.create("sales1", "contacts", name="甲的联系人", customer=one)
    line = {"values": {"price": "1000"}}
    order = people.create("sales1", "orders", customer=one, contact=contact, lines=[line])
    moved = people.change("sales1", "orders", order, customer=two)
    assert moved.status_code == 200, moved.json
    values = people.values("sales1", "orders", order)
    assert (values["customer"]["id"], values["contact"]) == (two, None)
    assert code(people.change("sales1", "orders", order, contact=contact)) == (422, "value.not_a_candidate")
    people.press("sales1", "orders", order, "submit")
    people.press("boss", "orders", order, "approve")

    def dealt() -> list[str]:
        return [people.values("boss", "customers", each)["deal_amount"] for each in (one, two)]

    assert dealt() == ["0.00", "1000.00"]
    assert code(people.change("boss", "orders", order, customer=one)) == (409, "lock.in_approval")
    path = f"{BASE}/tables/orders/records/{order}/approvals/order_approval"
    wanted = {"values": {"customer": one}, "reason": "签约主体变更"}
    asked = people.crm.visitor("sales1").post(f"{path}/change", wanted)
    assert asked.status_code == 200, asked.json
    assert people.press("boss", "orders", order, "approve").status_code == 200
    assert dealt() == ["1000.00", "0.00"]
    receipt = people.create("sales1", "receipts", order=order, amount="300")
    assert people.press("finance", "receipts", receipt, "confirm").status_code == 200
    wanted["values"] = {"customer": two}
    again = people.crm.visitor("sales1").post(f"{path}/change", wanted)
    assert code(again) == (409, "lock.settled")
    assert again.json["errors"][0]["message"] == "已有财务确认的回款或开票，不能更换客户"


def test_s46_more_than_is_outstanding_is_refused_or_stays_unallocated_where_prepayment_is_on(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(
            tx, [TableDraft("receipts", named("回款")), TableDraft("receipt_lines", named("回款明细"))]
        )
        customer = field("customer", "relation", options={"table": "customers"})
        same = {"table": "orders", "filter": at("customer", "=", "@parent.customer")}
        schema.create_fields(
            tx,
            [
                ("orders", field("worth", "money")),
                *(("receipts", draft) for draft in (customer, field("amount", "money"), field("prepaid", "checkbox"))),
                *below("receipt_lines", "receipt", field("amount", "money")),
            ],
        )
        schema.set_primary(tx, {"receipts": "amount", "receipt_lines": "amount"}, {"receipt_lines": "receipt"})
        lines = {"table": "receipt_lines", "field": "receipt"}
        schema.create_fields(
            tx,
            [
                ("receipt_lines", field("order", "relation", options=same, required=True)),
                ("receipts", total("allocated", ["receipt_lines.receipt"], "amount")),
                ("receipts", field("lines", "subtable", options=lines)),
            ],
        )
        schema.create_fields(tx, [("receipts", formula("unallocated", "amount - allocated", MONEY))])
    positive = {"key": "positive", "field": "amount", "must": at("amount", ">", "0"), "message": said("> 0")}
    whole = {"key": "whole", "field": "unallocated", "must": at("unallocated", "=", "0"), "message": said("too much")}
    rule(shop, "receipts", validations=[positive, {**whole, "when": at("prepaid", "!=", True)}])
    rule(
        shop,
        "receipt_lines",
        invariants=[
            {
                "key": "within_receipt",
                "parent": "receipt",
                "sum": "amount",
                "at_most": "amount",
                "message": said("{left} left"),
            },
            {
                "key": "within_order",
                "parent": "order",
                "sum": "amount",
                "at_most": "worth",
                "message": said("{left} left"),
            },
        ],
    )
    one, two = shop.create("customers", {"name": "one"}, {"name": "two"}).ids
    order, foreign = shop.create("orders", *({"customer": each, "worth": "100"} for each in (one, two))).ids

    def receive(amount: str, *parts: str, to: int = order, **more: Any) -> int:
        lines = [{"values": {"order": to, "amount": part}} for part in parts]
        return shop.create("receipts", {"customer": one, "amount": amount, "lines": lines, **more}).ids[0]

    assert {problem for _, _, problem in refused(lambda: receive("0"))} >= {"receipts.positive"}
    assert {problem for _, _, problem in refused(lambda: receive("150", "150"))} == {"receipt_lines.within_order"}
    assert sentences(lambda: receive("150", "150")) == ["100.00 left"]
    assert {problem for _, _, problem in refused(lambda: receive("150", "100"))} == {"receipts.whole"}
    over = refused(lambda: receive("150", "100", "60", prepaid=True))
    assert {problem for _, _, problem in over} == {"receipt_lines.within_receipt", "receipt_lines.within_order"}
    assert {problem for _, _, problem in refused(lambda: receive("50", "50", to=foreign))} == {"value.not_a_candidate"}
    values = shop.get("receipts", receive("150", "100", prepaid=True))
    assert (values["allocated"], values["unallocated"]) == ("100.00", "50.00")
    assert {problem for _, _, problem in refused(lambda: receive("1", "1"))} == {"receipt_lines.within_order"}

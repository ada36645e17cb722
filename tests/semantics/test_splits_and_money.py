"""S16–S19, S28, S41 and S44: splits, amounts, groups of options and figures, as rules that any template may state."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.core.context import Source
from gezi.tables import schema
from gezi.tables.schema import FieldDraft, TableDraft
from gezi.tables.workspaces import Workspaces
from support.ruling import at, refused, rule, said, sentences
from support.shop import MONEY, Shop, choices, named

COUNT = {"type": "number", "options": {"scale": 0}}


@pytest.fixture
def shop(workspaces: Workspaces) -> Shop:
    return Shop(workspaces)


def fields(shop: Shop, *drafts: tuple[str, FieldDraft]) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_fields(tx, list(drafts))


@pytest.fixture
def splits(shop: Shop) -> Shop:
    """Orders with an amount, and people's splits of it below them."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("splits", named("分成"))])
        order = FieldDraft("order", "relation", named("订单"), options={"table": "orders"}, required=True)
        plain = [("person", "text"), ("percent", "percent"), ("amount", "money")]
        drafts = [("splits", FieldDraft(key, type_, named(key))) for key, type_ in plain]
        schema.create_fields(tx, [("splits", order), *drafts, ("orders", FieldDraft("worth", "money", named("金额")))])
        schema.set_primary(tx, {"splits": "person"}, {"splits": "order"})
        below = {"table": "splits", "field": "order"}
        schema.create_fields(tx, [("orders", FieldDraft("splits", "subtable", named("分成"), options=below))])
    return shop


def split(shop: Shop, worth: str, **rows: Any) -> int:
    lines = [{"values": {"person": person, **values}} for person, values in rows.items()]
    return shop.create("orders", {"worth": worth, "splits": lines}).ids[0]


def column(shop: Shop, order: int, key: str) -> list[Any]:
    return [line["values"][key] for line in shop.get("orders", order)["splits"]]


def test_s16_a_split_by_percent_adds_up_to_a_hundred_and_to_the_last_cent(splits: Shop) -> None:
    share = {"key": "shares", "parent": "order", "field": "amount", "of": "worth", "weight": "percent"}
    whole = {"key": "whole", "parent": "order", "sum": "percent", "exactly": {"value": "100"}}
    rule(splits, "splits", allocations=[share], invariants=[{**whole, "message": said("missing {missing}")}])
    made = split(splits, "100.01", a={"percent": "33.33"}, b={"percent": "33.33"}, c={"percent": "33.34"})
    assert column(splits, made, "amount") == ["33.33", "33.33", "33.35"]

    def short() -> int:
        return split(splits, "1000", a={"percent": "60"}, b={"percent": "30"})

    assert {code for _, _, code in refused(short)} == {"splits.whole"}
    assert set(sentences(short)) == {"missing 10%"}
    assert splits.list("orders", count=True).count == 1


def test_s17_a_split_by_amount_equals_the_amount_and_its_percents_are_derived(splits: Shop) -> None:
    percents = {"formula": "amount / order.worth", "result": {"type": "percent"}}
    fields(splits, ("splits", FieldDraft("derived", "formula", named("比例"), options=percents)))
    whole = {"key": "whole", "parent": "order", "sum": "amount", "exactly": "worth"}
    rule(
        splits,
        "splits",
        invariants=[{**whole, "message": said("{missing} unassigned")}],
        validations=[{"key": "positive", "field": "amount", "must": at("amount", ">=", "0"), "message": said("≥ 0")}],
    )

    def of(*amounts: str) -> int:
        return split(splits, "1000", **{f"p{place}": {"amount": amount} for place, amount in enumerate(amounts)})

    assert {code for _, _, code in refused(lambda: of("600", "300"))} == {"splits.whole"}
    assert set(sentences(lambda: of("600", "300"))) == {"100.00 unassigned"}
    assert "splits.positive" in {code for _, _, code in refused(lambda: of("1100", "-100"))}
    assert column(splits, of("600", "400"), "derived") == ["60", "40"]


def test_s19_an_amount_is_the_sum_of_its_lines_and_without_lines_what_was_typed(shop: Shop) -> None:
    lines = {"path": ["order_lines.order"], "aggregate": "count", "result": COUNT}
    fields(
        shop,
        ("orders", FieldDraft("typed", "money", named("手填金额"))),
        ("orders", FieldDraft("line_count", "rollup", named("行数"), options=lines)),
    )
    amount = {"formula": "if(line_count > 0, total, typed)", "result": MONEY}
    fields(shop, ("orders", FieldDraft("amount", "formula", named("金额"), options=amount)))
    order = shop.create("orders", {"typed": "25.00"}).ids[0]
    shop.update("orders", order, {"lines": [{"values": {"price": "10.00"}}, {"values": {"price": "20.00"}}]})
    assert shop.get("orders", order)["amount"] == "30.00"
    assert refused(lambda: shop.update("orders", order, {"amount": "31"})) == [(0, "amount", "field.read_only")]
    shop.delete("order_lines", *(line["id"] for line in shop.get("orders", order)["lines"]))
    assert shop.get("orders", order)["amount"] == "25.00"


def test_s28_exactly_one_option_of_a_group_is_checked_when_it_is_handed_in_and_only_warned_of_before(
    shop: Shop,
) -> None:
    fields(shop, ("order_lines", FieldDraft("group", "option", named("组"), choices=choices("memory", "colour"))))
    one = {"table": "order_lines", "field": "order", "where": at("group", "=", "memory"), "min": 1, "max": 1}
    told = {"field": "lines", "children": one, "message": said("memory: pick exactly 1")}
    handed_in = {"key": "pick_one", **told, "when": at("status", "=", "approved")}
    draft = {"key": "pick_one_later", **told, "when": at("status", "=", "draft"), "severity": "warn"}
    rule(shop, "orders", validations=[handed_in, draft])
    chosen = [{"values": {"price": "1", "group": group}} for group in ("memory", "memory", "colour")]
    written = shop.create("orders", {"lines": chosen})
    assert [(problem.row, problem.code) for problem in written.warnings] == [(0, "orders.pick_one_later")]
    order = written.ids[0]
    assert {code for _, _, code in refused(lambda: shop.update("orders", order, {"status": "approved"}))} == {
        "orders.pick_one"
    }
    assert sentences(lambda: shop.update("orders", order, {"status": "approved"})) == ["memory: pick exactly 1"]
    shop.delete("order_lines", shop.get("orders", order)["lines"][0]["id"])
    assert shop.update("orders", order, {"status": "approved"}).warnings == ()


def test_s41_s44_what_is_received_refunded_and_outstanding_counts_only_what_is_confirmed(shop: Shop) -> None:
    states: dict[str, Any] = {"choices": choices("pending", "confirmed"), "default": {"value": "pending"}}
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("receipts", named("回款")), TableDraft("refunds", named("退款"))])
        schema.create_fields(
            tx,
            [
                (table, draft)
                for table, above in (("receipts", "orders"), ("refunds", "receipts"))
                for draft in (
                    FieldDraft("of", "relation", named("来自"), options={"table": above}, required=True),
                    FieldDraft("amount", "money", named("金额")),
                    FieldDraft("state", "option", named("状态"), **states),
                )
            ],
        )
        schema.set_primary(tx, {"receipts": "amount", "refunds": "amount"})
    confirmed = {"aggregate": "sum", "field": "amount", "where": at("state", "=", "confirmed"), "result": MONEY}
    fields(
        shop,
        ("orders", FieldDraft("received", "rollup", named("已收"), options={"path": ["receipts.of"], **confirmed})),
        (
            "orders",
            FieldDraft(
                "refunded", "rollup", named("已退"), options={"path": ["receipts.of", "refunds.of"], **confirmed}
            ),
        ),
    )
    for key, text, result in (
        ("net", "received - refunded", MONEY),
        ("outstanding", "total - net", MONEY),
        ("progress", "net / total", {"type": "percent"}),
    ):
        fields(shop, ("orders", FieldDraft(key, "formula", named(key), options={"formula": text, "result": result})))
    order = shop.create("orders", {"lines": [{"values": {"price": "1000"}}]}).ids[0]
    paid = shop.create("receipts", {"of": order, "amount": "300", "state": "confirmed"}).ids[0]
    pending = shop.create("receipts", {"of": order, "amount": "200"}).ids[0]
    refund = shop.create("refunds", {"of": paid, "amount": "100", "state": "confirmed"}).ids[0]

    def figures() -> list[Any]:
        values = shop.get("orders", order)
        return [values[key] for key in ("received", "refunded", "net", "outstanding", "progress")]

    assert figures() == ["300.00", "100.00", "200.00", "800.00", "20"]
    shop.update("receipts", pending, {"state": "confirmed"})
    assert figures() == ["500.00", "100.00", "400.00", "600.00", "40"]
    shop.update("refunds", refund, {"state": "pending"})
    assert figures() == ["500.00", "0.00", "500.00", "500.00", "50"]
    assert shop.get("orders", shop.create("orders", {}).ids[0])["progress"] is None  # C5

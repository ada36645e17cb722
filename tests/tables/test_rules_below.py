"""Rules of a row over the rows below it: how many there are, what they sum up to (E7, E33, S28, S45–S47, H6)."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from gezi.core.context import Source
from gezi.core.errors import Refusal
from gezi.tables import records, schema
from gezi.tables.records import Mode, RowUpdate
from gezi.tables.rules import stored
from gezi.tables.schema import FieldDraft, TableDraft
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop, choices, named


@pytest.fixture
def tills(shop: Shop) -> Shop:
    """The shop with receipts of orders, and a limit that customers have."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("receipts", named("回款"))])
        order = {"table": "orders"}
        schema.create_fields(
            tx,
            [
                ("receipts", FieldDraft("order", "relation", named("订单"), options=order, required=True)),
                ("receipts", FieldDraft("amount", "money", named("金额"))),
                (
                    "receipts",
                    FieldDraft(
                        "state",
                        "option",
                        named("状态"),
                        choices=choices("pending", "confirmed", "void"),
                        default={"value": "pending"},
                    ),
                ),
                ("orders", FieldDraft("agreed", "money", named("约定"))),
                ("customers", FieldDraft("cap", "money", named("上限"))),
            ],
        )
        schema.set_primary(tx, {"receipts": "amount"})
    return shop


COUNTED = at("state", "!=", "void")
NOT_OVER = {
    "key": "not_over",
    "parent": "order",
    "sum": "amount",
    "where": COUNTED,
    "at_most": "total",
    "message": said("{left} left of {limit}, not {sum}"),
}


def order_of(shop: Shop, total: int, **values: Any) -> int:
    return shop.create("orders", {"lines": [{"values": {"price": total}}], **values}).ids[0]


def receipt(shop: Shop, order: int, amount: Any, **values: Any) -> int:
    return shop.create("receipts", {"order": order, "amount": amount, **values}).ids[0]


def test_900_of_1000_are_taken_and_200_more_are_refused_with_what_is_left(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    order = order_of(tills, 1000)
    receipt(tills, order, 900)
    assert refused(lambda: receipt(tills, order, 200)) == [(0, "amount", "receipts.not_over")]
    assert sentences(lambda: receipt(tills, order, 200)) == ["100.00 left of 1000.00, not 1100.00"]
    receipt(tills, order, 100)
    assert tills.list("receipts", count=True).count == 2


def test_an_invariant_is_asked_after_every_kind_of_change(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    order, other = order_of(tills, 100), order_of(tills, 100)
    first = receipt(tills, order, 60)
    void = receipt(tills, order, 60, state="void")
    elsewhere = receipt(tills, other, 60)
    broken = [(0, "amount", "receipts.not_over")]
    assert refused(lambda: tills.update("receipts", first, {"amount": 101})) == broken
    assert refused(lambda: tills.update("receipts", void, {"state": "pending"})) == broken
    assert refused(lambda: tills.update("receipts", elsewhere, {"order": order})) == broken
    tills.update("receipts", first, {"amount": 40})
    tills.update("receipts", elsewhere, {"order": order})


def test_the_limit_cannot_sink_below_the_sum(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    order = order_of(tills, 100)
    receipt(tills, order, 60)
    line = tills.get("orders", order)["lines"][0]["id"]
    assert refused(lambda: tills.update("order_lines", line, {"price": 59})) == [(0, None, "receipts.not_over")]
    assert refused(lambda: tills.delete("order_lines", line)) == [(0, None, "receipts.not_over")]
    assert refused(lambda: tills.update("orders", order, {"lines": []})) == [(0, None, "receipts.not_over")]
    tills.update("order_lines", line, {"price": 60})


def test_several_rows_of_one_request_count_together(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    full, free = order_of(tills, 100), order_of(tills, 100)
    rows = [{"order": order, "amount": 60} for order in (full, free, full)]
    assert refused(lambda: tills.create("receipts", *rows)) == [(2, "amount", "receipts.not_over")]


def test_an_import_takes_what_fits_in_its_order(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    order = order_of(tills, 100)
    with tills.write(Source.IMPORT) as tx:
        rows = [{"order": order, "amount": amount} for amount in (60, 50, 40, 1)]
        written = records.create(tx, "receipts", rows, mode=Mode.SKIP_BAD)
    assert [(p.row, p.field, p.code) for p in written.problems] == [
        (1, "amount", "receipts.not_over"),
        (3, "amount", "receipts.not_over"),
    ]
    assert tills.column("receipts", "amount") == ["60.00", "40.00"]


def test_two_confirmations_in_turn_cannot_both_pass(tills: Shop) -> None:
    # S47: received 600; refunds of 400 and 300 both pending; whoever confirms second is refused
    confirmed = {**NOT_OVER, "where": at("state", "=", "confirmed")}
    rule(tills, "receipts", invariants=[confirmed])
    order = order_of(tills, 600)
    first, second = receipt(tills, order, 400), receipt(tills, order, 300)
    tills.update("receipts", first, {"state": "confirmed"})
    assert sentences(lambda: tills.update("receipts", second, {"state": "confirmed"})) == [
        "200.00 left of 600.00, not 700.00"
    ]


def test_of_two_receipts_at_the_same_moment_one_is_refused(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    order = order_of(tills, 100)
    start, told = Barrier(2), list[str]()

    def pay() -> None:
        start.wait(10)
        try:
            receipt(tills, order, 60)
            told.append("saved")
        except Refusal as refusal:
            told.extend(problem.code for problem in refusal.problems)

    payers = [Thread(target=pay) for _ in range(2)]
    for payer in payers:
        payer.start()
    for payer in payers:
        payer.join(30)
    assert sorted(told) == ["receipts.not_over", "saved"]


def test_a_limit_may_be_a_number_an_equality_or_lie_further_away(tills: Shop) -> None:
    rule(
        tills,
        "receipts",
        invariants=[
            {"key": "small", "parent": "order", "sum": "amount", "at_most": {"value": "50"}, "message": said("≤ 50")},
            {
                "key": "agreed",
                "parent": "order",
                "sum": "amount",
                "when": at("status", "=", "approved"),
                "exactly": "agreed",
                "message": said("as agreed"),
            },
            {"key": "capped", "parent": "order", "sum": "amount", "at_most": "customer.cap", "message": said("capped")},
        ],
    )
    customer = tills.create("customers", {"name": "A", "cap": 30}).ids[0]
    order = tills.create("orders", {"agreed": 20, "customer": customer}).ids[0]
    free = tills.create("orders", {}).ids[0]
    assert refused(lambda: receipt(tills, free, 51)) == [(0, "amount", "receipts.small")]
    assert refused(lambda: receipt(tills, order, 31)) == [(0, "amount", "receipts.capped")]
    receipt(tills, order, 19)
    assert refused(lambda: tills.update("orders", order, {"status": "approved"})) == [(0, None, "receipts.agreed")]
    receipt(tills, order, 1)
    tills.update("orders", order, {"status": "approved"})
    assert refused(lambda: tills.update("customers", customer, {"cap": 10})) == [(0, None, "receipts.capped")]


def test_a_sum_may_be_over_a_computed_field(shop: Shop) -> None:
    cheap = {
        "key": "cheap",
        "parent": "order",
        "sum": "subtotal",
        "at_most": {"value": "20"},
        "message": said("{left}"),
    }
    rule(shop, "order_lines", invariants=[cheap])
    order = shop.create("orders", {}).ids[0]
    shop.create("order_lines", {"order": order, "price": 10, "quantity": 1.5})
    row = {"order": order, "price": 10, "discount": 60}
    assert refused(lambda: shop.create("order_lines", row)) == [(0, "subtotal", "order_lines.cheap")]
    assert sentences(lambda: shop.create("order_lines", row)) == ["5.00"]


def test_an_invariant_that_only_warns(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[{**NOT_OVER, "severity": "warn"}])
    order = order_of(tills, 100)
    written = tills.create("receipts", {"order": order, "amount": 101})
    assert [(p.row, p.field, p.code) for p in written.warnings] == [(0, "amount", "receipts.not_over")]


FEW = {
    "key": "few",
    "field": "lines",
    "when": at("status", "=", "approved"),
    "children": {"table": "order_lines", "field": "order", "where": at("price", ">", "0"), "min": 1, "max": 2},
    "message": said("one or two paid lines, not {count}"),
}


def test_the_number_of_rows_below_has_bounds(shop: Shop) -> None:
    rule(shop, "orders", validations=[FEW])
    paid, free = {"values": {"price": 1}}, {"values": {"price": 0}}
    shop.create("orders", {"lines": [paid] * 3})
    assert refused(lambda: shop.create("orders", {"status": "approved", "lines": [free]})) == [
        (0, "lines", "orders.few")
    ]
    order = shop.create("orders", {"status": "approved", "lines": [paid, paid, free]}).ids[0]
    assert sentences(lambda: shop.create("order_lines", {"order": order, "price": 1})) == [
        "one or two paid lines, not 3"
    ]
    lines = [line["id"] for line in shop.get("orders", order)["lines"]]
    assert refused(lambda: shop.delete("order_lines", *lines[:2])) == [(1, None, "orders.few")]
    assert refused(lambda: shop.update("order_lines", lines[2], {"price": 5})) == [(0, None, "orders.few")]
    shop.delete("order_lines", lines[0], lines[2])
    shop.delete("orders", order)


def test_a_row_moved_away_is_missed_where_it_was(shop: Shop) -> None:
    rule(shop, "orders", validations=[FEW])
    order = shop.create("orders", {"status": "approved", "lines": [{"values": {"price": 1}}]}).ids[0]
    other = shop.create("orders", {}).ids[0]
    line = shop.get("orders", order)["lines"][0]["id"]
    assert refused(lambda: shop.update("order_lines", line, {"order": other})) == [(0, None, "orders.few")]


def test_rules_are_written_by_key_as_they_came(tills: Shop) -> None:
    fixed = {"key": "small", "parent": "order", "sum": "amount", "at_most": {"value": "50.00"}, "message": said("≤ 50")}
    rule(tills, "orders", validations=[FEW])
    rule(tills, "receipts", invariants=[NOT_OVER | {"at_most": "customer.cap"}, fixed])
    with tills.read() as tx:
        assert stored.written(tx, tx.table("orders")) == {
            "validations": [FEW | {"children": FEW["children"] | {"where": at("price", ">", "0.00")}}]  # type: ignore[operator]
        }
        assert stored.written(tx, tx.table("receipts")) == {
            "invariants": [NOT_OVER | {"at_most": "customer.cap"}, fixed]
        }


def test_giving_rules_again_replaces_those_of_the_kind_and_keeps_the_others(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER], validations=[{"key": "some", "required": ["amount"]}])
    rule(tills, "receipts", invariants=[])
    order = order_of(tills, 100)
    receipt(tills, order, 101)
    assert refused(lambda: receipt(tills, order, None)) == [(0, "amount", "receipts.some")]


def test_many_touched_parents_cost_one_question(tills: Shop) -> None:
    rule(tills, "receipts", invariants=[NOT_OVER])
    orders = tills.create("orders", *[{"lines": [{"values": {"price": 10}}]} for _ in range(30)]).ids
    written = tills.create("receipts", *[{"order": order, "amount": 10} for order in orders])
    with tills.write() as tx:
        records.update(tx, "receipts", [RowUpdate(id_, {"amount": 9}) for id_ in written.ids])
    assert refused(
        lambda: tills.create(
            "receipts", *[{"order": order, "amount": place % 2 + 1} for place, order in enumerate(orders)]
        )
    ) == [(place, "amount", "receipts.not_over") for place in range(1, 30, 2)]


REFUNDS = [
    {
        "key": "within_receipt",
        "parent": "receipt",
        "sum": "amount",
        "where": at("state", "in", ["pending", "confirmed"]),
        "at_most": "amount",
        "message": said("{left} left"),
    },
    {
        "key": "confirmed_receipt",
        "parent": "receipt",
        "sum": "amount",
        "where": at("state", "in", ["pending", "confirmed"]),
        "when": at("state", "!=", "confirmed"),
        "at_most": {"value": "0"},
        "message": said("not confirmed"),
    },
]
POSITIVE = {"key": "positive", "field": "amount", "must": at("amount", ">", "0"), "message": said("more than 0")}


@pytest.fixture
def refunds(tills: Shop) -> int:
    """The confirmed receipt of 600 whose refunds are counted from when they are submitted (S47)."""
    with tills.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("refunds", named("退款"))])
        receipt_of = {"table": "receipts"}
        states = choices("draft", "pending", "confirmed", "rejected")
        draft = {"value": "draft"}
        schema.create_fields(
            tx,
            [
                ("refunds", FieldDraft("receipt", "relation", named("回款"), options=receipt_of, required=True)),
                ("refunds", FieldDraft("amount", "money", named("金额"))),
                ("refunds", FieldDraft("state", "option", named("状态"), choices=states, default=draft)),
            ],
        )
    rule(tills, "refunds", invariants=REFUNDS, validations=[POSITIVE])
    return receipt(tills, order_of(tills, 1000), 600, state="confirmed")


def refund(shop: Shop, receipt: int, amount: Any, state: str = "draft") -> int:
    return shop.create("refunds", {"receipt": receipt, "amount": amount, "state": state}).ids[0]


def test_s47_a_refund_under_way_reserves_its_amount(tills: Shop, refunds: int) -> None:
    """Received 600; refunds of 400 and 300: the second is refused when it is submitted, with 200 left."""
    first, second = refund(tills, refunds, 400), refund(tills, refunds, 300)
    tills.update("refunds", first, {"state": "pending"})
    assert sentences(lambda: tills.update("refunds", second, {"state": "pending"})) == ["200.00 left"]
    tills.update("refunds", first, {"state": "confirmed"})
    assert sentences(lambda: tills.update("refunds", second, {"state": "confirmed"})) == ["200.00 left"]
    tills.update("refunds", second, {"amount": 200, "state": "pending"})
    tills.update("refunds", second, {"state": "rejected"})
    assert refund(tills, refunds, 200, "confirmed")
    for amount in (0, -1):
        assert refused(lambda amount=amount: refund(tills, refunds, amount)) == [(0, "amount", "refunds.positive")]
    assert refused(lambda: tills.update("receipts", refunds, {"amount": 599})) == [(0, None, "refunds.within_receipt")]
    open_ = receipt(tills, order_of(tills, 100), 100)
    assert refused(lambda: refund(tills, open_, 1, "pending")) == [(0, "amount", "refunds.confirmed_receipt")]


def test_s47_of_two_confirmed_at_once_that_do_not_fit_together_one_is(tills: Shop, refunds: int) -> None:
    ids = [refund(tills, refunds, 400), refund(tills, refunds, 300)]
    start, told = Barrier(2), list[str]()

    def confirm(id_: int) -> None:
        start.wait(10)
        try:
            tills.update("refunds", id_, {"state": "confirmed"})
            told.append("confirmed")
        except Refusal as refusal:
            told.extend(problem.code for problem in refusal.problems)

    threads = [Thread(target=confirm, args=(id_,)) for id_ in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["confirmed", "refunds.within_receipt"]

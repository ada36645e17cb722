"""Row rules: the same answer on every route, everything at once, and by id, so that a rename changes nothing (E7, C7, C10)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from gezi.core.context import Actor, Source
from gezi.tables import models, records
from gezi.tables.records import Mode, RowUpdate
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop

POSITIVE = {
    "key": "quantity_positive",
    "field": "quantity",
    "must": at("quantity", ">", "0"),
    "message": said("more than 0"),
}
RANGE = {
    "key": "discount_range",
    "field": "discount",
    "must": at("discount", "between", ["0", "100"]),
    "message": said("0 to 100"),
}


@pytest.fixture
def order(shop: Shop) -> int:
    rule(shop, "order_lines", validations=[POSITIVE, RANGE])
    return shop.create("orders", {}).ids[0]


def test_a_quantity_of_0_is_refused_with_the_key_of_the_rule(shop: Shop, order: int) -> None:
    found = refused(lambda: shop.create("order_lines", {"order": order, "quantity": 0}))
    assert found == [(0, "quantity", "order_lines.quantity_positive")]


def test_two_bad_fields_are_two_problems_and_nothing_is_saved(shop: Shop, order: int) -> None:
    rows = [{"order": order, "quantity": 0, "discount": 120}, {"order": order, "quantity": 1}]
    assert refused(lambda: shop.create("order_lines", *rows)) == [
        (0, "quantity", "order_lines.quantity_positive"),
        (0, "discount", "order_lines.discount_range"),
    ]
    assert shop.list("order_lines", count=True).count == 0


def test_a_value_that_cannot_be_read_and_a_broken_rule_come_back_together(shop: Shop, order: int) -> None:
    row = {"order": order, "price": "dear", "quantity": 0}
    assert refused(lambda: shop.create("order_lines", row)) == [
        (0, "price", "value.not_a_number"),
        (0, "quantity", "order_lines.quantity_positive"),
    ]


def test_a_rule_is_not_asked_about_a_field_that_could_not_be_read(shop: Shop, order: int) -> None:
    found = refused(lambda: shop.create("order_lines", {"order": order, "quantity": "many"}))
    assert found == [(0, "quantity", "value.not_a_number")]


def test_the_message_is_in_the_language_of_the_caller(shop: Shop, order: int) -> None:
    row = {"order": order, "quantity": 0}
    assert sentences(lambda: shop.create("order_lines", row), "en") == ["more than 0"]
    assert sentences(lambda: shop.create("order_lines", row), "zh-CN") == ["规则：more than 0"]


@pytest.mark.parametrize(
    "source",
    [
        Source.UI,
        Source.API,
        Source.IMPORT,
        Source.AUTOMATION,
        Source.BUTTON,
        Source.APPROVAL,
        Source.UNDO,
        Source.TEMPLATE,
    ],
)
def test_every_route_gives_the_same_rule_key(shop: Shop, order: int, source: Source) -> None:
    line = shop.create("order_lines", {"order": order}).ids[0]

    def create() -> None:
        with shop.write(source) as tx:
            records.create(tx, "order_lines", [{"order": order, "discount": 101}])

    def update() -> None:
        with shop.write(source) as tx:
            records.update(tx, "order_lines", [RowUpdate(line, {"discount": 101})])

    assert refused(create) == refused(update) == [(0, "discount", "order_lines.discount_range")]


def test_an_import_leaves_out_the_bad_rows_with_the_same_key(shop: Shop, order: int) -> None:
    rows = [{"order": order, "quantity": n} for n in (1, 0, 2)]
    with shop.write(Source.IMPORT) as tx:
        written = records.create(tx, "order_lines", rows, mode=Mode.SKIP_BAD)
    assert [(p.row, p.field, p.code) for p in written.problems] == [(1, "quantity", "order_lines.quantity_positive")]
    assert shop.column("order_lines", "quantity") == ["1", "2"]


def test_problems_of_lines_come_with_those_of_their_parent(shop: Shop, order: int) -> None:
    values = {"signed_on": "someday", "lines": [{"values": {"quantity": 0}}, {"values": {"price": "dear"}}]}
    told = [
        (0, "signed_on", "value.not_a_date"),
        (0, "lines.0.quantity", "order_lines.quantity_positive"),
        (0, "lines.1.price", "value.not_a_number"),
    ]
    assert refused(lambda: shop.create("orders", values)) == told
    assert refused(lambda: shop.update("orders", order, values)) == told
    assert shop.list("order_lines", count=True).count == 0


def test_changed_and_new_lines_are_judged_together(shop: Shop, order: int) -> None:
    line = shop.create("order_lines", {"order": order}).ids[0]
    lines = [{"id": line, "values": {"quantity": 0}}, {"values": {"discount": -1}}]
    assert refused(lambda: shop.update("orders", order, {"lines": lines})) == [
        (0, "lines.0.quantity", "order_lines.quantity_positive"),
        (0, "lines.1.discount", "order_lines.discount_range"),
    ]


def test_a_rule_looks_at_the_row_as_it_will_be(shop: Shop) -> None:
    either = {"or": [at("status", "=", "draft"), at("customer", "not_empty")]}
    rule(shop, "orders", validations=[{"key": "customer_known", "must": either, "message": said("whose?")}])
    order = shop.create("orders", {}).ids[0]
    customer = shop.create("customers", {"name": "华为"}).ids[0]
    assert refused(lambda: shop.update("orders", order, {"status": "approved"})) == [(0, None, "orders.customer_known")]
    shop.update("orders", order, {"status": "approved", "customer": customer})
    assert refused(lambda: shop.update("orders", order, {"customer": None})) == [(0, None, "orders.customer_known")]


def test_a_rule_follows_relations_and_look_ups(shop: Shop) -> None:
    local = {"or": [at("customer.region", "=", "west"), at("price", "<", "100")]}
    rule(shop, "order_lines", validations=[{"key": "west_only", "must": local, "message": said("only in the west")}])
    west, east = shop.create("customers", {"name": "W", "region": "west"}, {"name": "E", "region": "east"}).ids
    near, far = shop.create("orders", {"customer": west}, {"customer": east}).ids
    shop.create("order_lines", {"order": near, "price": 200}, {"order": far, "price": 99})
    assert refused(lambda: shop.create("order_lines", {"order": far, "price": 200})) == [
        (0, None, "order_lines.west_only")
    ]


def test_a_rule_that_names_no_place_is_told_at_the_one_field_that_it_looks_at(shop: Shop) -> None:
    little = {"key": "little", "must": at("quantity", "<", "10"), "message": said("{label}: too many")}
    either = {"or": [at("quantity", "<", "10"), at("discount", "<", "50")]}
    both = {"key": "both", "must": either, "message": said("too many at full price")}
    figure = {"key": "figure", "must": at("subtotal", "<=", "100"), "message": said("too dear")}
    rule(shop, "order_lines", validations=[little, both, figure])
    row = {"order": shop.create("orders", {}).ids[0], "price": 100, "quantity": 20, "discount": 60}
    assert sorted(refused(lambda: shop.create("order_lines", row)), key=str) == [
        (0, "quantity", "order_lines.little"),
        (0, None, "order_lines.both"),
        (0, None, "order_lines.figure"),
    ]


def test_a_rule_over_a_formula_is_told_with_the_others(shop: Shop) -> None:
    small = {"key": "small", "field": "subtotal", "must": at("subtotal", "<=", "100"), "message": said("small lines")}
    rule(shop, "order_lines", validations=[POSITIVE, RANGE, small])
    order = shop.create("orders", {}).ids[0]
    row = {"order": order, "price": 100, "quantity": 2, "discount": 101}
    assert refused(lambda: shop.create("order_lines", row)) == [
        (0, "discount", "order_lines.discount_range"),
        (0, "subtotal", "order_lines.small"),
    ]
    shop.create("order_lines", {"order": order, "price": 100, "quantity": 2, "discount": 50})


def test_a_rule_over_a_formula_is_not_asked_when_what_the_formula_reads_is_unreadable(shop: Shop) -> None:
    some = {"key": "some", "field": "subtotal", "must": at("subtotal", ">", "0"), "message": said("not for nothing")}
    rule(shop, "order_lines", validations=[some])
    order = shop.create("orders", {}).ids[0]
    assert refused(lambda: shop.create("order_lines", {"order": order, "price": "dear"})) == [
        (0, "price", "value.not_a_number")
    ]


LIMIT = {"key": "limit", "field": "total", "must": at("total", "<=", "100"), "message": said("at most 100")}


def test_a_rule_over_a_total_is_asked_when_the_lines_are_there(shop: Shop) -> None:
    rule(shop, "orders", validations=[LIMIT])
    lines = [{"values": {"price": 60}}, {"values": {"price": 60}}]
    assert refused(lambda: shop.create("orders", {}, {"lines": lines})) == [(1, "total", "orders.limit")]
    assert shop.list("orders", count=True).count == 0
    shop.create("orders", {"lines": lines[:1]})


def test_a_rule_over_a_total_holds_for_lines_that_are_written_alone(shop: Shop) -> None:
    rule(shop, "orders", validations=[LIMIT])
    order = shop.create("orders", {"lines": [{"values": {"price": 60}}]}).ids[0]
    assert refused(lambda: shop.create("order_lines", {"order": order, "price": 41})) == [(0, None, "orders.limit")]
    shop.create("order_lines", {"order": order, "price": 40})
    assert shop.get("orders", order)["total"] == "100.00"


def test_an_import_keeps_the_rows_that_fit_and_leaves_out_those_that_break_a_total(shop: Shop) -> None:
    rule(shop, "orders", validations=[LIMIT])
    first, second = shop.create("orders", {}, {}).ids
    amounts = [(first, 60), (second, 100), (first, 50), (first, 40), (second, 1)]
    with shop.write(Source.IMPORT) as tx:
        rows = [{"order": order, "price": price} for order, price in amounts]
        written = records.create(tx, "order_lines", rows, mode=Mode.SKIP_BAD)
    assert [(problem.row, problem.code) for problem in written.problems] == [(2, "orders.limit"), (4, "orders.limit")]
    assert (shop.get("orders", first)["total"], shop.get("orders", second)["total"]) == ("100.00", "100.00")
    assert len(written.ids) == 3
    with shop.read() as tx:
        assert tx.connection.execute(sa.select(sa.func.count()).select_from(models.changes)).scalar_one() == 5


def test_a_rule_applies_only_where_its_condition_holds(shop: Shop) -> None:
    dated = {
        "key": "dated",
        "field": "signed_on",
        "when": at("status", "=", "approved"),
        "must": at("signed_on", "<=", {"relative": "today"}),
        "message": said("not in the future"),
    }
    rule(shop, "orders", validations=[dated])
    shop.create("orders", {"signed_on": "2027-01-01"})
    found = refused(lambda: shop.create("orders", {"signed_on": "2026-11-23", "status": "approved"}))
    assert found == [(0, "signed_on", "orders.dated")]
    shop.create("orders", {"signed_on": "2026-11-22", "status": "approved"})


def test_a_field_can_be_required_on_a_condition(shop: Shop) -> None:
    named = {"key": "customer_required", "required": ["customer", "friends"], "when": at("status", "=", "approved")}
    rule(shop, "orders", validations=[named])
    assert refused(lambda: shop.create("orders", {"status": "approved"})) == [
        (0, "customer", "orders.customer_required"),
        (0, "friends", "orders.customer_required"),
    ]
    assert sentences(lambda: shop.create("orders", {"status": "approved"})) == [
        "“客户” is required",
        "“相关客户” is required",
    ]


def test_links_of_each_row_are_looked_at(shop: Shop) -> None:
    rule(shop, "orders", validations=[{"key": "friendly", "required": ["friends"]}])
    friend = shop.create("customers", {"name": "A"}).ids[0]
    found = refused(lambda: shop.create("orders", {"friends": [friend]}, {}, {"friends": []}))
    assert found == [(1, "friends", "orders.friendly"), (2, "friends", "orders.friendly")]
    order = shop.create("orders", {"friends": [friend]}).ids[0]
    shop.update("orders", order, {"signed_on": None})
    assert refused(lambda: shop.update("orders", order, {"friends": []})) == [(0, "friends", "orders.friendly")]


def test_a_sub_table_can_be_required(shop: Shop) -> None:
    rule(
        shop, "orders", validations=[{"key": "has_lines", "required": ["lines"], "when": at("status", "=", "approved")}]
    )
    assert refused(lambda: shop.create("orders", {"status": "approved"})) == [(0, "lines", "orders.has_lines")]
    order = shop.create("orders", {"status": "approved", "lines": [{"values": {}}]}).ids[0]
    assert refused(
        lambda: shop.update("orders", order, {"lines": [], "status": "approved", "signed_on": "2026-01-01"})
    ) == [(0, "lines", "orders.has_lines")]


WARNING = {
    "key": "cheap",
    "field": "price",
    "must": at("price", ">", "1"),
    "severity": "warn",
    "message": said("cheap"),
}


def test_a_warning_is_told_and_does_not_refuse(shop: Shop) -> None:
    rule(shop, "order_lines", validations=[WARNING])
    order = shop.create("orders", {}).ids[0]
    written = shop.create("order_lines", {"order": order, "price": 2}, {"order": order, "price": 1})
    assert [(p.row, p.field, p.code) for p in written.warnings] == [(1, "price", "order_lines.cheap")]
    assert len(written.ids) == 2
    again = shop.update("order_lines", written.ids[0], {"price": 0})
    assert [(p.row, p.field, p.code) for p in again.warnings] == [(0, "price", "order_lines.cheap")]


def test_a_warning_about_a_line_names_its_place_in_the_parent(shop: Shop) -> None:
    rule(shop, "order_lines", validations=[WARNING])
    written = shop.create("orders", {}, {"lines": [{"values": {"price": 5}}, {"values": {"price": 1}}]})
    assert [(p.row, p.field) for p in written.warnings] == [(1, "lines.1.price")]


def test_a_warning_over_a_total_comes_back_at_the_end(shop: Shop) -> None:
    rule(shop, "orders", validations=[{**LIMIT, "severity": "warn"}])
    written = shop.create("orders", {"lines": [{"values": {"price": 101}}]})
    assert [(p.row, p.field, p.code) for p in written.warnings] == [(0, "total", "orders.limit")]


def test_rows_left_out_of_an_import_give_no_warnings(shop: Shop) -> None:
    rule(shop, "orders", validations=[LIMIT, {**LIMIT, "key": "warned", "severity": "warn"}])
    with shop.write(Source.IMPORT) as tx:
        rows: list[dict[str, Any]] = [{"lines": [{"values": {"price": price}}]} for price in (101, 5)]
        written = records.create(tx, "orders", rows, mode=Mode.SKIP_BAD)
    assert [problem.code for problem in written.problems] == ["orders.limit", "orders.warned"][:1]
    assert written.warnings == ()


def test_braces_in_a_message_are_only_braces(shop: Shop) -> None:
    odd = {"key": "odd", "must": at("status", "=", "approved"), "message": said("{row.__class__} {0} {label} {")}
    rule(shop, "orders", validations=[{**odd, "field": "status"}])
    assert sentences(lambda: shop.create("orders", {})) == ["{row.__class__} {0} 状态 {"]


def test_a_row_that_is_not_changed_is_not_judged(shop: Shop) -> None:
    order = shop.create("orders", {"lines": [{"values": {"quantity": 0}}]}).ids[0]
    line = shop.list("order_lines").records[0].id
    rule(shop, "order_lines", validations=[POSITIVE])
    shop.update("order_lines", line, {"quantity": 0})
    shop.update("orders", order, {"signed_on": "2026-01-01"})
    assert refused(lambda: shop.update("order_lines", line, {"price": 3})) == [
        (0, "quantity", "order_lines.quantity_positive")
    ]


def test_a_condition_may_speak_of_the_caller(shop: Shop) -> None:
    mine = {"key": "own_only", "must": at("created_by", "=", "@me"), "message": said("only your own")}
    rule(shop, "orders", validations=[mine])
    assert refused(lambda: shop.create("orders", {})) == [(0, None, "orders.own_only")]
    with shop.write(actor=Actor(7, system=True)) as tx:
        made = records.create(tx, "orders", [{}]).ids[0]
    assert refused(lambda: shop.update("orders", made, {"signed_on": None})) == [(0, None, "orders.own_only")]

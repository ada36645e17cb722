"""Rules are kept by id: a rename changes nothing, and what they name has to be there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gezi.core.context import Source
from gezi.tables import models
from gezi.tables.rules import stored
from support.ruling import at, refused, rule, said
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


def test_a_rename_changes_nothing(shop: Shop, order: int) -> None:
    fields = models.fields
    with shop.write(Source.TEMPLATE) as tx:
        tx.connection.execute(sa.update(fields).where(fields.c.key == "quantity").values(key="pieces"))
        tx.reload()
    assert refused(lambda: shop.create("order_lines", {"order": order, "pieces": 0})) == [
        (0, "pieces", "order_lines.quantity_positive")
    ]
    with shop.read() as tx:
        (first, *_) = stored.written(tx, tx.table("order_lines"))["validations"]
    assert first == {**POSITIVE, "field": "pieces", "must": at("pieces", ">", "0")}


def test_a_rule_that_names_something_that_is_not_there_is_refused(shop: Shop) -> None:
    def put() -> None:
        rule(
            shop,
            "orders",
            validations=[
                {"key": "first", "must": at("nowhere", "=", "1"), "message": said("x")},
                {"key": "second", "unique": ["friends"], "message": said("x")},
            ],
        )

    assert refused(put) == [
        (None, "orders.first.must.field", "condition.unknown_field"),
        (None, "orders.second.unique[0]", "rule.computed"),
    ]


def test_a_rule_whose_field_is_gone_is_left_out_and_known_to_be_broken(shop: Shop, order: int) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        gone = tx.table("order_lines").by_key["discount"].id
        tx.connection.execute(sa.delete(models.fields).where(models.fields.c.id == gone))
        subtotal = tx.table("order_lines").by_key["subtotal"].id
        tx.connection.execute(
            sa.update(models.fields).where(models.fields.c.id == subtotal).values(type="number", options={})
        )
        tx.reload()
    with shop.read() as tx:
        assert tx.catalogue.rules.broken == ("order_lines.discount_range",)
    assert refused(lambda: shop.create("order_lines", {"order": order, "quantity": 0})) == [
        (0, "quantity", "order_lines.quantity_positive")
    ]

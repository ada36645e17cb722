"""The change that last moved a computed value (E3): an input, a row further on, one that came, left or was deleted."""

from __future__ import annotations

from typing import Any

from gezi.tables.computed import explanation
from support.shop import Shop


def moved_by(shop: Shop, table: str, id_: int, field: str) -> Any:
    with shop.read() as tx:
        return explanation.explain(tx, table, id_, field)["moved_by"]


def test_the_change_that_last_moved_a_value_is_named(shop: Shop) -> None:
    customer = shop.create("customers", {"name": "A"}).ids[0]
    lines = [{"values": {"price": 10}}, {"values": {"price": 20}}]
    order = shop.create("orders", {"customer": customer, "status": "approved", "lines": lines})
    (id_,) = order.ids
    one, two = (line["id"] for line in shop.get("orders", id_)["lines"])
    assert moved_by(shop, "orders", id_, "total")["batch"] == order.batch
    raised = shop.update("order_lines", one, {"price": 11})
    found = moved_by(shop, "orders", id_, "total")
    assert (found["batch"], found["table"], found["record"], found["source"]) == (
        raised.batch,
        "order_lines",
        one,
        "api",
    )
    assert (
        moved_by(shop, "customers", customer, "average")["batch"] == raised.batch
    )  # a formula over roll-ups of roll-ups
    shop.update("orders", id_, {"signed_on": "2026-01-01"})  # moves none of these
    assert moved_by(shop, "orders", id_, "total")["batch"] == raised.batch
    gone = shop.delete("order_lines", two)
    assert moved_by(shop, "orders", id_, "total")["batch"] == gone.batch
    assert moved_by(shop, "order_lines", one, "subtotal")["batch"] == raised.batch

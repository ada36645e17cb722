"""Formulas that read many rows: lists over relations that point here, over sub-tables and several steps; tiers of rule rows
(E30; S30, S31) and values of a period."""

from __future__ import annotations

import pytest

from gezi.core.context import Source
from gezi.tables import schema
from gezi.tables.computed import check, explanation
from gezi.tables.schema import FieldDraft, TableDraft
from support.shop import MONEY, Shop, named

NUMBER = {"type": "number", "options": {"scale": 2}}


def formula(key: str, text: str, result: dict[str, object] = MONEY) -> FieldDraft:
    return FieldDraft(key, "formula", named(key), options={"formula": text, "result": result})


@pytest.fixture
def prices(shop: Shop) -> Shop:
    """Goods with tiers, and sales of goods."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft(key, named(key)) for key in ("goods", "tiers", "sales")])
        schema.create_fields(
            tx,
            [
                ("goods", FieldDraft("name", "text", named("name"))),
                ("tiers", FieldDraft("good", "relation", named("good"), options={"table": "goods"})),
                ("tiers", FieldDraft("starts", "number", named("starts"))),
                ("tiers", FieldDraft("price", "money", named("price"))),
                ("tiers", FieldDraft("since", "date", named("since"))),
                ("tiers", FieldDraft("until", "date", named("until"))),
                ("sales", FieldDraft("good", "relation", named("good"), options={"table": "goods"})),
                ("sales", FieldDraft("quantity", "number", named("quantity"))),
                ("sales", FieldDraft("day", "date", named("day"))),
            ],
        )
        schema.set_primary(tx, {"goods": "name"})
        tiers = {"table": "tiers", "via": "good"}
        schema.create_fields(tx, [("goods", FieldDraft("tiers", "relations", named("tiers"), options=tiers))])
        lists = "good.tiers.starts, good.tiers.price"
        schema.create_fields(
            tx,
            [
                ("sales", formula("volume", f'tier({lists}, quantity, "volume")')),
                ("sales", formula("graduated", f'tier({lists}, quantity, "graduated")')),
                ("sales", formula("price", "pick(good.tiers.price, good.tiers.since, good.tiers.until, day)")),
                ("goods", formula("dearest", "max(tiers.price)")),
            ],
        )
    return shop


def clean(shop: Shop) -> bool:
    with shop.read() as tx:
        return not list(check.run(tx))


def good(shop: Shop, *tiers: tuple[int, int]) -> int:
    id_ = shop.create("goods", {"name": "x"}).ids[0]
    shop.create("tiers", *({"good": id_, "starts": starts, "price": price} for starts, price in tiers))
    return id_


def test_the_tiers_of_s30_and_s31(prices: Shop) -> None:
    id_ = good(prices, (10, 90), (1, 100), (50, 80))  # in any order
    prices.create("sales", *({"good": id_, "quantity": quantity} for quantity in (9, 10, 49, 50, 60)))
    assert prices.column("sales", "volume") == ["900.00", "900.00", "4410.00", "4000.00", "4800.00"]
    assert prices.column("sales", "graduated") == ["900.00", "990.00", "4500.00", "4580.00", "5380.00"]
    assert clean(prices)


def test_below_the_first_tier_is_an_error_and_not_a_price_of_0(prices: Shop) -> None:
    id_ = good(prices, (10, 90))
    sale = prices.create("sales", {"good": id_, "quantity": 9}).ids[0]
    assert prices.get("sales", sale)["volume"] == {"error": "formula.below_first_tier"}
    prices.create("tiers", {"good": id_, "starts": 1, "price": 100})
    assert prices.get("sales", sale)["volume"] == "900.00"


def test_what_follows_from_a_list_follows_when_rows_come_change_move_and_go(prices: Shop) -> None:
    one, other = good(prices, (1, 100)), good(prices, (1, 7))
    sale = prices.create("sales", {"good": one, "quantity": 2}).ids[0]
    tier = prices.create("tiers", {"good": one, "starts": 2, "price": 50}).ids[0]
    assert prices.get("sales", sale)["volume"] == "100.00"
    prices.update("tiers", tier, {"price": 40})
    assert (prices.get("sales", sale)["volume"], prices.get("goods", one)["dearest"]) == ("80.00", "100.00")
    prices.update("tiers", tier, {"good": other, "price": 400})
    assert (prices.get("sales", sale)["volume"], prices.get("goods", other)["dearest"]) == ("200.00", "400.00")
    prices.update("sales", sale, {"good": other})
    assert prices.get("sales", sale)["volume"] == "800.00"
    prices.delete("tiers", tier)
    assert prices.get("sales", sale)["volume"] == "14.00"
    assert clean(prices)


def test_a_price_of_a_period_holds_from_its_first_to_its_last_day(prices: Shop) -> None:
    id_ = prices.create("goods", {"name": "x"}).ids[0]
    prices.create(
        "tiers", {"good": id_, "price": 100}, {"good": id_, "price": 95, "since": "2026-03-01", "until": "2026-03-31"}
    )
    days = ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
    prices.create("sales", *({"good": id_, "day": day} for day in days))
    assert prices.column("sales", "price") == ["100.00", "95.00", "95.00", "100.00"]


def test_the_lines_of_a_document_are_a_list_too(shop: Shop) -> None:
    with shop.write(Source.TEMPLATE) as tx:
        draft = formula("mean", "average(lines.price)")
        schema.create_fields(
            tx, [("orders", draft), ("orders", formula("friendly", 'join("、", friends.name)', {"type": "text"}))]
        )
    friends = shop.create("customers", {"name": "A"}, {"name": "B"}).ids
    lines = [{"values": {"price": price}} for price in (10, 20)]
    order = shop.create("orders", {"lines": lines, "friends": list(friends)}).ids[0]
    assert (shop.get("orders", order)["mean"], shop.get("orders", order)["friendly"]) == ("15.00", "A、B")
    shop.update("customers", friends[1], {"name": "C"})
    assert shop.get("orders", order)["friendly"] == "A、C"
    with shop.read() as tx:
        told = explanation.explain(tx, "orders", order, "mean")
    assert told["inputs"][0]["value"] == "10.00、20.00"
    assert clean(shop)

"""The price that is to be preferred among rows of prices: by a condition and a declared order of preference (E31, S32)."""

from __future__ import annotations

import pytest

from gezi.core.context import Source
from gezi.tables import schema
from gezi.tables.computed import check, explanation
from gezi.tables.schema import FieldDraft, TableDraft
from support.ruling import refused, rule, sentences
from support.shop import MONEY, Shop, choices, named

FITS = """
    (EMPTY(book.prices.customer) OR book.prices.customer = customer)
    AND (EMPTY(book.prices.region) OR book.prices.region = customer.region)
    AND (EMPTY(book.prices.good) OR book.prices.good = good)
    AND book.prices.starts <= quantity
    AND (EMPTY(book.prices.since) OR book.prices.since <= day) AND (EMPTY(book.prices.until) OR day <= book.prices.until)
"""
ORDER = "NOTEMPTY(book.prices.customer), NOTEMPTY(book.prices.region), NOTEMPTY(book.prices.good), book.prices.starts"
#: no two prices that are equally right: of the same scope, from the same quantity, on the same day
ONE_WINNER = {
    "key": "one_winner",
    "from": "since",
    "to": "until",
    "ends": "inclusive",
    "by": ["book", "customer", "region", "good", "starts"],
}


@pytest.fixture
def market(shop: Shop) -> Shop:
    """One book with prices for customers, regions or everybody, and a sale of 5 to a customer in the west."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft(key, named(key)) for key in ("books", "goods", "prices", "sales")])
        book, good = {"table": "books"}, {"table": "goods"}
        customer = {"table": "customers"}
        schema.create_fields(
            tx,
            [
                ("books", FieldDraft("name", "text", named("name"))),
                ("goods", FieldDraft("name", "text", named("name"))),
                ("prices", FieldDraft("name", "text", named("name"))),
                ("prices", FieldDraft("book", "relation", named("book"), options=book)),
                ("prices", FieldDraft("good", "relation", named("good"), options=good)),
                ("prices", FieldDraft("customer", "relation", named("customer"), options=customer)),
                ("prices", FieldDraft("region", "option", named("region"), choices=choices("west", "east"))),
                ("prices", FieldDraft("starts", "number", named("starts"), default={"value": "1"})),
                ("prices", FieldDraft("since", "date", named("since"))),
                ("prices", FieldDraft("until", "date", named("until"))),
                ("prices", FieldDraft("price", "money", named("price"))),
                ("sales", FieldDraft("book", "relation", named("book"), options=book)),
                ("sales", FieldDraft("good", "relation", named("good"), options=good)),
                ("sales", FieldDraft("customer", "relation", named("customer"), options=customer)),
                ("sales", FieldDraft("quantity", "number", named("quantity"))),
                ("sales", FieldDraft("day", "date", named("day"))),
            ],
        )
        schema.set_primary(tx, {"books": "name", "goods": "name", "prices": "name"})
        prices = {"table": "prices", "via": "book"}
        schema.create_fields(tx, [("books", FieldDraft("prices", "relations", named("prices"), options=prices))])
        text = f"BEST(book.prices.price, {FITS}, {ORDER})"
        options = {"formula": text, "result": MONEY}
        schema.create_fields(tx, [("sales", FieldDraft("price", "formula", named("price"), options=options))])
    shop.create("customers", {"name": "A", "region": "west"}, {"name": "B", "region": "east"})
    shop.create("goods", {"name": "G"})
    shop.create("books", {"name": "book"})
    shop.create("sales", {"book": 1, "good": 1, "customer": 1, "quantity": 5, "day": "2026-03-31"})
    return shop


def price(market: Shop) -> str | None:
    return market.get("sales", 1)["price"]


def test_the_customer_s_price_comes_before_that_of_the_class_and_the_default(market: Shop) -> None:
    """S32: customer price 95, default 100 → 95; on the day after its end → 100."""
    assert price(market) is None
    market.create("prices", {"book": 1, "price": 100, "name": "default"})
    assert price(market) == "100.00"
    market.create("prices", {"book": 1, "price": 98, "region": "west"}, {"book": 1, "price": 1, "region": "east"})
    assert price(market) == "98.00"
    market.create("prices", {"book": 1, "price": 95, "customer": 1, "since": "2026-03-01", "until": "2026-03-31"})
    market.create("prices", {"book": 1, "price": 2, "customer": 2})
    assert price(market) == "95.00"
    market.update("sales", 1, {"day": "2026-04-01"})
    assert price(market) == "98.00"
    market.delete("prices", 2)
    assert price(market) == "100.00"
    with market.read() as tx:
        assert not list(check.run(tx))


def test_the_narrower_target_comes_first_and_then_the_highest_quantity_that_is_reached(market: Shop) -> None:
    """S32: most specific target, then the highest `from` ≤ q."""
    market.create(
        "prices",
        {"book": 1, "price": 70, "starts": 5},
        {"book": 1, "price": 100, "good": 1},
        {"book": 1, "price": 90, "good": 1, "starts": 5},
        {"book": 1, "price": 80, "good": 1, "starts": 6},
    )
    assert price(market) == "90.00"
    market.update("sales", 1, {"quantity": 4})
    assert price(market) == "100.00"
    market.update("sales", 1, {"quantity": 6})
    assert price(market) == "80.00"


def test_two_equal_candidates_are_refused_when_the_second_is_saved_and_else_an_error(market: Shop) -> None:
    rule(market, "prices", ranges=[ONE_WINNER])
    first = {"book": 1, "price": 95, "customer": 1, "until": "2026-12-31", "name": "first"}
    second = first | {"price": 90, "since": "2026-03-31", "until": None, "name": "second"}
    market.create("prices", first)
    assert refused(lambda: market.create("prices", second)) == [(0, "since", "prices.one_winner")]
    assert sentences(lambda: market.create("prices", second)) == [
        "“first” (… – 2026-12-31) and “second” (2026-03-31 – …) overlap"
    ]
    rule(market, "prices", ranges=[])
    market.create("prices", second)
    assert price(market) == {"error": "formula.equally_good"}
    with market.read() as tx:
        told = explanation.explain(tx, "sales", 1, "price")
    assert told["value"] == {"error": "formula.equally_good"}

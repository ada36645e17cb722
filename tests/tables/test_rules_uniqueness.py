"""Fields that together must differ between rows, or between some of the rows (E7)."""

from __future__ import annotations

import pytest

from gezi.core.errors import Refusal
from support.ruling import at, refused, rule, said, sentences
from support.shop import Shop


def test_fields_can_be_unique_together(shop: Shop) -> None:
    once = {"key": "one_a_day", "unique": ["customer", "signed_on"], "message": said("one order a day: {label}")}
    rule(shop, "orders", validations=[once])
    customer, other = shop.create("customers", {"name": "A"}, {"name": "B"}).ids
    first = shop.create("orders", {"customer": customer, "signed_on": "2026-11-01"}).ids[0]
    shop.create(
        "orders", {"customer": other, "signed_on": "2026-11-01"}, {"customer": customer, "signed_on": "2026-11-02"}
    )
    shop.create("orders", {"signed_on": "2026-11-01"}, {"signed_on": "2026-11-01"})  # an empty customer is no customer
    rows = [{"customer": customer, "signed_on": "2026-11-01"}, *[{"customer": other, "signed_on": "2026-11-03"}] * 2]
    assert refused(lambda: shop.create("orders", *rows)) == [
        (0, "signed_on", "orders.one_a_day"),
        (2, "signed_on", "orders.one_a_day"),
    ]
    assert sentences(lambda: shop.create("orders", rows[0])) == ["one order a day: 客户、日期"]
    shop.update("orders", first, {"status": "approved", "signed_on": "2026-11-01"})
    assert refused(lambda: shop.update("orders", first, {"signed_on": "2026-11-02"})) == [
        (0, "signed_on", "orders.one_a_day")
    ]


def test_uniqueness_can_be_asked_of_some_rows_only(shop: Shop) -> None:
    once = {
        "key": "one_approved",
        "unique": ["customer"],
        "when": at("status", "=", "approved"),
        "message": said("one approved order each"),
    }
    rule(shop, "orders", validations=[once])
    customer = shop.create("customers", {"name": "A"}).ids[0]
    shop.create("orders", {"customer": customer}, {"customer": customer}, {"customer": customer, "status": "approved"})
    draft = shop.list("orders", sort="number", limit=1).records[0].id
    assert refused(lambda: shop.update("orders", draft, {"status": "approved"})) == [
        (0, "customer", "orders.one_approved")
    ]


def test_texts_that_are_unique_together_are_compared_without_case_and_width(shop: Shop) -> None:
    once = {"key": "once", "unique": ["region", "name"], "message": said("once per region")}
    rule(shop, "customers", validations=[once])
    shop.create("customers", {"name": "Acme", "region": "west"})
    with pytest.raises(Refusal) as refusal:
        shop.create("customers", {"name": "ＡＣＭＥ", "region": "west"})
    assert "customers.once" in [problem.code for problem in refusal.value.problems]

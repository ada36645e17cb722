"""What changes with the clock alone, when a day begins while others write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from gezi.core.clock import FixedClock
from gezi.tables.computed import volatile
from support.shop import Shop


def told(shop: Shop) -> tuple[date, Any, list[int]]:
    """The day of a reader, the age of the first order, and the orders that were signed on that day."""
    with shop.read() as tx:
        today = tx.ctx.today
    signed = {"field": "signed_on", "op": "=", "value": {"relative": "today"}}
    found = [record.id for record in shop.list("orders", filter=signed).records]
    return today, shop.get("orders", 1)["age"], found


def test_a_reader_of_a_new_day_waits_for_no_writer_and_is_told_what_was_right_the_day_before(
    shop: Shop, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volatile, "PATIENCE", 0.01)
    shop.create("orders", {})
    today, _, _ = told(shop)
    assert told(shop) == (today, "0", [1])
    with shop.write(), ThreadPoolExecutor(1) as other:  # the writer does not end before the reader has its answer
        clock.advance(timedelta(days=1))
        assert other.submit(told, shop).result(timeout=60) == (today, "0", [1])
    assert told(shop) == (today + timedelta(days=1), "1", [])


def test_a_writer_who_comes_first_on_a_new_day_leaves_nothing_for_readers_to_refresh(
    shop: Shop, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.create("orders", {})
    today, _, _ = told(shop)
    clock.advance(timedelta(days=1))
    shop.create("orders", {})
    monkeypatch.delattr(volatile, "refresh")
    assert told(shop) == (today + timedelta(days=1), "1", [2])

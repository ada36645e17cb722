"""Attempts inside of a batch: what is refused leaves the batch as it was, what is done is part of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from gezi.core.errors import Refusal
from gezi.tables import records
from gezi.tables.transaction import Tx
from support.shop import Shop


def make(tx: Tx, *names: str) -> None:
    for name in names:
        records.create(tx, "customers", [{"name": name}])


def state(tx: Tx) -> Any:
    return deepcopy((tx.change_set, tx.told, tx.touched))


def test_what_is_refused_leaves_the_batch_as_it_was_and_what_is_done_goes_on_with_it(shop: Shop) -> None:
    with shop.write() as tx:
        make(tx, "甲")
        before = state(tx)
        with pytest.raises(Refusal), tx.attempt():
            make(tx, "乙", "")
        assert state(tx) == before
        with tx.attempt():
            make(tx, "丙")
        table = tx.catalogue.table("customers").id
        assert (tx.change_set, len(tx.told[table])) == (before[0], 2)
    assert [record.values["name"] for record in shop.list("customers").records] == ["甲", "丙"]


def test_a_refused_attempt_at_the_beginning_leaves_no_batch(shop: Shop) -> None:
    with shop.write() as tx:
        with pytest.raises(Refusal), tx.attempt():
            make(tx, "甲", "")
        assert state(tx) == (None, {}, {})

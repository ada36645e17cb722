"""Random questions to one filled market: both databases and the model find the same rows, in the same order, with the same
figures (reliability: engine equivalence)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from support.databases import Cluster
from support.market import drawing, ledger, pair
from support.market.drawing import DAYS, MONEY, NAMES, NOTES, NUMBERS, PERCENTS
from support.market.trader import VISIBLE, Trader
from support.patience import batches

WORDS = (None, None, "华", "用户", "abc", "50%", "a_b", "DD-", "说明 用", "重庆 百货", "ＡＢ", "%", "x" * 250)


@pytest.fixture
def trader(run_folder: Path, tmp_path: Path, cluster: Cluster) -> Iterator[Trader]:
    with pair.opened(pair.masters(run_folder, cluster), tmp_path) as both:
        made = Trader(both, ledger.market(pair.START.date()))
        fill(made)
        yield made


def fill(trader: Trader) -> None:
    """Many ties, empties and boundary values; half of it by somebody with few rights."""
    chance = random.Random(20261128)

    def one(*values: Any) -> Any:
        return chance.choice((None, *values))

    customers = [
        {"name": f"{chance.choice(NAMES)} {place // 2 if place % 2 else place}" + " " * (place % 3) + "甲乙"[place % 2],
         "region": "west" if place % 4 == 0 else one("west", "east", "north"), "note": chance.choice(NOTES),
         "tags": sorted(chance.sample(("vip", "new", "old"), chance.randint(0, 3))), "credit": one(*MONEY),
         "vip": chance.random() < 0.4}
        for place in range(60)
    ]  # fmt: skip
    ids = write(trader, "ann", "customers", customers)
    orders = [
        {"customer": one(*ids), "status": chance.choice(("draft", "approved", None)), "signed_on": one(*DAYS),
         "friends": sorted(chance.sample(ids, chance.randint(0, 3)))}
        for _ in range(70)
    ]  # fmt: skip
    mine = write(trader, "ann", "orders", orders)
    mine += write(trader, "cli", "orders", [{"status": chance.choice(("draft", "approved"))} for _ in range(10)])
    lines = [
        {"order": chance.choice(mine), "price": one(*MONEY), "quantity": one(*NUMBERS), "discount": one(*PERCENTS)}
        for _ in range(120)
    ]  # fmt: skip
    write(trader, "ann", "order_lines", lines)
    for table in trader.ledger.sheets:
        trader.resync(table)
    trader.everything(surely=True)


def write(trader: Trader, who: str, table: str, rows: list[dict[str, Any]]) -> list[int]:
    body = {"records": [{"values": row} for row in rows]}
    answer = trader.pair.post(who, f"/tables/{table}/records", body)
    assert answer.status == 201, answer.json
    return [record["id"] for record in answer.json["records"]]


def ask(trader: Trader, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(tuple(trader.ledger.sheets)))
    who = data.draw(st.sampled_from(("ann", "ann", *(name for name in VISIBLE if table in VISIBLE[name]))))
    columns = list(trader.sheet(table).columns.values())
    if who != "ann":
        hidden = ("credit", "title", "region")
        columns = [c for c in columns if c.type not in ("relation", "relations") and c.name not in hidden]
    condition = drawing.condition(data, trader.ledger, table, columns)
    if who == "ann" and data.draw(st.integers(0, 3)) == 0:
        groups = [c for c in columns if c.type in ("option", "relation", "date", "checkbox", "number", "money", "text")]
        column = data.draw(st.sampled_from([c for c in columns if c.numeric]))
        trader.figure(table, condition, column, data.draw(st.none() | st.sampled_from(groups)))
        return
    limit, offset = data.draw(st.integers(20, 90)), data.draw(st.integers(0, 30))
    trader.list(who, table, condition, drawing.order(data, columns), limit, offset)
    word = data.draw(st.sampled_from(WORDS))
    if word:
        trader.pair.get(who, f"/tables/{table}/records", q=word, limit=100, count="true")


def test_both_databases_and_the_model_find_the_same(trader: Trader) -> None:
    @settings(max_examples=250)
    @given(st.data())
    def law(data: st.DataObject) -> None:
        ask(trader, data)

    law()


@pytest.mark.proof
def test_both_databases_and_the_model_find_the_same_for_a_long_time(
    trader: Trader, pytestconfig: pytest.Config
) -> None:
    for start in batches(pytestconfig):

        @settings(max_examples=100)
        @seed(start)
        @given(st.data())
        def law(data: st.DataObject) -> None:
            ask(trader, data)

        law()


def test_the_model_rounds_as_the_conventions_say() -> None:
    assert drawing.rounded("-0.005", 2) == Decimal("-0.01")
    assert drawing.rounded("2.345", 2) == Decimal("2.35")

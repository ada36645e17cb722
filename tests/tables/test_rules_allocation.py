"""Sharing an amount out to the last cent: the function by its laws and vectors (C3), and the rule that keeps shares (E6)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gezi.core.context import Source
from gezi.tables import records, schema
from gezi.tables.changes import undo
from gezi.tables.computed import check
from gezi.tables.records import RowUpdate
from gezi.tables.rules import stored
from gezi.tables.rules.sharing import allocate
from gezi.tables.schema import FieldDraft, TableDraft
from support.ruling import refused, rule
from support.shop import MONEY, Shop, named

VECTORS = [
    ("100.01", ["33.33", "33.33", "33.34"], ["33.33", "33.33", "33.35"]),
    ("0.05", ["50", "50"], ["0.03", "0.02"]),
    ("1000", ["1", "1", "1"], ["333.34", "333.33", "333.33"]),
    ("-100.01", ["33.33", "33.33", "33.34"], ["-33.33", "-33.33", "-33.35"]),
    ("1000", ["1"] * 12, ["83.34"] * 4 + ["83.33"] * 8),  # S57
    ("100", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),  # S16
    ("1000.00", ["40", "10", "10", "40"], ["400", "100", "100", "400"]),  # S25
    ("0", ["0", "0"], ["0", "0"]),
    ("10", ["0", "5"], ["0", "10"]),
    ("0.01", ["1", "2"], ["0", "0.01"]),
    ("1", [], None),
    ("1", ["0"], None),
    ("1", ["1", "-1"], None),
    ("0.001", ["1"], None),
]


@pytest.mark.parametrize(("total", "weights", "shares"), VECTORS)
def test_the_vectors_of_c3(total: str, weights: list[str], shares: list[str] | None) -> None:
    parts = [Decimal(weight) for weight in weights]
    if shares is None:
        with pytest.raises(ValueError, match=r"."):
            allocate(Decimal(total), parts)
    else:
        assert allocate(Decimal(total), parts) == [Decimal(share) for share in shares]


def test_shares_are_counted_in_units_of_the_scale() -> None:
    assert allocate(Decimal(10), [1, 1, 1], 0) == [Decimal(4), Decimal(3), Decimal(3)]
    assert allocate(Decimal("0.001"), [1, 1], 3) == [Decimal("0.001"), Decimal(0)]


cents = st.integers(-(10**14), 10**14).map(lambda units: Decimal(units).scaleb(-2))
weight = st.decimals(min_value=0, max_value=10**9, places=4)
weights = st.lists(weight, min_size=1, max_size=12).filter(lambda parts: sum(parts) > 0)


@given(total=cents, parts=weights)
def test_shares_add_up_and_are_cents(total: Decimal, parts: list[Decimal]) -> None:
    shares = allocate(total, parts)
    assert sum(shares) == total
    assert all(share == share.quantize(Decimal("0.01")) for share in shares)


@given(total=cents, parts=weights)
def test_a_negative_total_mirrors_the_positive_one(total: Decimal, parts: list[Decimal]) -> None:
    assert allocate(-total, parts) == [-share for share in allocate(total, parts)]


@given(total=cents, parts=weights)
def test_each_share_is_within_a_cent_of_its_exact_part(total: Decimal, parts: list[Decimal]) -> None:
    whole = sum(parts)
    for share, part in zip(allocate(total, parts), parts, strict=True):
        top, bottom = (total * part).as_integer_ratio()
        low, high = (share - Decimal("0.01")), (share + Decimal("0.01"))
        exact = (top * whole.as_integer_ratio()[1], bottom * whole.as_integer_ratio()[0])
        assert low * exact[1] <= exact[0] <= high * exact[1]


@given(total=cents.map(abs), parts=weights)
def test_a_larger_weight_never_gets_less(total: Decimal, parts: list[Decimal]) -> None:
    shares = allocate(total, sorted(parts))
    pairs = zip(pairwise(sorted(parts)), pairwise(shares), strict=True)
    assert all(first <= second for (light, heavy), (first, second) in pairs if light < heavy)


@given(total=cents, parts=weights, factor=st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(total: Decimal, parts: list[Decimal], factor: int) -> None:
    assert allocate(total, parts) == allocate(total, [part * factor for part in parts])


@given(total=cents, part=weight.filter(bool), count=st.integers(1, 9))
def test_of_equal_weights_the_first_get_the_cents_left_over(total: Decimal, part: Decimal, count: int) -> None:
    shares = allocate(total, [part] * count)
    assert sorted(map(abs, shares), reverse=True) == [abs(share) for share in shares]


SHARES = {"key": "shares", "parent": "order", "field": "share", "of": "agreed", "weight": "percent"}


@pytest.fixture
def splits(shop: Shop) -> Shop:
    """Orders whose agreed amount is split between people by percent, with the sum of the shares rolled up again."""
    with shop.write(Source.TEMPLATE) as tx:
        schema.create_tables(tx, [TableDraft("splits", named("分成"))])
        order = {"table": "orders"}
        result = {"path": ["splits.order"], "aggregate": "sum", "field": "double", "result": MONEY}
        schema.create_fields(
            tx,
            [
                ("orders", FieldDraft("agreed", "money", named("金额"))),
                ("splits", FieldDraft("order", "relation", named("订单"), options=order, required=True)),
                ("splits", FieldDraft("percent", "percent", named("比例"))),
                ("splits", FieldDraft("share", "money", named("分成金额"))),
            ],
        )
        schema.set_primary(tx, {"splits": "percent"}, {"splits": "order"})
        double = {"formula": "share * 2", "result": MONEY}
        schema.create_fields(tx, [("splits", FieldDraft("double", "formula", named("双倍"), options=double))])
        lines = {"table": "splits", "field": "order"}
        schema.create_fields(
            tx,
            [
                ("orders", FieldDraft("shared", "rollup", named("合计"), options=result)),
                ("orders", FieldDraft("splits", "subtable", named("分成"), options=lines)),
            ],
        )
    rule(shop, "splits", allocations=[SHARES])
    return shop


def split(*percents: Any) -> list[dict[str, Any]]:
    return [{"values": {"percent": percent}} for percent in percents]


def shares(shop: Shop, order: int) -> list[Any]:
    return [line["values"]["share"] for line in shop.get("orders", order)["splits"]]


def test_shares_follow_the_weights_and_the_amount(splits: Shop) -> None:
    written = splits.create("orders", {"agreed": "100.01", "splits": split("33.33", "33.33", "33.34")})
    order = written.ids[0]
    assert shares(splits, order) == ["33.33", "33.33", "33.35"]
    assert written.records[0].values["shared"] == "200.02"  # what is computed from shares follows
    splits.update("orders", order, {"agreed": "-100.01"})
    assert shares(splits, order) == ["-33.33", "-33.33", "-33.35"]
    lines = [line["id"] for line in splits.get("orders", order)["splits"]]
    splits.delete("splits", lines[0])
    assert shares(splits, order) == ["-50.00", "-50.01"]  # 100.01 × 33.33 / 66.67 = 49.9975
    touched = splits.update("splits", lines[1], {"percent": 0}).touched
    assert [(table, record.id, record.values["share"]) for table, record in touched if table == "splits"] == [
        ("splits", lines[2], "-100.01")
    ]
    assert shares(splits, order) == ["0.00", "-100.01"]


def test_where_there_is_nothing_to_share_or_nobody_to_share_with_shares_are_empty(splits: Shop) -> None:
    order = splits.create("orders", {"agreed": "10", "splits": split(None, 0)}).ids[0]
    assert shares(splits, order) == [None, None]
    splits.create("splits", {"order": order, "percent": 20})
    assert shares(splits, order) == ["0.00", "0.00", "10.00"]
    splits.update("orders", order, {"agreed": None})
    assert shares(splits, order) == [None, None, None]


def test_a_share_is_not_written_by_hand(splits: Shop) -> None:
    order = splits.create("orders", {"agreed": "10", "splits": split(50, 50)}).ids[0]
    line = splits.get("orders", order)["splits"][0]["id"]
    assert refused(lambda: splits.update("splits", line, {"share": 6})) == [(0, "share", "field.read_only")]
    splits.update("splits", line, {"share": 5, "percent": 60})
    with splits.write(Source.UNDO) as tx:
        records.update(tx, "splits", [RowUpdate(line, {"share": 9, "percent": 50})])
    assert shares(splits, order) == ["5.00", "5.00"]


def test_a_share_moves_no_version(splits: Shop) -> None:
    order = splits.create("orders", {"agreed": "10", "splits": split(50, 50)}).ids[0]
    splits.update("orders", order, {"agreed": 20})
    assert [line["version"] for line in splits.get("orders", order)["splits"]] == [1, 1]


def test_rows_that_come_back_share_again(splits: Shop) -> None:
    order = splits.create("orders", {"agreed": "100", "splits": split(1, 1, 1)}).ids[0]
    first = splits.get("orders", order)["splits"][0]["id"]
    batch = splits.delete("splits", first).batch
    splits.update("orders", order, {"agreed": "1000"})
    assert shares(splits, order) == ["500.00", "500.00"]
    with splits.write() as tx:
        assert batch is not None
        assert undo.undo(tx, batch).kept == ()
    assert shares(splits, order) == ["333.34", "333.33", "333.33"]


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(("amount", "weight", "add", "move", "drop")),
        st.integers(0, 5),
        st.sampled_from(("100.01", "0.05", "-0.01", "1000", "0", None)),
        st.sampled_from(("33.33", "33.34", "50", "0", "12.5", None)),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_whatever_is_written_the_shares_of_every_order_are_its_amount_shared_out(
    splits: Shop, actions: list[tuple[str, int, str | None, str | None]]
) -> None:
    orders = splits.create("orders", {"agreed": "10"}, {"agreed": "100.01"}).ids
    below: dict[int, dict[int, str | None]] = {order: {} for order in orders}
    agreed: dict[int, str | None] = {orders[0]: "10", orders[1]: "100.01"}
    for what, pick, amount, percent in actions:
        order = orders[pick % 2]
        line = sorted(below[order])[pick % len(below[order])] if below[order] else None
        if what == "amount":
            splits.update("orders", order, {"agreed": amount})
            agreed[order] = amount
        elif what == "add" or line is None:
            made = splits.create("splits", {"order": order, "percent": percent}, {"order": order, "percent": "50"}).ids
            below[order] |= dict(zip(made, (percent, "50"), strict=True))
        elif what == "weight":
            splits.update("splits", line, {"percent": percent})
            below[order][line] = percent
        elif what == "move":
            other = orders[1 - pick % 2]
            splits.update("splits", line, {"order": other})
            below[other][line] = below[order].pop(line)
        else:
            splits.delete("splits", line)
            del below[order][line]
        for each in orders:
            rows = sorted(below[each])
            whole, parts = agreed[each], [Decimal(below[each][row] or 0) for row in rows]
            if whole is None or not sum(parts):
                assert shares(splits, each) == [None] * len(rows)
            else:
                assert [Decimal(share) for share in shares(splits, each)] == allocate(Decimal(whole), parts)
    with splits.read() as tx:
        assert [str(finding) for finding in check.run(tx)] == []


def test_an_allocation_is_written_by_key_as_it_came(splits: Shop) -> None:
    with splits.read() as tx:
        assert stored.written(tx, tx.table("splits")) == {"allocations": [SHARES]}

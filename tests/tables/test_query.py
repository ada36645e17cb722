"""Lists: filter, search, order and pages, the same on both databases."""

from __future__ import annotations

import pytest

from gezi.core.errors import Kind, Refusal
from gezi.tables.queries import aggregate, candidates
from gezi.tables.queries.aggregate import Aggregation
from support.shop import Shop


def test_chinese_names_are_ordered_by_pinyin_and_empty_ones_come_last(shop: Shop) -> None:
    names = ["张三", "alice", "李四", "Bob", "阿明", "重庆"]
    shop.create("customers", *({"name": name} for name in names))
    # Latin before Chinese, Chinese by pinyin: a-ming, chong-qing, li-si, zhang-san
    assert shop.column("customers", "name", sort="name") == ["alice", "Bob", "阿明", "重庆", "李四", "张三"]
    shop.create("orders", {"signed_on": None}, {"signed_on": "2026-01-02"}, {"signed_on": "2026-01-01"})
    assert shop.column("orders", "signed_on", sort="signed_on") == ["2026-01-01", "2026-01-02", None]
    assert shop.column("orders", "signed_on", sort="-signed_on") == ["2026-01-02", "2026-01-01", None]


def test_pages_by_cursor_are_whole_and_overlap_nowhere(shop: Shop) -> None:
    shop.create("orders", *({"signed_on": f"2026-01-0{1 + n % 3}" if n % 4 else None} for n in range(23)))
    seen: list[int] = []
    cursor = None
    while True:
        page = shop.list("orders", sort="-signed_on", limit=5, cursor=cursor, count=True)
        seen += [record.id for record in page.records]
        assert page.count == 23
        cursor = page.next
        if cursor is None:
            break
    assert seen == [record.id for record in shop.list("orders", sort="-signed_on").records]
    assert len(set(seen)) == 23


def test_a_cursor_of_another_query_or_one_changed_by_a_bit_is_refused(shop: Shop) -> None:
    shop.create("orders", {}, {}, {})
    cursor = shop.list("orders", limit=1).next
    assert cursor
    broken = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    for asked in ({"sort": "-id" if False else "number", "cursor": cursor}, {"cursor": broken}, {"cursor": "x"}):
        with pytest.raises(Refusal) as refusal:
            shop.list("orders", limit=1, **asked)
        assert refusal.value.kind is Kind.MALFORMED


@pytest.mark.parametrize("limit", [0, -1, 1001, 10**9])
def test_limits_outside_their_range_are_refused(shop: Shop, limit: int) -> None:
    with pytest.raises(Refusal):
        shop.list("orders", limit=limit)


@pytest.mark.parametrize("sort", ["nothing", "name;drop table x", "__class__", "name,name", "--name", "lines"])
def test_only_fields_can_be_sorted_by(shop: Shop, sort: str) -> None:
    with pytest.raises(Refusal) as refusal:
        shop.list("customers" if sort != "lines" else "orders", sort=sort)
    assert refusal.value.kind is Kind.MALFORMED


def test_search_finds_chinese_inside_a_text_and_related_numbers(shop: Shop) -> None:
    shop.create("customers", {"name": "深圳市用户体验公司"}, {"name": "ABC 集团"})
    assert shop.column("customers", "name", q="用户") == ["深圳市用户体验公司"]
    assert shop.column("customers", "name", q="ａｂｃ") == ["ABC 集团"]
    assert shop.column("customers", "name", q="%") == []


def test_filters_follow_relations_and_look_ups(shop: Shop) -> None:
    a, b = shop.create("customers", {"name": "甲", "region": "west"}, {"name": "乙", "region": "east"}).ids
    orders = shop.create("orders", {"customer": a}, {"customer": b}, {}).ids
    shop.create("order_lines", *({"order": order} for order in orders))
    west = {"field": "customer.region", "op": "=", "value": "west"}
    assert len(shop.list("orders", filter=west).records) == 1
    assert len(shop.list("order_lines", filter=west).records) == 1
    assert len(shop.list("order_lines", filter={"field": "customer", "op": "=", "value": b}).records) == 1
    assert len(shop.list("orders", filter={"field": "customer", "op": "empty"}).records) == 1


def test_links_are_filtered_by_what_they_hold(shop: Shop) -> None:
    a, b = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    shop.create("orders", {"friends": [a, b]}, {"friends": [b]}, {})
    assert [len(shop.list("orders", filter=f).records) for f in (
        {"field": "friends", "op": "contains", "value": a},
        {"field": "friends", "op": "contains", "value": b},
        {"field": "friends", "op": "empty"},
        {"field": "lines", "op": "empty"},
    )] == [1, 2, 1, 3]  # fmt: skip


def test_an_unknown_field_in_a_filter_is_refused_with_its_name(shop: Shop) -> None:
    with pytest.raises(Refusal):
        shop.list("customers", filter={"field": "salary", "op": ">=", "value": 5000})


def test_aggregates_by_group_month_and_relation(shop: Shop) -> None:
    a, b = shop.create("customers", {"name": "甲"}, {"name": "乙"}).ids
    for customer, day, price in ((a, "2026-01-31", "10"), (a, "2026-02-01", "20"), (b, "2026-02-28", "5.5")):
        shop.create("orders", {"customer": customer, "signed_on": day, "lines": [{"values": {"price": price}}]})
    with shop.read() as tx:
        rows = aggregate.aggregate(
            tx,
            "orders",
            Aggregation(
                [{"field": "signed_on", "bucket": "month"}], [{"op": "count"}, {"op": "sum", "field": "total"}]
            ),
        )
        assert [(row["group"]["signed_on"], row["values"]) for row in rows] == [
            ("2026-01", {"count": 1, "sum_total": "10.00"}),
            ("2026-02", {"count": 2, "sum_total": "25.50"}),
        ]
        rows = aggregate.aggregate(
            tx, "orders", Aggregation(["customer"], [{"op": "sum", "field": "total"}], sort="-sum_total")
        )
        assert [(row["labels"]["customer"], row["values"]["sum_total"]) for row in rows] == [
            ("甲", "30.00"),
            ("乙", "5.50"),
        ]
        few = Aggregation(["customer", "signed_on"], [{"op": "sum", "field": "total"}], limit=2, sort="sum_total")
        found, left = aggregate.first(tx, "orders", few)
        assert ([row["values"]["sum_total"] for row in found], left) == (["5.50", "10.00"], 1)
        whole = aggregate.aggregate(tx, "orders", Aggregation(measures=[{"op": "avg", "field": "total"}]))
        assert whole[0]["values"]["avg_total"] == "11.833333"
        with pytest.raises(Refusal):
            aggregate.aggregate(
                tx, "orders", Aggregation(measures=[{"op": "if(1=2,sleep(1)) and sum", "field": "total"}])
            )


def test_candidates_are_found_by_name(shop: Shop) -> None:
    shop.create("customers", {"name": "华为技术"}, {"name": "腾讯"})
    with shop.read() as tx:
        assert [c["label"] for c in candidates.candidates(tx, "orders", "customer", "华")] == ["华为技术"]

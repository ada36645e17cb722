"""Dashboards: what each kind of card shows, worked out by hand, and for whom. On both databases; today is 2026-11-22."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from gezi.core.context import Source
from gezi.core.errors import Kind, Refusal
from gezi.reports import dashboards
from gezi.tables import config, schema, views
from gezi.tables.queries.aggregate import Aggregation, aggregate
from gezi.tables.schema import FieldDraft
from gezi.tables.views import ViewDraft
from support.desk import Desk
from support.shop import MONEY, named

APPROVED = {"field": "status", "op": "=", "value": "approved"}
TOTAL = [{"op": "sum", "field": "total"}]


def dated(value: Any, op: str = "=") -> dict[str, Any]:
    return {"and": [APPROVED, {"field": "signed_on", "op": op, "value": value}]}


def card(type: str, table: str = "orders", **more: Any) -> dict[str, Any]:
    return {"key": "card", "label": named("卡片"), "type": type, "width": 2, "table": table, **more}


def put(desk: Desk, *cards: dict[str, Any], **more: Any) -> None:
    board = {"key": "home", "label": {"zh-CN": "首页", "en": "Home"}, "icon": "dashboard", "cards": list(cards), **more}
    with desk.write(Source.TEMPLATE) as tx:
        config.put(tx, "dashboards", [board])


def shown(desk: Desk, *cards: dict[str, Any], actor: Any = None) -> list[dict[str, Any]]:
    put(desk, *cards)
    with desk.read(*([actor] if actor else [])) as tx:
        return dashboards.data(tx, "home")["cards"]


def only(desk: Desk, one: dict[str, Any], actor: Any = None) -> Any:
    (found,) = shown(desk, one, actor=actor)
    return found["data"]


@pytest.fixture(autouse=True)
def orders(desk: Desk) -> None:
    """(signed on, status, customer, price, quantity): totals 100.50, 20.10, 50.25, 60.30 approved; 1.00 a draft."""
    desk.create("customers", {"name": "华为", "region": "west"}, {"name": "中兴", "region": "east"}, {"name": "小米"})
    for day, status, customer, price, quantity in (
        ("2026-11-01", "approved", 1, "10.05", 10),
        ("2026-11-30", "approved", 2, "10.05", 2),
        ("2026-10-15", "approved", 1, "10.05", 5),
        ("2026-07-01", "approved", 2, "10.05", 6),
        ("2026-11-22", "draft", 3, "1.00", 1),
    ):
        lines = [{"values": {"price": price, "quantity": quantity}}]
        desk.create("orders", {"signed_on": day, "status": status, "customer": customer, "lines": lines})


def test_a_dashboard_has_its_label_and_cards_in_order(desk: Desk) -> None:
    put(desk, card("number", measures=TOTAL), {**card("number", measures=[{"op": "count"}]), "key": "second"})
    with desk.read() as tx:
        assert dashboards.list(tx) == ({"key": "home", "label": "首页", "icon": "dashboard"},)
        found = dashboards.data(tx, "home")
    assert (found["key"], found["label"]) == ("home", "首页")
    first, second = found["cards"]
    assert first == {
        "key": "card", "label": "卡片", "type": "number", "width": 2, "table": "orders", "view": None,
        "format": {"type": "money", "scale": 2}, "data": {"value": "232.15", "previous": None},
    }  # fmt: skip
    assert (second["format"], second["data"]["value"]) == ({"type": "number", "scale": 0}, "5")


def test_a_number_over_a_period_has_the_period_before_beside_it(desk: Desk) -> None:
    month = card("number", measures=TOTAL, filter=dated({"relative": "this_month"}))
    assert only(desk, month) == {"value": "120.60", "previous": "50.25"}
    quarter = card("number", measures=[{"op": "count"}], filter=dated({"relative": "this_quarter"}))
    assert only(desk, quarter) == {"value": "3", "previous": "1"}
    average = card("number", measures=[{"op": "avg", "field": "total"}], filter=dated({"relative": "this_year"}))
    assert only(desk, average) == {"value": "57.787500", "previous": None}
    assert only(desk, card("number", measures=TOTAL, filter=dated("2020-01-01"))) == {"value": "0.00", "previous": None}


def test_a_pivot_card_has_totals_and_the_records_behind_each_figure(desk: Desk) -> None:
    pivot = {
        "rows": [{"field": "customer"}],
        "columns": [{"field": "signed_on", "bucket": "month"}],
        "measures": TOTAL,
    }
    data = only(desk, card("pivot", filter=dated("2026-10-01", ">="), pivot=pivot))
    assert [header["labels"] for header in data["rows"]] == [[], ["华为"], ["中兴"]]
    assert [header["labels"] for header in data["columns"]] == [[], ["2026-10"], ["2026-11"]]
    assert data["cells"] == [
        [["170.85"], ["50.25"], ["120.60"]],
        [["150.75"], ["50.25"], ["100.50"]],
        [["20.10"], None, ["20.10"]],
    ]
    assert data["filter"] == dated("2026-10-01", ">=")
    assert data["columns"][1]["condition"]["value"] == ["2026-10-01", "2026-10-31"]


def test_a_line_has_every_month_of_its_span_with_zero_where_nothing_was(desk: Desk) -> None:
    data = only(
        desk,
        card(
            "line",
            group_by=[{"field": "signed_on", "bucket": "month"}],
            measures=[{"op": "sum", "field": "total"}, {"op": "count"}],
            filter=dated({"relative": "last_n_days", "n": 150}, "between"),  # from 2026-06-25
        ),
    )
    assert [(row["key"], row["label"], row["values"]) for row in data["rows"]] == [
        ("2026-06", "2026-06", ["0.00", "0"]),
        ("2026-07", "2026-07", ["60.30", "1"]),
        ("2026-08", "2026-08", ["0.00", "0"]),
        ("2026-09", "2026-09", ["0.00", "0"]),
        ("2026-10", "2026-10", ["50.25", "1"]),
        ("2026-11", "2026-11", ["100.50", "1"]),  # the order of 2026-11-30 is in the future
    ]
    assert data["series"] == [{"key": "sum_total", "label": "总额"}, {"key": "count", "label": "数量"}]


def test_without_a_span_the_axis_goes_from_the_first_to_the_last_month(desk: Desk) -> None:
    one = card("bar", group_by=[{"field": "signed_on", "bucket": "quarter"}], measures=TOTAL, filter=APPROVED)
    assert [(row["key"], row["values"]) for row in only(desk, one)["rows"]] == [
        ("2026-Q3", ["60.30"]),
        ("2026-Q4", ["170.85"]),
    ]


def test_a_ranking_is_in_order_and_cut_off(desk: Desk) -> None:
    one = card("ranking", group_by=["customer"], measures=TOTAL, filter=APPROVED, sort="-sum_total", limit=1)
    assert only(desk, one)["rows"] == [{"key": "1", "label": "华为", "values": ["150.75"]}]
    pie = card("pie", "customers", group_by=["region"], measures=[{"op": "count"}], sort="-count")
    assert sorted((row["key"] or "", row["label"], row["values"]) for row in only(desk, pie)["rows"]) == [
        ("", "", ["1"]),
        ("east", "East", ["1"]),
        ("west", "West", ["1"]),
    ]


def test_a_funnel_goes_through_the_stages_in_their_order_empty_ones_too(desk: Desk) -> None:
    desk.create("samples", {"code": "a", "state": "shut", "price": "5"}, {"code": "b", "state": "shut", "price": "6"})
    measures = [{"op": "count"}, {"op": "sum", "field": "price"}]
    (found,) = shown(desk, card("funnel", "samples", group_by=["state"], measures=measures))
    assert found["format"] == {"type": "money", "scale": 2}  # of the second series; the first merely counts
    assert found["data"]["rows"] == [
        {"key": "open", "label": "Open", "values": ["0", "0.00"]},
        {"key": "shut", "label": "Shut", "values": ["2", "11.00"]},
    ]
    for filter in ({"field": "state", "op": "!=", "value": "open"}, {"field": "state", "op": "in", "value": ["shut"]}):
        one = card("funnel", "samples", group_by=["state"], measures=measures, filter=filter)
        assert [row["key"] for row in only(desk, one)["rows"]] == ["shut"]


def test_two_groups_make_rows_and_series(desk: Desk) -> None:
    autumn = {"field": "signed_on", "op": ">=", "value": "2026-10-01"}
    groups = [{"field": "signed_on", "bucket": "month"}, "status"]
    one = card("bar", group_by=groups, measures=TOTAL, filter=autumn)
    data = only(desk, one)
    assert data["series"] == [{"key": "draft", "label": "Draft"}, {"key": "approved", "label": "Approved"}]
    assert [(row["key"], row["values"]) for row in data["rows"]] == [
        ("2026-10", ["0.00", "50.25"]),
        ("2026-11", ["1.00", "120.60"]),
    ]


def test_a_list_shows_the_first_rows_with_count_and_sums_of_all(desk: Desk) -> None:
    one = card("list", columns=["number", "customer", "total"], filter=APPROVED, sort="-total", limit=2, sum=["total"])
    data = only(desk, one)
    assert [column["key"] for column in data["columns"]] == ["number", "customer", "total"]
    assert [record["values"]["total"] for record in data["records"]] == ["100.50", "60.30"]
    assert (data["count"], data["sum"]) == (4, {"total": "231.15"})


def test_a_card_takes_the_filter_of_its_view(desk: Desk) -> None:
    draft = ViewDraft(
        "drafts", named("草稿"), fields=["number"], filter={"field": "status", "op": "=", "value": "draft"}
    )
    with desk.write(Source.TEMPLATE) as tx:
        views.create(tx, [("orders", draft)])
    (found,) = shown(desk, card("list", columns=["number"], view="drafts"))
    assert (found["view"], found["data"]["count"]) == ("drafts", 1)
    (gone,) = shown(desk, card("list", columns=["number"], view="removed"))
    assert (gone["view"], gone["data"]["count"]) == (None, 5)


def test_every_viewer_sees_only_their_own_rows_fields_and_cards(desk: Desk) -> None:
    west = {"field": "customer.region", "op": "=", "value": "west"}
    seller = desk.colleague("销售", {"orders": ("view", west)}, hidden={"orders": "status"})
    cards = [
        card("number", measures=TOTAL),
        card("number", measures=TOTAL, filter=APPROVED),  # asks by a hidden field
        card("list", columns=["number", "status", "total"], sum=["total"]),
        card("pie", group_by=["status"], measures=[{"op": "count"}]),  # is about a hidden field
        card("number", "customers", measures=[{"op": "count"}]),  # a table that is not theirs
    ]
    number, rows = shown(desk, *cards, actor=seller)
    assert number["data"]["value"] == "150.75"
    assert [column["key"] for column in rows["data"]["columns"]] == ["number", "total"]
    assert (rows["data"]["count"], rows["data"]["sum"]) == (2, {"total": "150.75"})


def test_a_dashboard_without_a_card_for_the_caller_is_not_there(desk: Desk) -> None:
    put(desk, card("number", "customers", measures=[{"op": "count"}]))
    seller = desk.colleague("销售", {"orders": "view"})
    with desk.read(seller) as tx:
        assert dashboards.list(tx) == ()
        for key in ("home", "nothing"):
            with pytest.raises(Refusal) as refusal:
                dashboards.data(tx, key)
            assert refusal.value.kind is Kind.NOT_FOUND


def test_a_card_that_no_longer_fits_its_table_leaves_the_others_alone(desk: Desk) -> None:
    broken = card("number", measures=[{"op": "sum", "field": "number"}])
    missing = card("bar", group_by=["gone"], measures=TOTAL)
    assert [one["data"] for one in shown(desk, broken, card("number", measures=TOTAL), missing)] == [
        {"value": "232.15", "previous": None}
    ]


def test_a_dashboard_costs_a_few_queries_however_many_rows_there_are(desk: Desk) -> None:
    cards = [
        card("number", measures=TOTAL),
        card("ranking", group_by=["customer"], measures=TOTAL, sort="-sum_total"),
        card("list", columns=["number", "customer", "total"], sum=["total"]),
    ]
    put(desk, *cards)

    def statements() -> int:
        count = 0

        def note(*_args: Any) -> None:
            nonlocal count
            count += 1

        with desk.read() as tx:
            engine: sa.Engine = tx.connection.engine
            event.listen(engine, "before_cursor_execute", note)
            dashboards.data(tx, "home")
            event.remove(engine, "before_cursor_execute", note)
        return count

    before = statements()
    desk.create("orders", *[{"customer": 1 + n % 3} for n in range(100)])
    assert statements() == before <= 8


def test_values_that_are_errors_are_left_out_and_counted(desk: Desk) -> None:
    """Of 100.50, 20.10, 50.25, 60.30 and 1.00 two have no value here: 211.05 remain."""
    options = {"formula": "if(total < 50, sqrt(-1), total)", "result": MONEY}
    with desk.write(Source.TEMPLATE) as tx:
        schema.create_fields(tx, [("orders", FieldDraft("large", "formula", named("大额"), options=options))])
    large = [{"op": op, "field": "large"} for op in ("sum", "min", "count")]
    asked = Aggregation(group_by=[{"field": "signed_on", "bucket": "month"}], measures=[*large, {"op": "count"}])
    with desk.read() as tx:
        whole = aggregate(tx, "orders", Aggregation(measures=large))
        months = aggregate(tx, "orders", asked)
    errors = {"sum_large": 2, "min_large": 2, "count_large": 2}
    assert whole == [
        {
            "group": {},
            "labels": {},
            "values": {"sum_large": "211.05", "min_large": "50.25", "count_large": 3},
            "errors": errors,
        }
    ]
    assert [(row["group"]["signed_on"], row["values"]["sum_large"], row.get("errors")) for row in months] == [
        ("2026-07", "60.30", None),
        ("2026-10", "50.25", None),
        ("2026-11", "100.50", errors),
    ]
    first = large[:1]
    assert only(desk, card("number", measures=first)) == {"value": "211.05", "previous": None, "errors": 2}
    chart = only(desk, card("bar", group_by=["status"], measures=first))
    assert ([row["values"] for row in chart["rows"]], chart["errors"]) == ([["0.00"], ["211.05"]], 2)
    pivot = only(desk, card("pivot", pivot={"rows": ["status"], "measures": first}))
    names = ["/".join(row["labels"]) for row in pivot["rows"]]
    left_out = {names[each["row"]]: each["values"]["sum_large"] for each in pivot["left_out"]}
    assert (left_out, {each["column"] for each in pivot["left_out"]}) == ({"": 2, "Draft": 1, "Approved": 1}, {0})
    crossed = only(desk, card("bar", group_by=["status", "customer"], measures=first))
    assert crossed["errors"] == 2
    assert "errors" not in only(desk, card("bar", group_by=["status"], measures=TOTAL))

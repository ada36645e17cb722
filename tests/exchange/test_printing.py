"""Lists, records and pivots on paper: what is on the page, for whom, and that nothing on it runs (S61)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Refusal
from gezi.exchange.printing import pivot, record, rows
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.reports.pivots import Pivot
from gezi.tables import views
from gezi.tables.queries.query import Query
from gezi.tables.views import ViewDraft
from support.desk import Desk

MONTH = {"field": "signed_on", "bucket": "month", "descending": True}
SUM = [{"op": "sum", "field": "total"}]


@pytest.fixture(autouse=True)
def orders(desk: Desk) -> None:
    """100.50 and 50.25 of <west>, 1020.10 of east, in October and November."""
    desk.create("customers", {"name": "<west>", "region": "west"}, {"name": "east", "region": "east"})
    for day, customer, price in (("2026-10-15", 1, "100.50"), ("2026-11-01", 1, "50.25"), ("2026-11-30", 2, "1020.10")):
        desk.create("orders", {"signed_on": day, "customer": customer, "lines": [{"values": {"price": price}}]})


def printed(desk: Desk, table: str = "orders", actor: Actor = SYSTEM, **asked: Any) -> str:
    more = {name: asked.pop(name) for name in ("groups", "footer", "title", "orientation") if name in asked}
    with desk.read(actor) as tx:
        return rows.rows(tx, table, rows.Request(Query(**asked), **more)).html


def lines(html: str) -> list[list[str]]:
    """The lines of the tables on a page, cell by cell."""
    return [
        [unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        for line in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    ]


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.message.code for problem in refusal.value.problems]


def test_a_list_has_its_groups_with_subtotals_and_its_total_last(desk: Desk) -> None:
    html = printed(desk, fields=["signed_on", "customer", "total"], sort="-total", groups=[MONTH], footer=SUM)
    assert lines(html) == [
        ["#", "日期", "客户", "总额"],
        ["日期：2026-11 共 2 条"],
        ["1", "2026-11-30", "east", "1,020.10"],
        ["2", "2026-11-01", "<west>", "50.25"],
        ["2026-11 小计", "1,070.35"],
        ["日期：2026-10 共 1 条"],
        ["3", "2026-10-15", "<west>", "100.50"],
        ["2026-10 小计", "100.50"],
        ["合计", "1,170.85"],
    ]
    assert "<west>" not in html
    assert "排序</b> 总额 ↓" in html


def test_groups_on_two_levels_stand_inside_each_other(desk: Desk) -> None:
    html = printed(desk, fields=["total"], groups=[{"field": "customer"}, MONTH], footer=SUM)
    assert [line[0] for line in lines(html) if len(line) == 1] == [
        "客户：<west> 共 2 条", "日期：2026-11 共 1 条", "日期：2026-10 共 1 条",
        "客户：east 共 1 条", "日期：2026-11 共 1 条",
    ]  # fmt: skip
    assert [line for line in lines(html) if line[0] == "<west> 小计"] == [["<west> 小计", "150.75"]]


def test_a_view_gives_its_rows_fields_groups_and_footer_and_says_so(desk: Desk) -> None:
    draft = ViewDraft(
        "west",
        {"zh-CN": "西区", "en": "West"},
        fields=["customer", "total"],
        filter={"field": "customer.region", "op": "=", "value": "west"},
        settings={"group": [{"field": "customer"}], "footer": {"total": "avg"}},
    )
    with desk.write() as tx:
        views.create(tx, [("orders", draft)])
    html = printed(desk, view="west")
    assert lines(html)[1:] == [
        ["客户：<west> 共 2 条"],
        ["1", "<west>", "100.50"],
        ["2", "<west>", "50.25"],
        ["<west> 小计", "平均 75.38"],
        ["合计", "平均 75.38"],
    ]
    assert "<span>西区</span>" in html
    assert "筛选</b> 客户的区域 是 West" in html


def test_only_what_may_be_printed_is_on_a_page(desk: Desk) -> None:
    """Of orders that are all in sight, those of the west may be printed, by somebody who may not know what the west is."""
    west = {"field": "customer.region", "op": "=", "value": "west"}
    others = {"customers": "view", "order_lines": "view"}
    with pytest.raises(Refusal) as refusal:
        printed(desk, actor=desk.colleague("looks", {"orders": "view export", **others}))
    assert codes(refusal) == ["permission.no_print"]
    clerk = desk.colleague("clerk", {"orders": ("print", west), **others}, hidden={"customers": "region"})
    with desk.write() as tx:
        group = roles.find(tx.connection, *clerk.roles)
        assert group is not None
        grants.allow(tx.connection, group.id, tx.catalogue.table("orders").id, {Action.VIEW})
        tx.reload()
    assert lines(printed(desk, actor=clerk, fields=["customer", "total"], footer=SUM))[1:] == [
        ["1", "<west>", "100.50"], ["2", "<west>", "50.25"], ["合计", "150.75"],
    ]  # fmt: skip
    with desk.read(clerk) as tx:
        assert lines(pivot.pivot(tx, "orders", Pivot(rows=["customer"], measures=SUM), "按客户").html) == [
            ["客户", "总额"], ["<west>", "150.75"], ["合计", "150.75"],
        ]  # fmt: skip
        page = record.record(tx, "orders", 1).html
        assert "<dd>100.50</dd>" in page
        assert lines(page) == []  # its lines may be seen and not printed
        for attempt, code in (
            (lambda: record.record(tx, "orders", 3), "print.not_allowed"),
            (lambda: rows.rows(tx, "orders", rows.Request(Query(filter=west))), "condition.unknown_field"),
        ):
            with pytest.raises(Refusal) as refusal:
                attempt()
            assert codes(refusal) == [code]
    with desk.read() as tx:
        assert "100.50" in lines(record.record(tx, "orders", 1).html)[1]

"""Pivots as files: titles, figures as they are shown, totals, and no more than the caller may export (S64)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Kind, Refusal
from gezi.exchange import pivots
from gezi.fields.conditions import Test as Cell
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.reports.pivots import Pivot
from support.desk import Desk
from support.shop import named
from support.workbooks import opened

MONTH = {"field": "signed_on", "bucket": "month"}
MEASURES = ({"op": "count"}, {"op": "sum", "field": "total"}, {"op": "avg", "field": "total"})


@pytest.fixture(autouse=True)
def orders(desk: Desk) -> None:
    """100.50 and 50.25 of =west, 20.10 of east, in October and November."""
    desk.create("customers", {"name": "=west", "region": "west"}, {"name": "east", "region": "east"})
    for day, customer, price in (("2026-10-15", 1, "100.50"), ("2026-11-01", 1, "50.25"), ("2026-11-30", 2, "20.10")):
        desk.create("orders", {"signed_on": day, "customer": customer, "lines": [{"values": {"price": price}}]})


def lines(desk: Desk, format: str = "csv", actor: Actor = SYSTEM, **asked: Any) -> list[list[Any]]:
    with desk.read(actor) as tx:
        made = pivots.write(tx, "orders", Pivot(**asked), format, "按月")
    content = b"".join(made.chunks())
    if format == "xlsx":
        return opened(content)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_has_titles_figures_as_they_are_shown_and_the_total_last(desk: Desk) -> None:
    asked: dict[str, Any] = {"rows": ["customer"], "measures": MEASURES}
    assert lines(desk, **asked) == [
        ["客户", "记录数", "总额", "总额（平均）"],
        ["'=west", "2", "150.75", "75.38"],
        ["east", "1", "20.10", "20.10"],
        ["合计", "3", "170.85", "56.95"],
    ]
    found = lines(desk, "xlsx", **asked)
    assert [[str(cell) for cell in line] for line in found[:2]] == [
        ["客户", "记录数", "总额", "总额（平均）"],
        ["=west", "2", "150.75", "75.38"],
    ]


def test_columns_and_subtotals_are_named_in_one_line(desk: Desk) -> None:
    found = lines(desk, rows=["customer", MONTH], columns=["status"], measures=MEASURES[1:2])
    assert [line[:2] for line in found] == [
        ["客户", "日期"], ["'=west", ""], ["'=west", "2026-10"], ["'=west", "2026-11"], ["east", ""], ["east", "2026-11"],
        ["合计", ""],
    ]  # fmt: skip
    assert found[0][2:] == ["Draft", "合计"]
    assert found[-1][2:] == ["170.85", "170.85"]


def test_figures_are_over_what_may_be_exported_and_nothing_without_the_right(desk: Desk) -> None:
    clerk = desk.person("clerk").id
    with desk.write() as tx:
        group = roles.add(tx.connection, "clerks", named("店员"))
        roles.put_in(tx.connection, group.id, clerk)
        table = tx.catalogue.table("orders")
        for spec in ("orders", "customers", "order_lines"):
            grants.allow(tx.connection, group.id, tx.catalogue.table(spec).id, {Action.VIEW})
        tx.reload()
    actor = Actor(clerk, "clerk")
    with pytest.raises(Refusal) as refusal:
        lines(desk, actor=actor)
    assert [problem.kind for problem in refusal.value.problems] == [Kind.FORBIDDEN]
    with desk.write() as tx:
        west = Cell((table.by_key["customer"].id,), "=", 1, "relation")
        grants.allow(tx.connection, group.id, table.id, {Action.EXPORT}, west)
        tx.reload()
    assert lines(desk, actor=actor, measures=MEASURES[1:2]) == [["", "总额"], ["合计", "150.75"]]

"""Pivots: figures worked out by hand, the records behind each of them, and no more than the viewer may see (S64)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from gezi.accounts import members
from gezi.core.context import SYSTEM, Actor
from gezi.core.errors import Kind, Refusal
from gezi.fields.conditions import Test, Variable
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.reports import pivots
from gezi.reports.pivots import Pivot
from gezi.tables import records
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.system import CREATED_BY
from support.desk import Desk
from support.shop import named

MONTH = {"field": "signed_on", "bucket": "month"}
QUARTER = {"field": "signed_on", "bucket": "quarter"}
TOTAL = {"op": "sum", "field": "total"}


@pytest.fixture(autouse=True)
def orders(desk: Desk) -> None:
    """(signed on, status, customer, price, quantity): 100.50, 20.10, 50.25, 60.30 approved; 1.00 a draft without a day."""
    desk.create("customers", {"name": "华为", "region": "west"}, {"name": "中兴", "region": "east"}, {"name": "小米"})
    for day, status, customer, price, quantity in (
        ("2026-11-01", "approved", 1, "10.05", 10),
        ("2026-11-30", "approved", 2, "10.05", 2),
        ("2026-10-15", "approved", 1, "10.05", 5),
        ("2026-07-01", "approved", 2, "10.05", 6),
        (None, "draft", 3, "1.00", 1),
    ):
        lines = [{"values": {"price": price, "quantity": quantity}}]
        desk.create("orders", {"signed_on": day, "status": status, "customer": customer, "lines": lines})


def pivot(desk: Desk, actor: Actor = SYSTEM, table: str = "orders", **asked: Any) -> dict[str, Any]:
    with desk.read(actor) as tx:
        return pivots.pivot(tx, table, Pivot(**asked))


def spread(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """First measures by the names of rows and columns; "" is the total, "…" the others."""

    def name(header: dict[str, Any]) -> str:
        return "…" if header["other"] else "/".join(str(label) for label in header["labels"])

    return {
        name(row): {
            name(column): cell[0] for column, cell in zip(answer["columns"], cells, strict=True) if cell is not None
        }
        for row, cells in zip(answer["rows"], answer["cells"], strict=True)
    }


def test_rows_and_columns_have_their_totals_and_empties_come_last(desk: Desk) -> None:
    assert spread(pivot(desk, rows=["customer"], columns=[MONTH], measures=[TOTAL])) == {
        "": {"": "232.15", "2026-07": "60.30", "2026-10": "50.25", "2026-11": "120.60", "None": "1.00"},
        "华为": {"": "150.75", "2026-10": "50.25", "2026-11": "100.50"},
        "小米": {"": "1.00", "None": "1.00"},
        "中兴": {"": "80.40", "2026-07": "60.30", "2026-11": "20.10"},
    }


def test_groups_inside_groups_have_subtotals(desk: Desk) -> None:
    found = pivot(desk, rows=["status", "customer"], measures=[TOTAL, {"op": "count"}, {"op": "avg", "field": "total"}])
    assert [(row["level"], row["labels"], cells[0]) for row, cells in zip(found["rows"], found["cells"], strict=True)] == [
        (0, [], ["232.15", 5, "46.430000"]),
        (1, ["Draft"], ["1.00", 1, "1.000000"]),
        (2, ["Draft", "小米"], ["1.00", 1, "1.000000"]),
        (1, ["Approved"], ["231.15", 4, "57.787500"]),
        (2, ["Approved", "华为"], ["150.75", 2, "75.375000"]),
        (2, ["Approved", "中兴"], ["80.40", 2, "40.200000"]),
    ]  # fmt: skip


def test_the_greatest_are_shown_and_the_others_gathered_exactly(desk: Desk) -> None:
    distinct = {"op": "distinct", "field": "status"}
    found = pivot(desk, rows=["customer"], columns=["status"], measures=[TOTAL, distinct], top_rows=1)
    assert spread(found) == {
        "": {"": "232.15", "Draft": "1.00", "Approved": "231.15"},
        "华为": {"": "150.75", "Approved": "150.75"},
        "…": {"": "81.40", "Draft": "1.00", "Approved": "80.40"},
    }
    assert found["cells"][2][0] == ["81.40", 2]


def test_rows_are_ordered_by_a_measure_among_their_siblings(desk: Desk) -> None:
    found = pivot(desk, rows=["customer"], measures=[TOTAL], sort="sum_total")
    assert [row["labels"] for row in found["rows"]] == [[], ["小米"], ["中兴"], ["华为"]]


@pytest.mark.parametrize("asked", [
    {"rows": ["status", "customer"], "columns": [MONTH]},
    {"rows": [QUARTER], "columns": ["customer"], "top_columns": 1},
    {"rows": ["created_at"], "columns": ["status"], "top_rows": 1},
    {"rows": ["customer"], "top_rows": 2, "filter": {"field": "total", "op": ">", "value": "20"}},
])  # fmt: skip
def test_the_records_behind_a_figure_are_as_many_as_it_counts(desk: Desk, asked: dict[str, Any]) -> None:
    found = pivot(desk, **asked)
    seen = 0
    for (row, cells), (place, column) in product(
        zip(found["rows"], found["cells"], strict=True), enumerate(found["columns"])
    ):
        parts = [part for part in (asked.get("filter"), row["condition"], column["condition"]) if part]
        with desk.read() as tx:
            count = query.list_records(tx, "orders", Query(filter={"and": parts} if parts else None, count=True)).count
        assert count == (cells[place][0] if cells[place] else 0)
        seen += 1
    assert seen >= 3


def test_two_people_see_their_own_totals_in_the_same_pivot(desk: Desk) -> None:
    with desk.write() as tx:
        people = [members.add(tx.connection, name, now=tx.ctx.now) for name in ("Ann", "Bob")]
        clerks = roles.add(tx.connection, "clerks", named("店员"))
        mine = Test((CREATED_BY.id,), "=", Variable("@me"), "member")
        for person in people:
            roles.put_in(tx.connection, clerks.id, person.id)
        orders = tx.catalogue.table("orders")
        grants.allow(tx.connection, clerks.id, orders.id, (Action.VIEW,), mine)
        grants.allow(tx.connection, clerks.id, orders.id, (Action.CREATE,))
        grants.limit_field(tx.connection, clerks.id, orders.id, orders.by_key["total"].id, read=False, edit=False)
        tx.reload()
    ann, bob = (Actor(person.id, person.name) for person in people)
    for actor, count in ((ann, 1), (bob, 2)):
        with desk.write(actor=actor) as tx:
            records.create(tx, "orders", [{"signed_on": "2026-01-01"}] * count)
    assert spread(pivot(desk, ann, rows=["status"])) == {"": {"": 1}, "Draft": {"": 1}}
    assert spread(pivot(desk, bob, rows=["status"])) == {"": {"": 2}, "Draft": {"": 2}}
    for asked in ({"measures": [TOTAL]}, {"rows": ["total"]}, {"columns": ["total"]}):
        with pytest.raises(Refusal) as hidden:
            pivot(desk, bob, **asked)
        unknown = {key: [{"op": "sum", "field": "nothing"}] if key == "measures" else ["nothing"] for key in asked}
        with pytest.raises(Refusal) as missing:
            pivot(desk, bob, **unknown)
        assert hidden.value.problems[0].message == missing.value.problems[0].message
        assert hidden.value.problems[0].kind is Kind.MALFORMED


def test_what_cannot_be_laid_out_is_refused(desk: Desk) -> None:
    for asked in (
        {"rows": ["status"], "columns": ["status"]},
        {"rows": ["status"], "sort": "sum_total"},
        {"rows": [{"field": "status", "bucket": "month"}]},
        {"rows": ["lines"]},
        {"measures": []},
    ):
        with pytest.raises(Refusal):
            pivot(desk, **asked)

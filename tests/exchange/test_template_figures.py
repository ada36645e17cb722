"""The figures of the installed CRM's demo data, against sums made by hand from the file; and its defaults at work."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from gezi.core.context import SYSTEM, Source
from gezi.exchange.template import demo, library
from gezi.tables import records
from gezi.tables.computed import volatile
from gezi.tables.queries import query
from gezi.tables.queries.query import Query
from gezi.tables.records import RowUpdate
from support.installations import Crm

CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    parts = demo.read(library.load("crm"))
    return {part["table"]: {row["ref"]: row["values"] for row in part["rows"]} for part in parts}


def installed(crm: Crm, table: str, key: str) -> dict[str, Any]:
    """Every row of a table as an administrator sees it, by one of its fields."""
    workspace = crm.services.workspaces.open("crm")
    with workspace.read(crm.services.workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        rows = query.list_records(tx, table, Query(limit=1000)).records
    return {row.values[key]: row.values for row in rows}


def sums(told: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Totals per order, and what customers, leads and campaigns make of them."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for line in told["order_lines"].values():
        exact = Decimal(line["price"]) * Decimal(line["discount"]) / 100 * Decimal(line["quantity"])
        total[line["order"]["ref"]] += exact.quantize(CENT, ROUND_HALF_UP)
    deals: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    received: dict[str, Decimal] = defaultdict(Decimal)
    invoiced: dict[str, Decimal] = defaultdict(Decimal)
    for ref, order in told["orders"].items():
        if order["status"] == "approved":
            deals[order["customer"]["ref"]] += total[ref]
            counts[order["customer"]["ref"]] += 1
    for table, into in (("receipts", received), ("invoices", invoiced)):
        for row in told[table].values():
            if row["finance_confirmed"] == "confirmed":
                into[told["orders"][row["order"]["ref"]]["customer"]["ref"]] += Decimal(row["amount"])
    return {"deals": deals, "counts": counts, "received": received, "invoiced": invoiced}


def test_customers_have_the_figures_of_the_manual(crm: Crm, told: dict[str, dict[str, Any]]) -> None:
    found, by_hand = installed(crm, "customers", "name"), sums(told)
    closed = 0
    for ref, customer in told["customers"].items():
        values = found[customer["name"]]
        deal, received = by_hand["deals"][ref], by_hand["received"][ref]
        assert Decimal(values["deal_amount"]) == deal
        assert Decimal(values["deal_count"]) == by_hand["counts"][ref]
        assert Decimal(values["received_amount"]) == received
        assert Decimal(values["receivable_amount"]) == deal - received
        assert Decimal(values["invoiced_amount"]) == by_hand["invoiced"][ref]
        assert values["stage"] == ("closed" if by_hand["counts"][ref] else "potential")
        closed += values["stage"] == "closed"
    assert 5 < closed < 40


def test_campaigns_and_leads_sum_their_customers(crm: Crm, told: dict[str, dict[str, Any]]) -> None:
    by_hand = sums(told)["deals"]
    found = installed(crm, "campaigns", "name")
    for ref, campaign in told["campaigns"].items():
        values = found[campaign["name"]]
        mine = [one for one, row in told["customers"].items() if row.get("campaign") == {"ref": ref}]
        amount = sum((by_hand[one] for one in mine), Decimal(0))
        assert Decimal(values["deal_amount"]) == amount
        assert Decimal(values["customer_count"]) == len(mine)
        assert Decimal(values["lead_count"]) == sum(
            row.get("campaign") == {"ref": ref} for row in told["leads"].values()
        )
        if "actual_cost" not in campaign:
            assert values["roi"] is None
        else:
            exact = (amount / Decimal(campaign["actual_cost"])).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            assert Decimal(values["roi"]) == exact
    leads = installed(crm, "leads", "phone")
    for ref, lead in told["leads"].items():
        mine = [one for one, row in told["customers"].items() if row.get("lead") == {"ref": ref}]
        assert Decimal(leads[lead["phone"]]["deal_amount"]) == sum((by_hand[one] for one in mine), Decimal(0))


def test_follow_ups_are_counted_and_the_latest_is_known(crm: Crm, told: dict[str, dict[str, Any]]) -> None:
    counted = sum(int(row["followup_count"]) for row in installed(crm, "opportunities", "name").values())
    assert counted <= 60  # two opportunities may share a name; the rest of them are counted here
    leads = installed(crm, "leads", "phone")
    for ref, lead in told["leads"].items():
        mine = [row for row in told["lead_followups"].values() if row["lead"]["ref"] == ref]
        assert int(leads[lead["phone"]]["followup_count"]) == len(mine)
        assert (leads[lead["phone"]]["last_followed_at"] is None) == (not mine)


def test_days_followed_run_until_the_opportunity_is_closed(crm: Crm, told: dict[str, dict[str, Any]]) -> None:
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    ctx = workspaces.context(SYSTEM, Source.SYSTEM)
    with workspace.write(ctx) as tx:
        made = records.create(tx, "opportunities", [{"name": "子虚乌有项目", "stage": "contact"}]).records[0]
        assert (made.values["days_followed"], made.values["closed_at"]) == ("0", None)
        records.update(tx, "opportunities", [RowUpdate(made.id, {"stage": "won"})])
        won = query.get_record(tx, "opportunities", made.id)
        assert won.values["closed_at"] == "2026-11-22T02:00:00+00:00"
        again = records.update(tx, "opportunities", [RowUpdate(made.id, {"stage": "negotiation"})]).records[0]
        assert again.values["closed_at"] is None
    for row in told["opportunities"].values():
        assert ("closed_at" in row) == (row["stage"] in ("won", "lost"))


def test_a_line_takes_the_product_s_price_and_an_order_adds_its_lines(crm: Crm) -> None:
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    with workspace.write(workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        product = query.list_records(tx, "products", Query(filter={"field": "code", "op": "=", "value": "YJ-001"}))
        line = {"product": product.records[0].id, "discount": "85", "quantity": "3"}
        made = records.create(tx, "orders", [{"lines": [{"values": line}, {"values": {"price": "10.05"}}]}]).records[0]
        order = query.get_record(tx, "orders", made.id)
    lines = [row["values"] for row in order.values["lines"]]
    assert [(row["price"], row["list_price"], row["discount"], row["quantity"], row["subtotal"]) for row in lines] == [
        ("299.90", "299.90", "85", "3", "764.75"),  # 299.90 × 0.85 × 3 = 764.745
        ("10.05", None, "100", "1", "10.05"),
    ]
    assert lines[0]["description"] == "扫码枪 S1"
    assert (order.values["total"], order.values["status"]) == ("774.80", "draft")


def test_demo_rows_are_marked_and_real_ones_are_not(crm: Crm) -> None:
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    with workspace.write(workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        records.create(tx, "industries", [{"name": "真实行业"}])
        table = tx.catalogue.table("industries")
        physical = tx.catalogue.storage.table(table.id)
        marks = tx.connection.execute(physical.select().with_only_columns(physical.c.demo)).scalars().all()
        assert sorted(marks) == [False] + [True] * 10


def test_volatile_figures_are_right_on_the_day_of_installation(crm: Crm) -> None:
    """Demo rows are made in the past; what counts days to today must not have stopped there."""
    workspaces = crm.services.workspaces
    workspace = workspaces.open("crm")
    with workspace.write(workspaces.context(SYSTEM, Source.SYSTEM)) as tx:
        query_ = Query(filter={"field": "closed_at", "op": "empty"}, limit=1000)
        before = {
            row.id: row.values["days_followed"] for row in query.list_records(tx, "opportunities", query_).records
        }
        volatile.refresh(tx)
        after = {row.id: row.values["days_followed"] for row in query.list_records(tx, "opportunities", query_).records}
    assert before == after
    assert max(map(int, before.values())) > 40

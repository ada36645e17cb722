"""The CRM's demo data: as its generator writes them, as many as promised, and money that adds up."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from gezi.exchange.template import demo, library

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "crm"
Rows = dict[str, dict[str, Any]]
COUNTS = {
    "departments": 7, "employees": 9, "campaigns": 5, "leads": 60, "customers": 40, "contacts": 80, "opportunities": 50,
    "quotes": 30, "orders": 30, "receipts": 25, "invoices": 20,
}  # fmt: skip
ACCOUNTS = {
    "admin": "admin", "boss": "management", "manager": "sales_manager", "sales1": "sales_rep", "sales2": "sales_rep",
    "sales3": "sales_rep", "marketing": "marketing", "finance": "finance", "success": "customer_success",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> dict[str, Rows]:
    parts = demo.read(library.load("crm"))
    return {part["table"]: {row["ref"]: row["values"] for row in part["rows"]} for part in parts}


def test_the_file_is_as_its_generator_writes_it() -> None:
    spec = importlib.util.spec_from_file_location("crm_seeds", SEEDS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.written() == (SEEDS / "demo.json").read_text("utf-8"), "run `python seeds/crm/generate.py`"


def test_there_is_as_much_of_everything_as_promised(rows: dict[str, Rows]) -> None:
    assert {table: len(rows[table]) for table in COUNTS} == COUNTS
    assert sum(len(rows[f"{part}_followups"]) for part in ("lead", "customer", "opportunity")) == 200


def test_the_accounts_have_their_roles_and_employees(rows: dict[str, Rows]) -> None:
    people = library.load("crm")["demo"]["accounts"]
    assert {person["account"]: person["roles"] for person in people} == {who: [role] for who, role in ACCOUNTS.items()}
    names = {row["account"]["account"]: row["name"] for row in rows["employees"].values()}
    assert names == {person["account"]: person["name"] for person in people}


def test_the_departments_are_the_ones_that_tests_rely_on(rows: dict[str, Rows]) -> None:
    def name(reference: dict[str, str] | None) -> str | None:
        return None if reference is None else rows["departments"][reference["ref"]]["name"]

    def head(row: dict[str, Any]) -> str | None:
        return rows["employees"][row["head"]["ref"]]["account"]["account"] if "head" in row else None

    assert {row["name"]: (name(row.get("parent")), head(row)) for row in rows["departments"].values()} == {
        "总经办": (None, "boss"),
        "销售部": (None, "manager"),
        "销售一部": ("销售部", None),
        "销售二部": ("销售部", None),
        "销售三部": (None, None),
        "市场部": (None, None),
        "财务部": (None, None),
    }
    assert {row["account"]["account"]: name(row["department"]) for row in rows["employees"].values()} == {
        "admin": "总经办",
        "boss": "总经办",
        "success": "总经办",
        "manager": "销售部",
        "sales1": "销售一部",
        "sales2": "销售一部",
        "sales3": "销售三部",
        "marketing": "市场部",
        "finance": "财务部",
    }


def test_every_state_is_shown(rows: dict[str, Rows]) -> None:
    assert Counter(row["stage"] for row in rows["opportunities"].values()) == {
        "contact": 10,
        "qualified": 9,
        "proposal": 10,
        "negotiation": 8,
        "won": 8,
        "lost": 5,
    }
    assert Counter(row["status"] for row in rows["orders"].values()) == {
        "approved": 18,
        "pending": 4,
        "rejected": 3,
        "draft": 5,
    }
    for table in ("receipts", "invoices"):
        assert {row["finance_confirmed"] for row in rows[table].values()} == {"confirmed", "unconfirmed"}
    assert {row["status"] for row in rows["leads"].values()} == {"new", "following", "converted", "invalid"}
    assert {row["status"] for row in rows["campaigns"].values()} == {"planned", "running", "finished"}


def test_pools_have_no_cool_down_and_wide_caps(rows: dict[str, Rows]) -> None:
    for pool in rows["pools"].values():
        assert Decimal(pool["hold_cap"]) >= 50
        assert Decimal(pool["daily_cap"]) >= 50
        assert "previous_owner_days" not in pool
        assert "new_data_days" not in pool


def totals(rows: dict[str, Rows]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in rows["order_lines"].values():
        exact = Decimal(line["price"]) * Decimal(line["discount"]) / 100 * Decimal(line["quantity"])
        order = line["order"]["ref"]
        found[order] = found.get(order, Decimal(0)) + exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found


@pytest.mark.parametrize("table", ["receipts", "invoices"])
def test_money_moves_on_approved_orders_only_and_never_more_than_their_total(table: str, rows: dict[str, Rows]) -> None:
    sums: Counter[str] = Counter()
    for row in rows[table].values():
        order = row["order"]["ref"]
        assert rows["orders"][order]["status"] == "approved"
        assert Decimal(row["amount"]) > 0
        sums[order] += Decimal(row["amount"])  # type: ignore[assignment]
    most = totals(rows)
    assert [order for order, amount in sums.items() if amount > most[order]] == []


def test_an_order_from_a_quote_has_its_customer_and_its_lines(rows: dict[str, Rows]) -> None:
    made = {ref: row for ref, row in rows["orders"].items() if "quote" in row}
    assert len(made) == 8
    for ref, order in made.items():
        quote = order["quote"]["ref"]
        assert rows["quotes"][quote]["status"] == "accepted"
        assert rows["quotes"][quote]["customer"] == order["customer"]

        def same(table: str, parent: str, whose: str) -> list[dict[str, Any]]:
            return [
                {key: value for key, value in line.items() if key != parent}
                for line in rows[table].values()
                if line[parent]["ref"] == whose
            ]

        assert same("order_lines", "order", ref) == same("quote_lines", "quote", quote)


def test_nobody_in_it_could_be_real(rows: dict[str, Rows]) -> None:
    places = {"子虚", "乌有", "南柯", "镜花", "水月", "青丘", "扶桑", "归墟", "不周", "方壶"}
    for row in (*rows["customers"].values(), *rows["leads"].values()):
        assert row.get("company", row["name"])[:2] in places
    mails = [row["email"] for table in ("leads", "contacts", "employees") for row in rows[table].values()]
    assert {mail.partition("@")[2] for mail in mails} == {"example.com"}
    phones = [row["phone"] for table in ("leads", "contacts", "employees") for row in rows[table].values()]
    assert {phone[:6] for phone in phones} == {"199000"}


def test_the_file_is_one_row_per_line() -> None:
    text = (SEEDS / "demo.json").read_text("utf-8")
    assert len(text.splitlines()) > sum(len(part["rows"]) for part in json.loads(text))

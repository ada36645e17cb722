"""Taking the demo out of a workspace: what goes, what people still need, and what `force` changes (S70, S71)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gezi.cli.commands import find
from support.installations import Crm
from support.people import BASE, People, code

DRAFT = json.dumps({"field": "status", "op": "=", "value": "draft"})
PATH = f"{BASE}/demo/purge"
CONFIGURATION = ["product_categories", "products", "industries", "sources", "pools", "recycle_rules"]


@pytest.fixture
def people(crm: Crm) -> People:
    return People(crm)


def purge(people: People, **body: Any) -> Any:
    answer = people.crm.visitor("admin").post(PATH, body)
    assert answer.status_code == 200, answer.json
    return answer.json


def count(people: People, table: str) -> int:
    return people.crm.visitor("admin").get(f"{BASE}/tables/{table}/records", count="true", limit=1).json["count"]


def why(found: Any) -> dict[tuple[str, int], tuple[str, Any]]:
    return {(row["table"], row["id"]): (row["reason"], row["by"]) for row in found["kept"]}


def test_an_untouched_demo_goes_as_a_whole_and_a_second_purge_finds_nothing(people: People) -> None:
    tables = [table["key"] for table in people.crm.visitor("admin").get(f"{BASE}/tables").json["tables"]]
    there = {table: number for table in tables if (number := count(people, table))}
    looked = purge(people, dry_run=True)
    assert (looked["removed"], looked["kept"], looked["batch"]) == (there, [], None)
    assert count(people, "orders") == there["orders"]

    done = purge(people)
    assert (done["removed"], done["kept"]) == (there, [])
    assert sorted(done["automations"]) == ["demo_advance_opportunity", "demo_confirm_receipt"]
    assert done["accounts"] == 8  # of the nine accounts of the demo, the caller's own stays
    assert [table for table in tables if count(people, table)] == []
    automations = people.crm.visitor("admin").get(f"{BASE}/automations").json["automations"]
    assert [each["key"] for each in automations if each["demo"]] == []

    again = purge(people)
    assert (again["removed"], again["automations"], again["accounts"], again["kept"]) == ({}, [], 0, [])


def test_a_real_order_keeps_the_demo_product_and_customer_that_it_names(people: People) -> None:
    lines = [{"values": {"product": 1, "description": "一件", "price": "10.00", "quantity": "1"}}]
    order = people.create("admin", "orders", customer=1, lines=lines)
    kept = why(purge(people))
    assert kept["products", 1][0] == "referenced"
    assert kept["products", 1][1]["table"] == "order_lines"
    assert kept["customers", 1] == ("referenced", {"table": "orders", "id": order})
    assert (count(people, "products"), count(people, "customers"), count(people, "orders")) == (1, 1, 1)

    forced = why(purge(people, force=True))  # a line can be without its product, an order not without its customer
    assert ("products", 1) not in forced
    assert forced["customers", 1] == ("referenced", {"table": "orders", "id": order})
    left = people.values("admin", "orders", order)
    assert (left["total"], left["customer"]["id"]) == ("10.00", 1)
    assert count(people, "products") == 0


def test_what_a_person_edited_stays_with_what_it_names_and_owns_until_it_is_forced(people: People) -> None:
    order = people.crm.visitor("admin").get(f"{BASE}/tables/orders/records", filter=DRAFT).json["records"][0]["id"]
    before = people.values("admin", "orders", order)
    assert people.change("admin", "orders", order, note="电话改了").status_code == 200
    kept = why(purge(people))
    assert kept["orders", order] == ("edited", None)
    assert kept["customers", before["customer"]["id"]] == ("referenced", {"table": "orders", "id": order})
    after = people.values("admin", "orders", order)
    assert (after["note"], after["total"], after["lines"]) == ("电话改了", before["total"], before["lines"])
    assert (count(people, "orders"), count(people, "receipts")) == (1, 0)

    assert purge(people, force=True)["kept"] == []
    assert (count(people, "orders"), count(people, "order_lines"), count(people, "customers")) == (0, 0, 0)


def test_the_tables_of_the_configuration_may_stay_as_start_values(people: People) -> None:
    before = {table: count(people, table) for table in CONFIGURATION}
    done = purge(people, keep=CONFIGURATION)
    assert not done["removed"].keys() & set(CONFIGURATION)
    assert {table: count(people, table) for table in CONFIGURATION} == before
    assert count(people, "orders") == 0


def test_only_an_administrator_purges_and_only_with_tables_that_are_there(people: People) -> None:
    assert code(people.crm.visitor("sales1").post(PATH, {}))[0] == 403
    assert code(people.crm.visitor("admin").post(PATH, {"keep": ["nowhere"]}))[0] == 404
    assert count(people, "orders") > 0


def test_the_command_line_purges_too_and_says_what_stays(people: People) -> None:
    assert people.change("admin", "customers", 1, note="改过").status_code == 200
    command = find("purge-demo")
    assert command is not None
    first, *kept = command(people.crm.services, {"workspace": "crm", "locale": "en"})
    assert "2 demo automations, 9 demo accounts disabled" in first
    assert any(line.startswith("stays customers/1 ") and line.endswith(": edited") for line in kept)

"""Pages, counts and orders of a list for people who see a part of a table, however the engine finds that part."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from gezi.tables import catalogue
from gezi.tables.queries import reach
from support import plans
from support.installations import Crm
from support.visitors import Browser

BASE = "/api/v1/workspaces/crm"
CUSTOMERS = f"{BASE}/tables/customers/records"


def ask(visitor: Browser, **query: Any) -> Any:
    answer = visitor.get(f"{CUSTOMERS}?{urlencode(query)}")
    assert answer.status_code == 200
    return answer.json


@pytest.mark.parametrize("few", [5_000, 2], ids=["few rows", "many rows"])
def test_pages_of_a_scope_join_up_however_its_rows_are_found(
    crm: Crm, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "FEW", few)
    everything = {record["id"] for record in crm.visitor("admin").get(f"{CUSTOMERS}?limit=1000").json["records"]}
    for who in ("sales1", "manager"):
        visitor = crm.visitor(who)
        seen = {id_ for id_ in everything if visitor.get(f"{CUSTOMERS}/{id_}").status_code == 200}
        assert 3 < len(seen) < len(everything)
        for query in ({}, {"count": "true"}, {"sort": "-name"}, {"sort": "-name", "count": "true"}):
            pages = [ask(visitor, limit=3, **query)]
            while pages[-1]["next"] is not None:
                pages.append(ask(visitor, limit=3, cursor=pages[-1]["next"], **query))
            found = [record["id"] for page in pages for record in page["records"]]
            assert sorted(found) == sorted(seen)
            assert found == sorted(seen) or "sort" in query
            assert {page.get("count") for page in pages} == {len(seen) if "count" in query else None}
            assert [record["id"] for record in ask(visitor, limit=2, offset=1, **query)["records"]] == found[1:3]


LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"count": "true"},
    {"filter": '{"field":"region","op":"=","value":"east"}'},
    {"filter": '{"field":"region","op":"=","value":"east"}', "count": "true", "sort": "-name"},
    {"sort": "name", "count": "true"},
)


def test_a_page_of_a_scope_is_found_by_indexes_and_without_reading_the_table(crm: Crm) -> None:
    rep, database = crm.visitor("sales1"), crm.services.workspaces.open("crm").database
    with database.read() as connection:
        table = catalogue.load(connection).table("customers").id
    for query in LISTS:
        for _ in range(2):  # what is known of a scope, and its statements, are made by the first requests
            ask(rep, limit=100, **query)
        with plans.selects() as sent:
            ask(rep, limit=100, **query)
        with database.read() as connection:
            if connection.dialect.name == "postgresql":  # which reads a table of a few rows, whatever indexes it has
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            steps = [step for one in sent for step in plans.explained(connection, *one)]
        assert plans.whole(steps, table) == []
        assert plans.indexes(steps, table)


def test_a_filter_over_a_scope_finds_and_counts_what_each_record_alone_would_show(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = crm.visitor("admin").get(f"{CUSTOMERS}?limit=1000").json["records"]
    for who in ("sales1", "manager"):
        visitor = crm.visitor(who)
        seen = {each["id"]: visitor.get(f"{CUSTOMERS}/{each['id']}") for each in everything}
        shown = {id_: answer.json["values"] for id_, answer in seen.items() if answer.status_code == 200}
        regions = {values["region"] for values in shown.values()} - {None}
        assert regions
        filters: list[tuple[dict[str, Any], list[int]]] = [
            ({"field": "region", "op": "=", "value": region}, of(shown, "region", region)) for region in regions
        ]
        filters.append(({"field": "phone", "op": "empty"}, of(shown, "phone", None)))  # which is masked in pools
        for name in (each["values"]["name"] for each in everything[:3]):
            filters.append(({"field": "name", "op": "=", "value": name}, of(shown, "name", name)))
        for condition, there in filters:
            for rare in (100, 0):  # rows of a filter that are found by its own index; else by those of the scope
                monkeypatch.setattr(reach, "RARE", rare)
                asked = json.dumps(condition if rare else {"and": [condition]})  # nothing is remembered of the other
                for query in ({}, {"count": "true"}, {"count": "true", "sort": "-name"}):
                    found = ask(visitor, limit=1000, filter=asked, **query)
                    assert sorted(record["id"] for record in found["records"]) == there
                    assert found.get("count") == (len(there) if "count" in query else None)
                first = ask(visitor, limit=2, filter=asked)
                assert [record["id"] for record in first["records"]] == there[:2]
                assert (first["next"] is None) == (len(there) <= 2)
                if first["next"] is not None:
                    rest = ask(visitor, limit=1000, filter=asked, cursor=first["next"])
                    assert [record["id"] for record in rest["records"]] == there[2:]


def of(shown: dict[int, Any], key: str, value: Any) -> list[int]:
    """The records that show a value, in their order."""
    return sorted(id_ for id_, values in shown.items() if values[key] == value)


@pytest.mark.parametrize("few", [5_000, 2], ids=["few rows", "many rows"])
def test_figures_over_a_scope_are_those_of_the_records_that_are_shown(
    crm: Crm, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "FEW", few)
    monkeypatch.setattr(reach, "PART", 0)  # however much of the table that is
    everything = crm.visitor("admin").get(f"{CUSTOMERS}?limit=1000").json["records"]
    for who in ("sales1", "manager"):
        visitor = crm.visitor(who)
        seen = [visitor.get(f"{CUSTOMERS}/{each['id']}") for each in everything]
        shown = [answer.json["values"] for answer in seen if answer.status_code == 200]
        regions = Counter(values["region"] for values in shown)
        asked = {"group_by": ["region"], "measures": [{"op": "count"}]}
        for _ in range(2):  # the second time it is known how many rows there are
            found = visitor.post(f"{CUSTOMERS}/aggregate", asked).json["rows"]
            assert {row["group"]["region"]: row["values"]["count"] for row in found} == regions
        pivot = {"rows": ["region"], "columns": ["level"], "measures": [{"op": "count"}]}
        assert visitor.post(f"{CUSTOMERS}/pivot", pivot).json["cells"][0][0] == [len(shown)]
        for region, count in regions.items():
            test = {"field": "region", "op": "=", "value": region}
            narrowed = test if region is not None else {"field": "region", "op": "empty"}
            found = visitor.post(f"{CUSTOMERS}/aggregate", {"measures": [{"op": "count"}], "filter": narrowed}).json
            assert found["rows"][0]["values"]["count"] == count
            assert ask(visitor, limit=1, count="true", filter=json.dumps(narrowed))["count"] == count


def test_the_index_of_a_column_is_as_wide_as_rights_ask_beside_it(crm: Crm) -> None:
    admin, database = crm.visitor("admin"), crm.services.workspaces.open("crm").database
    with database.read() as connection:
        table = catalogue.load(connection).table("customers")
    column = {spec.key: spec.column for spec in table.fields}
    ends = [] if database.schema is None else ["id"]

    def behind_the_department() -> list[str]:
        name = f"ix_{table.id}_{column['department']}"
        with database.read() as connection:
            indexes = sa.inspect(connection).get_indexes(f"t_{table.id}", schema=database.schema)
        (found,) = (index["column_names"] for index in indexes if index["name"] == name)
        return [str(each) for each in found[1:]]

    def let(actions: dict[str, Any]) -> None:
        change = {"tables": {"customers": {"actions": actions}}}
        answer = admin.patch(f"{BASE}/roles/sales_rep/rights", change)
        assert answer.status_code == 200, answer.json

    choices = [
        column[key] for key in ("level", "region", "industry", "source")
    ]  # by which people filter and group most
    assert behind_the_department() == [column["owner"], column["pool"], *choices, *ends]
    let({"view": {"rows": {"field": "owner", "op": "=", "value": "@me"}}})
    assert behind_the_department() == [*choices, *ends]  # managers still see their departments, whoever owns what
    mine = [{"field": "department", "op": "in", "value": ["@my_department"]}, {"field": "level", "op": "empty"}]
    let({"view": {"rows": {"and": mine}}})
    assert behind_the_department() == [*choices, column["campaign"], *ends]  # the level is asked by the right

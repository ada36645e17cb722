"""Pages, counts and orders of a list for people who see a part of a table, however the engine finds that part."""

from __future__ import annotations

from typing import Any

import pytest

from gezi.tables.queries import reach
from support.installations import Crm
from support.visitors import Browser

BASE = "/api/v1/workspaces/crm"
CUSTOMERS = f"{BASE}/tables/customers/records"


def ask(visitor: Browser, **query: Any) -> Any:
    answer = visitor.get(f"{CUSTOMERS}?" + "&".join(f"{key}={value}" for key, value in query.items()))
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

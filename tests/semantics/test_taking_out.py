"""S12, E10: what an export or a print leaves out of a list is said before and after, with the reason."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from support.people import BASE, People

LIST = f"{BASE}/tables/customers"


def test_rows_that_may_only_be_viewed_are_counted_named_and_explained_before_they_stay_out_of_a_file(
    people: People,
) -> None:
    mine, shared = (people.create(who, "customers", name=f"取出 {who}", phone="010") for who in ("sales1", "sales3"))
    people.change("boss", "customers", shared, collaborators=[people.member("sales1")])
    pool = people.find("boss", "pools", "name", "销售一部客户池")
    people.change("boss", "pools", pool, masked_fields=["phone"])
    public = people.create("boss", "customers", name="取出公海", phone="020")
    department = people.values("boss", "pools", pool)["department"]["id"]
    people.change("boss", "customers", public, owner=None, pool=pool, department=department)
    rep = people.crm.visitor("sales1")

    def asked(address: str, **more: Any) -> Any:
        return rep.get(f"{LIST}/{address}", q="取出", fields="name,phone", **more)

    assert asked("extent", action="print").status_code == 403
    mine_only = {
        "tables": {"customers": {"actions": {"print": {"rows": {"field": "owner", "op": "=", "value": "@me"}}}}}
    }
    assert people.crm.visitor("admin").patch(f"{BASE}/roles/sales_rep/rights", mine_only).status_code == 200
    found = asked("extent", action="print").json
    assert (found["rows"], found["left_out"], found["masked"]) == (1, 2, [])
    found = asked("extent").json
    assert (found["rows"], found["left_out"]) == (2, 1)
    assert found["left_out_rows"] == [{"id": shared, "label": "取出 sales3"}]
    assert "角色组“销售员”" in found["reason"]
    assert "客户负责人" in found["hint"]
    assert found["masked"] == [{"field": "phone", "label": "电话", "rows": 1}]
    file = asked("export", format="csv")
    assert (file.headers["Export-Rows"], file.headers["Export-Left-Out"]) == ("2", "1")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert sorted(rows[1:]) == [["取出 sales1", "010"], ["取出公海", ""]]
    assert "另有 2 条只能查看、无权打印，未计入" in asked("print").text

    where = {"field": "name", "op": "contains", "value": "取出"}
    pivot = {"rows": ["region"], "measures": [{"op": "count"}], "filter": where}
    made = rep.post(f"{LIST}/records/pivot/export", pivot | {"format": "csv"})
    assert made.headers["Export-Left-Out"] == "1"
    assert "另有 2 条" in rep.post(f"{LIST}/records/pivot/print", pivot).text

    everything = {"tables": {"customers": {"actions": {"print": {"rows": None}}}}}
    assert people.crm.visitor("admin").patch(f"{BASE}/roles/sales_rep/rights", everything).status_code == 200
    for page in (asked("print").text, rep.get(f"{LIST}/records/{public}/print").text):
        assert "••••" in page  # told apart from a customer without a phone
        assert ">020<" not in page

    boss = people.crm.visitor("boss")
    assert boss.get(f"{LIST}/extent", filter=json.dumps(where)).json == {
        "rows": 3,
        "left_out": 0,
        "left_out_rows": [],
        "reason": None,
        "hint": None,
        "masked": [],
    }
    assert people.get("sales1", "customers", mine)["values"]["phone"] == "010"
    assert rep.get(f"{BASE}/tables/campaigns/extent", action="move").status_code == 400

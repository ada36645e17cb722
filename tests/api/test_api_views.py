"""Views and pickers over HTTP, in the CRM."""

from __future__ import annotations

import json
from typing import Any

from support.installations import Crm
from support.visitors import Visitor, refused

TABLE = "/workspaces/crm/tables/orders"
VIEWS = f"{TABLE}/views"


def views(visitor: Visitor, table: str = "orders") -> dict[str, Any]:
    found = visitor.get("/workspaces/crm/tables").get_json()["tables"]
    return {view["key"]: view for one in found if one["key"] == table for view in one["views"]}


def test_a_view_is_saved_changed_and_deleted(crm: Crm) -> None:
    sales, admin = crm.visitor("sales1"), crm.visitor("admin")
    said = {"label": "我的大单", "type": "grid", "fields": ["number", "total"], "sort": "-total"}
    made = sales.post(VIEWS, said)
    assert made.status_code == 201, made.data
    key = made.get_json()["key"]
    assert made.get_json()["personal"] is True
    assert made.get_json()["editable"] is True
    assert views(sales)[key] == made.get_json()
    assert key not in views(admin)
    changed = sales.patch(f"{VIEWS}/{key}", {"filter": {"field": "status", "op": "=", "value": "approved"}})
    assert changed.get_json()["filter"] == {"field": "status", "op": "=", "value": "approved"}
    rows = sales.get(f"{TABLE}/records", view=key, fields="status").get_json()["records"]
    assert {row["values"]["status"] for row in rows} <= {"approved"}
    assert refused(admin.get(f"{TABLE}/records", view=key), 400) == ["view.not_found"]
    assert sales.delete(f"{VIEWS}/{key}").status_code == 204
    assert refused(sales.delete(f"{VIEWS}/{key}"), 404) == ["view.unknown"]


def test_a_view_remembers_three_levels_of_groups(crm: Crm) -> None:
    sales = crm.visitor("sales1")
    group = [
        {"field": "signed_on", "descending": True, "bucket": "month"},
        {"field": "status", "collapsed": True},
        {"field": "customer"},
    ]
    made = sales.post(VIEWS, {"label": "按月", "type": "grid", "settings": {"group": group}}).get_json()
    plain = {"descending": False, "collapsed": False}
    assert made["settings"]["group"] == [plain | each for each in group]
    assert sales.delete(f"{VIEWS}/{made['key']}").status_code == 204


def test_a_pivot_is_saved_and_a_wrong_one_is_refused(crm: Crm) -> None:
    sales = crm.visitor("sales1")
    pivot = {
        "rows": [{"field": "customer"}, {"field": "status"}],
        "columns": [{"field": "signed_on", "bucket": "quarter"}],
        "measures": [{"op": "sum", "field": "total"}, {"op": "count"}],
    }
    made = sales.post(VIEWS, {"label": "透视", "type": "pivot", "settings": {"pivot": pivot}}).get_json()
    assert (made["type"], made["settings"]["pivot"]) == ("pivot", pivot)
    for wrong in (
        {**pivot, "rows": [{"field": "customer", "bucket": "month"}]},
        {**pivot, "measures": []},
        {**pivot, "measures": [{"op": "sum", "field": "number"}]},
        {**pivot, "measures": [{"op": "median", "field": "total"}]},
        {**pivot, "columns": [{"field": "status"}] * 3},
        {"rows": []},
    ):
        body = {"settings": {"pivot": wrong}}
        assert sales.patch(f"{VIEWS}/{made['key']}", body).status_code in (400, 422), wrong
    assert sales.delete(f"{VIEWS}/{made['key']}").status_code == 204


def test_sharing_and_locking_over_http(crm: Crm) -> None:
    sales, admin = crm.visitor("sales1"), crm.visitor("admin")
    assert refused(sales.post(VIEWS, {"label": "大家的", "shared": True}), 403) == ["view.forbidden"]
    key = admin.post(VIEWS, {"label": "大家的", "shared": True, "locked": True}).get_json()["key"]
    assert views(sales)[key]["editable"] is False
    assert refused(admin.patch(f"{VIEWS}/{key}", {"label": "别的"}), 409) == ["view.locked"]
    copy = sales.post(VIEWS, {"label": "抄来的", "copy": key})
    assert (copy.get_json()["personal"], copy.get_json()["locked"]) == (True, False)


def test_bodies_that_are_no_views_are_refused(crm: Crm) -> None:
    sales = crm.visitor("sales1")
    for body in ({"label": 3}, {"fields": "number"}, {"shared": "yes"}, {"position": -1}, {"nothing": 1}):
        assert sales.post(VIEWS, {"label": "甲", **body}).status_code == 400, body
    for body in (
        {"settings": {"group": [3]}},
        {"settings": {"group": [{"field": "status", "bucket": "month"}]}},
        {"settings": {"group": [{"field": "signed_on", "bucket": "decade"}]}},
        {"settings": {"group": [{"field": "status"}] * 4}},
        {"settings": {"colors": [{"when": 3, "color": "red"}]}},
        {"settings": {"footer": {"total": ["sum"]}}},
        {"widths": {"total": "wide"}},
        {"settings": {"stack": ["status"]}},
        {"settings": {"card": 3}},
    ):
        assert sales.post(VIEWS, {"label": "甲", **body}).status_code in (400, 422), body
    assert sales.post(VIEWS, {}).status_code == 422


def test_an_order_takes_contacts_of_its_customer(crm: Crm) -> None:
    admin = crm.visitor("admin")
    contacts = admin.get("/workspaces/crm/tables/contacts/records", limit=200, fields="customer").get_json()["records"]
    customer = contacts[0]["values"]["customer"]["id"]
    his = {row["id"] for row in contacts if (row["values"]["customer"] or {}).get("id") == customer}
    stranger = next(row["id"] for row in contacts if row["id"] not in his)
    typed = json.dumps({"customer": {"id": customer}})
    offered = admin.get(f"{TABLE}/candidates", field="contact", values=typed, limit=100).get_json()["candidates"]
    assert {one["id"] for one in offered} == his
    assert admin.get(f"{TABLE}/candidates", field="contact").get_json() == {"candidates": []}
    answer = admin.post(f"{TABLE}/records", {"records": [{"values": {"customer": customer, "contact": stranger}}]})
    assert refused(answer, 422) == ["value.not_a_candidate"]
    assert answer.get_json()["errors"][0]["field"] == "contact"
    answer = admin.post(f"{TABLE}/records", {"records": [{"values": {"customer": customer, "contact": min(his)}}]})
    assert answer.status_code == 201, answer.data
    id_ = answer.get_json()["records"][0]["id"]
    asked = admin.get(f"{TABLE}/candidates", field="contact", record=id_, limit=100).get_json()["candidates"]
    assert {one["id"] for one in asked} == his

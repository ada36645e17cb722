"""The health of the organisation, and the hand-over of what a leaver holds, in the installed CRM."""

from __future__ import annotations

from typing import Any

from gezi.accounts import people
from gezi.accounts.people import AccountState

BASE = "/workspaces/crm"
MINE = '{"field":"owner","op":"=","value":%d}'


def member(crm: Any, account: str) -> int:
    return crm.visitor(account).get(f"{BASE}/me").json["id"]


def owned(crm: Any, table: str, who: int) -> int:
    return crm.visitor("admin").get(f"{BASE}/tables/{table}/records", filter=MINE % who, count="true").json["count"]


def findings(crm: Any) -> dict[str, list[str]]:
    answer = crm.visitor("admin").get(f"{BASE}/organisation/health").json
    assert answer["configured"] is True
    return {one["code"]: [item["label"] for item in one["items"]] for one in answer["findings"]}


def test_health_names_what_would_make_rights_and_approvals_fail(crm: Any) -> None:
    admin = crm.visitor("admin")
    before = findings(crm)
    assert before["department_without_head"][-2:] == ["销售一部", "销售二部"]
    answer = admin.get(f"{BASE}/organisation/health").json
    headless = next(one["items"] for one in answer["findings"] if one["code"] == "department_without_head")
    told = {item["label"]: item["note"] for item in headless}
    assert told["销售二部"] == "由上级部门负责人郝经理代管"
    assert told["财务部"] is None
    assert (answer["departments"], answer["employees"]) == ("departments", "employees")
    assert "member_without_employee" not in before
    people = admin.get(f"{BASE}/tables/employees/records").json["records"]
    sales1 = next(row for row in people if row["values"]["account"]["id"] == member(crm, "sales1"))
    assert (
        admin.patch(f"{BASE}/tables/employees/records/{sales1['id']}", {"values": {"account": None}}).status_code == 200
    )
    places = {r["values"]["name"]: r["id"] for r in admin.get(f"{BASE}/tables/departments/records").json["records"]}
    above = {"records": [{"id": places["销售部"], "values": {"parent": places["销售一部"]}}]}
    refused = admin.patch(f"{BASE}/tables/departments/records", above)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "tree.circle")  # E29
    assert admin.patch(f"{BASE}/tables/departments", {"tree": None}).status_code == 200
    assert admin.patch(f"{BASE}/tables/departments/records", above).status_code == 200  # as before there were trees
    after = findings(crm)
    assert after["member_without_employee"] == [sales1["values"]["account"]["label"]]
    assert after["employee_without_account"] == [sales1["values"]["name"]]
    assert set(after["department_in_circle"]) == {"销售部", "销售一部"}
    assert crm.visitor("sales2").get(f"{BASE}/organisation/health").status_code == 403


def test_health_names_who_cannot_come_though_approvals_wait_for_them(crm: Any) -> None:
    """An account is off while its member is not, as after an old backup was restored: nobody would decide."""
    assert "member_shut_out" not in findings(crm)
    with crm.services.control.write() as control:
        manager = people.find_by_name(control, "manager")
        assert manager is not None
        people.set_state(control, manager.id, AccountState.DISABLED)
    answer = crm.visitor("admin").get(f"{BASE}/organisation/health").json
    (item,) = next(one["items"] for one in answer["findings"] if one["code"] == "member_shut_out")
    assert (item["label"], item["note"]) == ("郝经理", "2 项审批在等此人")
    assert crm.visitor("admin").patch(f"{BASE}/members/{item['id']}", {"state": "left"}).status_code == 200
    assert "member_shut_out" not in findings(crm)
    assert crm.visitor("boss").get(f"{BASE}/approvals", box="todo").json["approvals"]


def test_everything_a_leaver_holds_goes_over_in_one_batch_that_can_be_undone(crm: Any) -> None:
    admin = crm.visitor("admin")
    leaver, heir = member(crm, "sales1"), member(crm, "sales3")
    address = f"{BASE}/members/{leaver}/handover"
    preview = admin.get(address).json
    tables = ("campaigns", "leads", "customers", "opportunities", "quotes", "orders", "receipts", "invoices")
    counted = {table: owned(crm, table, leaver) for table in tables}
    assert {one["table"]: one["rows"] for one in preview["fields"] if one["table"] in tables} == {
        table: rows for table, rows in counted.items() if rows
    }
    assert "employees.account" not in {one["field"] for one in preview["fields"]}
    had = {table: owned(crm, table, heir) for table in tables}
    done = admin.post(address, {"to": heir})
    assert done.status_code == 200
    assert done.json["rows"] + done.json["kept_count"] == preview["rows"]
    held_back = {table: sum(one["table"] == table for one in done.json["kept"]) for table in tables}
    assert done.json["kept_count"] < 100
    assert all(one["label"] for one in done.json["kept"])
    foretold = {one["table"]: one["locked"] for one in preview["fields"] if one["locked"]}
    assert foretold == {table: rows for table, rows in held_back.items() if rows}  # every one of them for a lock
    assert preview["locked"] == done.json["kept_count"] > 0
    for table in tables:
        assert owned(crm, table, leaver) == held_back[table], table
        assert owned(crm, table, heir) == had[table] + counted[table] - held_back[table], table
    moved = admin.get(f"{BASE}/tables/customers/records", filter=MINE % heir).json["records"]
    assert {row["values"]["department"]["label"] for row in moved} == {"销售三部"}  # it follows the owner
    undone = admin.post(f"{BASE}/batches/{done.json['batch']}/undo")
    assert undone.status_code == 200, undone.json
    assert {table: owned(crm, table, leaver) for table in tables} == counted


def test_a_hand_over_can_be_of_some_fields_and_is_for_administrators(crm: Any) -> None:
    admin = crm.visitor("admin")
    leaver, heir = member(crm, "sales1"), member(crm, "sales2")
    address = f"{BASE}/members/{leaver}/handover"
    leads = owned(crm, "leads", leaver)
    done = admin.post(address, {"to": heir, "fields": ["customers.owner"]}).json
    assert list(done["moved"]) == ["customers.owner"]
    assert owned(crm, "leads", leaver) == leads
    for body, status in (
        ({"to": leaver}, 422),
        ({"to": 999_999}, 404),
        ({"to": heir, "fields": ["customers.name"]}, 422),
    ):
        assert admin.post(address, body).status_code == status, body
    boss = crm.visitor("boss")
    assert (boss.get(address).status_code, boss.post(address, {"to": heir}).status_code) == (403, 403)
    assert admin.get(f"{BASE}/members/999999/handover").status_code == 404


def test_who_leaves_is_out_at_once_and_comes_back_as_before_but_the_last_administrator_stays(crm: Any) -> None:
    admin, leaver = crm.visitor("admin"), member(crm, "sales3")
    before = {one["id"]: one for one in admin.get(f"{BASE}/organisation/members").json["members"]}
    assert [role["key"] for role in before[leaver]["roles"]] == ["sales_rep"]
    assert before[leaver]["departments"]
    assert before[leaver]["bound"]
    assert before[leaver]["state"] == "active"
    address = f"{BASE}/members/{leaver}"
    assert crm.visitor("boss").patch(address, {"state": "left"}).status_code == 403
    assert crm.visitor("sales3").get(f"{BASE}/organisation/members").status_code == 403
    assert admin.patch(address, {"state": "gone"}).status_code == 400
    assert admin.patch(address, {"state": "left"}).json["state"] == "left"
    assert crm.visitor("sales3").get(f"{BASE}/me").status_code >= 403
    assert admin.patch(address, {"state": "active"}).json["state"] == "active"
    assert admin.get(f"{BASE}/organisation/members").json["members"] == list(before.values())
    last = admin.patch(f"{BASE}/members/{member(crm, 'admin')}", {"state": "left"})
    assert (last.status_code, last.json["errors"][0]["code"]) == (409, "role.last_admin")
